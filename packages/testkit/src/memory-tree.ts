import type { FileMode, Tree } from '@rollcall/domain/ports';

/**
 * A tree held in memory, for tests of the pure layers: path -> text.
 *
 * @param modes of what is no file; the text of a symbolic link is where it leads
 */
export function memoryTree(
  files: Readonly<Record<string, string | Uint8Array>>,
  modes: Readonly<Record<string, FileMode>> = {},
): Tree {
  const paths = Object.keys(files).sort();
  return {
    name: 'memory',
    list: async () => paths.map((path) => ({ path, mode: modes[path] ?? 'file' })),
    read: async (wanted) => {
      const contents = new Map<string, Uint8Array>();
      for (const path of wanted) {
        const content = files[path];
        if (content !== undefined && modes[path] === undefined)
          contents.set(path, typeof content === 'string' ? Buffer.from(content, 'utf8') : content);
      }
      return contents;
    },
  };
}
