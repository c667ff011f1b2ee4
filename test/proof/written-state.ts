import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every file and folder below a folder but `.git`, by path: its mode, and the hash of a file's contents. */
export function stateOf(root: string): Readonly<Record<string, string>> {
  const state: Record<string, string> = {};
  const visit = (folder: string): void => {
    for (const name of readdirSync(join(root, folder)).sort()) {
      const path = folder ? `${folder}/${name}` : name;
      if (path === '.git') continue;
      const stat = lstatSync(join(root, path));
      const content = stat.isFile()
        ? createHash('sha256')
            .update(readFileSync(join(root, path)))
            .digest('hex')
        : '';
      state[path] = `${stat.mode.toString(8)} ${content}`;
      if (stat.isDirectory()) visit(path);
    }
  };
  visit('');
  return state;
}

/** What runs of Rollcall left in a repository's own folder, and in one for temporary files. */
export function leftBeside(root: string, temporary: string): string[] {
  const ours = (folder: string, is: (name: string) => boolean): string[] =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter(is)
          .map((name) => join(folder, name))
      : [];
  return [
    ...ours(join(root, '.git'), (name) => name.includes('rollcall')),
    ...ours(root, (name) => name.includes('rollcall')),
    ...ours(temporary, (name) => name.includes('rollcall')),
  ];
}
