import type { Service, ServiceKind } from '../catalog/catalog.ts';

const allKinds: readonly ServiceKind[] = ['go', 'java', 'node', 'python', 'rust', 'dotnet', 'static-site', 'other'];

/** The words by which people mark a list of one language. */
const languageWords: ReadonlyMap<string, readonly ServiceKind[]> = new Map<string, readonly ServiceKind[]>([
  ['go', ['go']],
  ['golang', ['go']],
  ['java', ['java']],
  ['jvm', ['java']],
  ['kotlin', ['java']],
  ['spring', ['java']],
  ['gradle', ['java']],
  ['maven', ['java']],
  ['node', ['node']],
  ['nodejs', ['node']],
  ['npm', ['node']],
  ['typescript', ['node']],
  ['python', ['python']],
  ['rust', ['rust']],
  ['cargo', ['rust']],
  ['dotnet', ['dotnet']],
  ['csharp', ['dotnet']],
  ['static', ['static-site']],
  ['frontend', ['static-site']],
  ['frontends', ['static-site']],
  ['web', ['static-site']],
  ['backend', allKinds.filter((kind) => kind !== 'static-site')],
  ['backends', allKinds.filter((kind) => kind !== 'static-site')],
]);

/** A subset counts as one only when a word shows it and every service it names is of it. */
export function scopeOf(label: string, named: readonly Service[]): 'all' | ServiceKind[] {
  const words = label
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  for (const word of words) {
    const kinds = languageWords.get(word);
    if (kinds && named.length > 0 && named.every(({ kind }) => kinds.includes(kind))) return [...kinds];
  }
  return 'all';
}
