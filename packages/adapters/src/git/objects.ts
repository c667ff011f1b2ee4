import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Socket } from 'node:net';

/** An object of a repository, as it is stored. */
export interface GitObject {
  id: string;
  type: 'commit' | 'tree' | 'blob' | 'tag';
  content: Buffer;
}

/** Reads objects by name, in the order asked; undefined where the repository does not hold one. */
export type ObjectReader = (names: readonly string[]) => Promise<readonly (GitObject | undefined)[]>;

/**
 * A reader over one `git cat-file --batch` that stays open for the next call, so that a use case that reads in
 * several steps pays for one process. It does not keep Node running, and ends when Node does. Where git ends
 * early, what it has not answered counts as not held, and the next call starts another.
 */
export function objectReader(start: () => ChildProcessWithoutNullStreams): ObjectReader {
  let conversation: Conversation | undefined;
  return async (names) => {
    if (names.length === 0) return [];
    conversation ??= converse(start(), () => {
      conversation = undefined;
    });
    return conversation.ask(names);
  };
}

interface Conversation {
  ask(names: readonly string[]): Promise<readonly (GitObject | undefined)[]>;
}

type Settle = (object: GitObject | undefined) => void;

function converse(child: ChildProcessWithoutNullStreams, onEnd: () => void): Conversation {
  const waiting: Settle[] = [];
  let answered = 0;
  const settle: Settle = (object) => {
    waiting[answered]?.(object);
    answered += 1;
    if (answered < waiting.length) return;
    waiting.length = 0;
    answered = 0;
    holdNode(child, false);
  };
  const end = (): void => {
    onEnd();
    while (waiting.length > 0) settle(undefined);
  };
  child.stdout.on('data', answerParser(settle));
  child.stderr.resume();
  child.stdin.on('error', () => {}); // git that has ended is seen by its end
  child.on('error', end);
  child.on('close', end);
  return {
    ask: (names) => {
      holdNode(child, true);
      const answers = names.map(() => new Promise<GitObject | undefined>((resolve) => waiting.push(resolve)));
      child.stdin.write(`${names.map(oneLine).join('\n')}\n`);
      return Promise.all(answers);
    },
  };
}

/** A name with a line end would be two questions; no object has such a name. */
function oneLine(name: string): string {
  return /[\n\0]/.test(name) ? '' : name;
}

/** `<id> SP <type> SP <size> LF <content> LF`, or `<name> SP missing LF` and its like. */
function answerParser(settle: Settle): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let held = 0;
  let needed = 0;
  return (chunk) => {
    chunks.push(chunk);
    held += chunk.length;
    if (held < needed) return;
    const buffer = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    let position = 0;
    needed = 0;
    while (position < buffer.length) {
      const newline = buffer.indexOf(0x0a, position);
      if (newline === -1) break;
      const header = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d+)$/.exec(
        buffer.toString('latin1', position, newline),
      );
      if (!header) {
        settle(undefined);
        position = newline + 1;
        continue;
      }
      const start = newline + 1;
      const end = start + Number(header[3]);
      if (end >= buffer.length) {
        needed = end + 1 - position;
        break;
      }
      settle({ id: header[1] ?? '', type: header[2] as GitObject['type'], content: buffer.subarray(start, end) });
      position = end + 1;
    }
    chunks = [buffer.subarray(position)];
    held = buffer.length - position;
  };
}

/** While nothing is asked, neither the process nor its pipes keep Node from ending. */
function holdNode(child: ChildProcessWithoutNullStreams, hold: boolean): void {
  const handles = [child, ...[child.stdin, child.stdout, child.stderr].map((stream) => stream as unknown as Socket)];
  for (const handle of handles) {
    if (hold) handle.ref();
    else handle.unref();
  }
}
