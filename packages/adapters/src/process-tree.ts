import { readdirSync, readFileSync } from 'node:fs';

/**
 * Ends a process with all that it started: git leaves those who speak to a server for it alive, and they wait for that
 * server. Only Linux tells which those are; elsewhere it is the process alone.
 */
export function endTree(pid: number): void {
  for (const each of [pid, ...startedBy(pid)]) {
    try {
      process.kill(each, 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
  }
}

/** The processes that a process started, and those that they started; proc(5), fields 1 and 4 of `stat`. */
function startedBy(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of numbersIn('/proc')) {
    const parent = parentOf(name);
    if (parent === null) continue;
    const known = children.get(parent);
    if (known) known.push(Number(name));
    else children.set(parent, [Number(name)]);
  }
  const found = [...(children.get(pid) ?? [])];
  for (const each of found) for (const item of children.get(each) ?? []) found.push(item);
  return found;
}

function numbersIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function parentOf(pid: string): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}
