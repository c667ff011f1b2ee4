import { showPath } from '../../../names.ts';
import { joinPath } from '../../../tree/repository-paths.ts';
import { nodePackages, packageFiles, subjectAt } from '../../facts/ci/node-packages.ts';
import type { Rule } from '../../rule/rule.ts';

const managers: ReadonlyMap<string, string> = new Map([
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['yarn.lock', 'Yarn'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['bun.lock', 'Bun'],
  ['bun.lockb', 'Bun'],
]);

export const nodeLockfileDuplicate: Rule = {
  id: 'node-lockfile-duplicate',
  title: 'A package has the lockfile of one package manager',
  severity: 'notice',
  incident: '004 10',
  help: 'Keep the lockfile of the package manager that builds use, and delete the other.',
  needs: [packageFiles],
  *check(context) {
    for (const { folder, path } of nodePackages(context).values()) {
      const found = [...managers.keys()].filter((name) => context.paths.at(joinPath(folder, name)) === 'file');
      const names = new Set(found.map((name) => managers.get(name)));
      if (names.size < 2) continue;
      yield {
        location: { path, line: 1, column: 1 },
        subject: subjectAt(folder, context),
        message: `${showPath(path)} has lockfiles of ${[...names].join(' and ')} beside it (${found.join(', ')}): builds and people install different versions`,
      };
    }
  },
};
