import { joinPath } from '../../../tree/repository-paths.ts';
import { workspaceRootOf } from '../../facts/ci/node-packages.ts';
import type { RuleContext } from '../../rule/context.ts';

/** A way to install a Node package that refuses to work without a lockfile. */
export interface FrozenInstall {
  manager: 'npm' | 'pnpm' | 'yarn';
  /** As people write it. */
  command: string;
  /** The lockfiles it takes. */
  lockfiles: readonly string[];
}

const npm = { manager: 'npm', command: 'npm ci', lockfiles: ['package-lock.json', 'npm-shrinkwrap.json'] } as const;
const pnpm = {
  manager: 'pnpm',
  command: 'pnpm install --frozen-lockfile',
  lockfiles: ['pnpm-lock.yaml'],
} as const;
const yarn = { manager: 'yarn', command: 'yarn install --immutable', lockfiles: ['yarn.lock'] } as const;

/** The install a shell text asks for, or null. Yarn 1 goes on without a lockfile: its `--frozen-lockfile` is none. */
export function frozenInstall(text: string): FrozenInstall | null {
  const command = /(?:^|[\s;&|("'`])(npm|pnpm|yarn)\s+((?:--?[\w=./-]+\s+)*)(ci|clean-install|install|i)\b([^;&|\n]*)/g;
  for (const [, manager, before = '', verb, after = ''] of text.matchAll(command)) {
    const options = ` ${before} ${after} `;
    // Somewhere else, or not installed at all.
    if (/\s(?:--prefix|-C|--dir|--cwd|--global|-g)[\s=]/.test(options)) continue;
    if (manager === 'npm' && /^(?:ci|clean-install)$/.test(verb ?? '')) return npm;
    if (manager === 'pnpm' && /\s--frozen-lockfile\s/.test(options)) return pnpm;
    if (manager === 'yarn' && /\s--immutable\s/.test(options)) return yarn;
  }
  return null;
}

/** Whether a package, or the root of the workspaces it is in, has one of the lockfiles. What lies behind a link may. */
export function hasLockfile(folder: string, lockfiles: readonly string[], context: RuleContext): boolean {
  const root = workspaceRootOf(folder, context);
  const folders = root ? [folder, root.folder] : [folder];
  return folders.some((one) => lockfiles.some((name) => context.paths.at(joinPath(one, name)) !== null));
}
