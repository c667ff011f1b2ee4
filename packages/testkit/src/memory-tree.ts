import type { Tree } from '@rollcall/domain/ports';

/** A tree held in memory, for tests of the pure layers: path -> text. */
export function memoryTree(files: Readonly<Record<string, string | Uint8Array>>): Tree {
  const paths = Object.keys(files).sort();
  return {
    name: 'memory',
    list: async () => paths.map((path) => ({ path, mode: 'file' })),
    read: async (wanted) => {
      const contents = new Map<string, Uint8Array>();
      for (const path of wanted) {
        const content = files[path];
        if (content !== undefined)
          contents.set(path, typeof content === 'string' ? Buffer.from(content, 'utf8') : content);
      }
      return contents;
    },
  };
}
