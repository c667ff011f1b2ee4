import type { FileChanges } from '@rollcall/domain/tree/file-changes';
import { encodePath } from './path-bytes.ts';

/** A name of ours for the commit that is made; no branch of the remote. */
const made = 'refs/rollcall/made';

export interface ImportedCommit {
  parent: string;
  files: FileChanges;
  /** Of the parent's files, by path. */
  modes: ReadonlyMap<string, string>;
  /** `Name <address>` */
  identity: string;
  message: string;
}

/** One commit with changes of files, for `git fast-import`; it prints the commit's id. */
export function importStream({ parent, files, modes, identity, message }: ImportedCommit): Buffer {
  const text = Buffer.from(message, 'utf8');
  const parts: (Buffer | Uint8Array | string)[] = [
    `commit ${made}\nmark :1\ncommitter ${identity} now\ndata ${text.length}\n`,
    text,
    `\nfrom ${parent}\n`,
  ];
  // What goes is first: a file may come where a folder was.
  for (const [path, content] of files) if (content === null) parts.push('D ', quotedPath(path), '\n');
  for (const [path, content] of files) {
    if (content === null) continue;
    const bits = modes.get(path) === 'executable' ? '100755' : '100644';
    parts.push(`M ${bits} inline `, quotedPath(path), `\ndata ${content.length}\n`, content, '\n');
  }
  parts.push('get-mark :1\n');
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part)));
}

/** A path as a C string, so that no byte of a name ends the command. */
function quotedPath(path: string): string {
  let text = '';
  for (const byte of encodePath(path)) {
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
    text += plain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `"${text}"`;
}
