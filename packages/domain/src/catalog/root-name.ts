import { parseJson } from '../json.ts';
import { isServiceName } from '../names.ts';
import type { Tree } from '../ports.ts';
import { textAt } from '../yaml/value.ts';

/** Files that give what they lie beside a name, and how; the first that has one wins. */
const readers: readonly (readonly [file: string, read: (text: string) => string | undefined])[] = [
  ['go.mod', (text) => /^module[ \t]+"?([^\s"]+)/m.exec(text)?.[1]?.replace(/\/v\d+$/, '')],
  ['package.json', (text) => textAt(parseJson(text), 'name')],
  ['Cargo.toml', namedInToml],
  ['pyproject.toml', namedInToml],
  ['settings.gradle', namedInGradle],
  ['settings.gradle.kts', namedInGradle],
];

/** What the manifests at the root call the repository; null where they call it nothing that a service may be called. */
export async function rootName(tree: Tree): Promise<string | null> {
  const contents = await tree.read(readers.map(([file]) => file));
  const decoder = new TextDecoder();
  for (const [file, read] of readers) {
    const bytes = contents.get(file);
    const name = bytes === undefined ? undefined : read(decoder.decode(bytes));
    const last = name?.slice(name.lastIndexOf('/') + 1) ?? '';
    if (isServiceName(last)) return last;
  }
  return null;
}

/** The first `name` of a TOML file is that of its package. */
function namedInToml(text: string): string | undefined {
  return /^name[ \t]*=[ \t]*["']([^"'\n]+)["']/m.exec(text)?.[1];
}

function namedInGradle(text: string): string | undefined {
  return /^rootProject\.name[ \t]*=[ \t]*["']([^"'\n]+)["']/m.exec(text)?.[1];
}
