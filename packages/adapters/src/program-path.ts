import { accessSync, constants, statSync } from 'node:fs';
import { devNull } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where the PATH has a program; null where it has none. A relative entry of the PATH is left out: what it leads to may
 * have come with the files.
 */
export function programOnPath(name: string, { PATH = '' }: Environment): string | null {
  // Without a shell Windows starts no others.
  const endings = process.platform === 'win32' ? ['.com', '.exe'] : [''];
  for (const folder of absoluteFolders(PATH)) {
    const found = endings.map((ending) => join(folder, `${name}${ending}`)).find(isProgram);
    if (found !== undefined) return found;
  }
  return null;
}

/**
 * The same PATH for a program that starts others by their names, without its relative entries, of which an empty one is
 * the working directory as well. One of which nothing is left leads nowhere.
 */
export function absolutePath(path: string): string {
  return absoluteFolders(path).join(delimiter) || devNull;
}

function absoluteFolders(path: string): string[] {
  return path.split(delimiter).filter((folder) => isAbsolute(folder));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
