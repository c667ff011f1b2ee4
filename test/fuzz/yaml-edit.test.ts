import { isDeepStrictEqual } from 'node:util';
import { tryUser } from '@rollcall/domain/user-error';
import { type Change, changeEdits } from '@rollcall/domain/yaml/change';
import { checkEdits } from '@rollcall/domain/yaml/check-edits';
import { applyEdits } from '@rollcall/domain/yaml/edit';
import { proveEdits } from '@rollcall/domain/yaml/prove-edits';
import { walkNodes } from '@rollcall/domain/yaml/walk-nodes';
import { parseYamlFile, type YamlDocument, type YamlFile, type YamlPath } from '@rollcall/domain/yaml/yaml-document';
import { isMap, parseAllDocuments } from 'yaml';
import { fuzz } from './fuzz.ts';

const unreadable = Symbol('unreadable');
const values = ['187-c513bdf', '1234567', 'a: b #c', '', "it's", 'true'];

fuzz({
  reader: 'yaml-edit',
  seeds: [
    'spec:\n  source:\n    helm:\n      parameters:\n        - name: image.tag\n          value: \'165-cf185b1\' # by the pipeline\n        - { name: other, value: 1.10 }\n  list: [a, "b", {c: d}]\n',
    'a: &x\n  b: 1\nc: *x\nd:\n  <<: *x\n  e: |\n    image:\n      tag: "1"\n  f: >-\n    folded\n    text\n? complex\n: value\n',
    '%YAML 1.1\n---\nkey: yes\n---\n- one\n-\n  two: 2\n- !!str 3\n...\n---\nimage: {repository: r, tag: , digest: ~}\n',
  ],
  pieces: [
    ': ',
    '- ',
    '? ',
    '&x ',
    '*x',
    '<<: ',
    '!!str ',
    '!!binary ',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '#',
    ' #',
    '|',
    '>',
    '|2-',
    '>+',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ',',
    '\n',
    '\t',
    '~',
    'null',
    'true',
    '0x1F',
    '1_000',
    '12:30',
    'tag',
    'image',
    '""',
    "''",
    ':',
    '-',
    '\\',
    '"a\\\n b"',
  ],
  check: (text) => {
    const file = parseYamlFile('a.yaml', text);
    if (file.errors.length > 0) return;
    for (const document of file.documents) {
      // Nothing is planned in a document that cannot be read, for an alias of nothing.
      if (
        tryUser(
          () => document.value(),
          () => unreadable,
        ) === unreadable
      )
        continue;
      for (const { path } of [...walkNodes(document)].slice(0, 12)) {
        const value = values[path.length % values.length] ?? '';
        checkChange(file, { document, path, kind: 'replace', value });
        if (typeof path.at(-1) !== 'string') continue;
        checkChange(file, { document, path, kind: 'remove' });
        checkChange(file, { document, path, kind: 'rename', key: 'renamed', value });
        checkChange(file, {
          document,
          path: [...path.slice(0, -1), 'added'],
          kind: 'insert',
          after: String(path.at(-1)),
          value,
        });
      }
    }
  },
});

/** What is written reads as the document with that change, and as nothing else, to a plain parser. */
function checkChange(file: YamlFile, change: Change): void {
  const { document } = change;
  const made = tryUser(
    () => changeEdits(change),
    () => null,
  );
  if (made === null || made.edits.length === 0) return;
  const after = applyEdits(file.text, made.edits);
  checkEdits(file.text, after, made.edits, made.expectations);
  proveEdits(file, after, made.edits, made.expectations);
  const before = valuesOf(file.text);
  const wanted = before[document.index];
  if (!changed(wanted, change, document)) return;
  const now = valuesOf(after);
  if (!isDeepStrictEqual(now, before))
    throw new Error(
      `${change.kind} at ${JSON.stringify(change.path)} reads as ${JSON.stringify(now)} instead of ${JSON.stringify(before)}`,
    );
}

function valuesOf(text: string): unknown[] {
  return parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false }).map((document) =>
    document.toJS({ maxAliasCount: 1000 }),
  );
}

/** Makes the change in a parsed value; false where a parsed value cannot tell, such as a key that is no text. */
function changed(root: unknown, change: Change, document: YamlDocument): boolean {
  const { path } = change;
  let parent = root as Record<string | number, unknown>;
  for (const [depth, step] of path.slice(0, -1).entries()) {
    if (isDoubtful(document, path.slice(0, depth))) return false;
    parent = parent?.[step] as Record<string | number, unknown>;
  }
  const key = path.at(-1);
  if (parent === null || typeof parent !== 'object' || key === undefined || isDoubtful(document, path.slice(0, -1)))
    return false;
  if (change.kind === 'replace' || change.kind === 'insert') parent[key] = change.value;
  else delete parent[key];
  if (change.kind === 'rename') parent[change.key] = change.value;
  return true;
}

/** A map with keys that are no plain text, or with one of them twice. */
function isDoubtful(document: YamlDocument, path: YamlPath): boolean {
  const node = path.length === 0 ? document.contents : document.node(path);
  if (!isMap(node)) return false;
  const keys = node.items.map(({ key }) => (key as { value?: unknown }).value);
  return (
    new Set(keys.map(String)).size < keys.length ||
    keys.some((key) => typeof key !== 'string' || key === '<<' || key === '__proto__')
  );
}
