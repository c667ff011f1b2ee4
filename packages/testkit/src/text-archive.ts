/**
 * Several files in one text, as Go's txtar has them: a line `-- path --` begins a file, everything up to the next such
 * line is its content, and what stands before the first is a comment. A header may say more about its file:
 *
 * - `-- path (no newline at end) --`: the last line end is not part of the content;
 * - `-- path (escaped) --`: `\r`, `\xHH` (one byte) and `\\` stand for what an editor would not show or keep.
 */
export function readTextArchive(text: string): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const headers = [...text.matchAll(/^-- (.+?)(?: \(([^()]*)\))? --\n/gm)];
  for (const [index, header] of headers.entries()) {
    const [whole, path = '', flags = ''] = header;
    const start = header.index + whole.length;
    const content = text.slice(start, headers[index + 1]?.index ?? text.length);
    if (files.has(path)) throw new Error(`the text archive has ${path} twice`);
    files.set(path, bytesOf(content, new Set(flags === '' ? [] : flags.split(', '))));
  }
  return files;
}

function bytesOf(content: string, flags: ReadonlySet<string>): Buffer {
  for (const flag of flags)
    if (flag !== noNewline && flag !== escaped) throw new Error(`the text archive does not know (${flag})`);
  const text = flags.has(noNewline) ? content.replace(/\n$/, '') : content;
  if (!flags.has(escaped)) return Buffer.from(text, 'utf8');
  const parts = text.split(/(\\(?:\\|r|x[0-9A-F]{2}))/);
  return Buffer.concat(parts.map((part, index) => (index % 2 === 0 ? Buffer.from(part, 'utf8') : unescaped(part))));
}

function unescaped(code: string): Buffer {
  if (code === '\\\\') return Buffer.from('\\');
  return code === '\\r' ? Buffer.from('\r') : Buffer.from(code.slice(2), 'hex');
}

const noNewline = 'no newline at end';
const escaped = 'escaped';
