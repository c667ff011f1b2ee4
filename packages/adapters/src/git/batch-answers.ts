/** An object of a repository, as it is stored. */
export interface GitObject {
  id: string;
  type: 'commit' | 'tree' | 'blob' | 'tag';
  /** Of a blob that is too long to be read, what stands for it. */
  content: Buffer;
}

interface Header {
  id: string;
  type: GitObject['type'];
  size: number;
}

interface Answers {
  settle(object: GitObject | undefined): void;
  /** Judges an object by its header, before its content is taken. */
  isTooLong(header: Header): boolean;
  /** Nothing is parsed after it. */
  onTooLong(header: Header): void;
}

/** Parses what `git cat-file --batch` prints: `<id> SP <type> SP <size> LF <content> LF`, or `<name> SP missing LF` and its like. */
export function answerParser({ settle, isTooLong, onTooLong }: Answers): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let held = 0;
  let needed = 0;
  let over = false;
  return (chunk) => {
    if (over) return;
    chunks.push(chunk);
    held += chunk.length;
    if (held < needed) return;
    const buffer = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    let position = 0;
    needed = 0;
    while (position < buffer.length) {
      const newline = buffer.indexOf(0x0a, position);
      if (newline === -1) break;
      const header = headerOf(buffer.toString('latin1', position, newline));
      if (!header) {
        settle(undefined);
        position = newline + 1;
        continue;
      }
      if (isTooLong(header)) {
        over = true;
        chunks = [];
        onTooLong(header);
        return;
      }
      const start = newline + 1;
      const end = start + header.size;
      if (end >= buffer.length) {
        needed = end + 1 - position;
        break;
      }
      settle({ id: header.id, type: header.type, content: buffer.subarray(start, end) });
      position = end + 1;
    }
    chunks = [buffer.subarray(position)];
    held = buffer.length - position;
  };
}

function headerOf(line: string): Header | null {
  const [, id, type, size] = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d+)$/.exec(line) ?? [];
  return id === undefined ? null : { id, type: type as GitObject['type'], size: Number(size) };
}
