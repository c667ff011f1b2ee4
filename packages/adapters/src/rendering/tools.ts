import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where the PATH has a program; null where it has none. A relative entry of the PATH is left out: what it leads to may
 * have come with the files.
 */
export function programOnPath(name: string, { PATH = '', PATHEXT = '' }: Environment): string | null {
  const endings = process.platform === 'win32' ? PATHEXT.split(';') : [''];
  for (const folder of PATH.split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const found = endings.map((ending) => join(folder, `${name}${ending}`)).find(isProgram);
    if (found !== undefined) return found;
  }
  return null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
