import { placeIn } from '../../../location.ts';
import { quoteName, showPath } from '../../../names.ts';
import { modulesOf } from '../../../registers/kinds/go-work.ts';
import type { Register } from '../../../registers/register.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { lineStart } from '../../../text-lines.ts';
import { baseName, folderOf, isInside, joinPath, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import { missingEntries } from '../../fixes/missing-entry.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';

export const goWorkMissing: Rule = {
  id: 'go-work-missing',
  title: 'go.work has every Go service, and only modules that exist',
  severity: 'error',
  incident: '003 7.4',
  help: 'Add the folder of the module to go.work with "go work use", or remove the one that is gone.',
  needs: [registerFiles],
  *check(context) {
    const files = [...context.texts.keys()]
      .filter((path) => baseName(path) === 'go.work' && registerFiles(path))
      .sort();
    for (const path of files) {
      const register = context.registers.find(({ kind, file }) => kind === 'go-work' && file === path);
      if (register) yield* missingModules(register, context);
      yield* goneModules(path, register, context);
    }
  },
};

function* missingModules(register: Register, context: RuleContext): Iterable<RuleFinding> {
  const base = folderOf(register.file);
  for (const finding of missingEntries(register, context, { list: '', consequence: '' })) {
    const path = context.services.get(finding.subject)?.path ?? null;
    // Without a module of its own it is a part of another one.
    if (path === null || !isInside(path, base)) continue;
    if (context.paths.at(joinPath(path, 'go.mod')) !== 'file') continue;
    const message = `service ${finding.subject} is not in ${showPath(register.file)}: go commands in ${showPath(path)} stop, because its module is not in the workspace`;
    yield {
      ...finding,
      message,
      fix: finding.fix ? { ...finding.fix, description: `add ${finding.subject} to ${register.file}` } : null,
    };
  }
}

function* goneModules(path: string, register: Register | undefined, context: RuleContext): Iterable<RuleFinding> {
  const text = context.text(path) ?? '';
  for (const { folder, start } of modulesOf(text)) {
    const target = normaliseRepositoryPath(joinPath(folderOf(path), folder));
    if (target === null || context.paths.at(joinPath(target, 'go.mod')) !== null) continue;
    const location = placeIn({ path, text }, start);
    const name = register?.entries.find((entry) => register.entryLocation(entry)?.line === location.line);
    const newline = text.indexOf('\n', start);
    const range = [lineStart(text, start), newline === -1 ? text.length : newline + 1] as const;
    yield {
      location,
      subject: context.services.has(name ?? '') ? (name ?? '') : baseName(target) || '.',
      cause: `gone from ${path}`,
      message: `${showPath(path)} uses ${quoteName(folder)}, which has no go.mod: every go command in the repository stops`,
      fix: { description: `remove ${folder} from ${path}`, safe: true, edits: [{ path, range, newText: '' }] },
    };
  }
}
