import { describe, expect, test } from '@jest/globals';
import { UserError } from '@rollcall/domain/user-error';
import { parseBlockScalar } from '@rollcall/domain/yaml/block-scalar';
import { type Change, changeEdits } from '@rollcall/domain/yaml/change';
import { checkEdits } from '@rollcall/domain/yaml/check-edits';
import { applyEdits } from '@rollcall/domain/yaml/edit';
import { parseYamlFile, type YamlDocument } from '@rollcall/domain/yaml/yaml-document';
import fc from 'fast-check';
import { parseAllDocuments, stringify } from 'yaml';

const runs = Number(process.env.ROLLCALL_PROOF_RUNS ?? 300);

function documentOf(text: string): YamlDocument {
  const [document] = parseYamlFile('a.yaml', text).documents;
  if (!document) throw new Error(`no document in ${JSON.stringify(text)}`);
  return document;
}

/** The text after a change, with all that has to hold of it checked. */
function changed(text: string, change: Change): string {
  const { edits, expectations } = changeEdits(change);
  const after = applyEdits(text, edits);
  checkEdits(text, after, edits, expectations);
  return after;
}

const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/);
const comment = fc.constantFrom('', '', ' # c', ' # 한글 🚀: "x');

describe('YAML inside a literal block', () => {
  const block = fc.record({
    indicator: fc.constantFrom('|', '|-', '|+', '| # why'),
    explicit: fc.boolean(),
    outer: fc.integer({ min: 0, max: 6 }),
    inner: fc.integer({ min: 1, max: 5 }),
    step: fc.integer({ min: 1, max: 4 }),
    end: fc.constantFrom('\n', '\r\n'),
    blankFirst: fc.boolean(),
    lastEnd: fc.boolean(),
    after: fc.boolean(),
    old: fc.constantFrom('1-a', "'1-a'", '"1-a"', '12', '', "'it''s'"),
    note: comment,
    other: fc.constantFrom(
      'x: [1, {y: "é🚀"}]',
      't: |\n  image:\n    tag: no\n',
      'long: >-\n  a\n  b',
      '# only a comment',
    ),
  });

  test('only the value changes, whatever the indentation, indicators and line ends', () => {
    fc.assert(
      fc.property(block, tag, (it, value) => {
        const margin = ' '.repeat(it.outer + it.inner);
        const lines = [
          ...(it.blankFirst ? [''] : []),
          'image:',
          `${' '.repeat(it.step)}tag: ${it.old}${it.note}`,
          ...it.other.split('\n'),
        ];
        const [first = '', ...rest] = it.indicator;
        const header = it.explicit ? first + it.inner + rest.join('') : it.indicator;
        const parents = Array.from({ length: it.outer }, (_, depth) => `${' '.repeat(depth)}k${depth}:`);
        let text = [
          ...parents,
          `${' '.repeat(it.outer)}values: ${header}`,
          ...lines.map((line) => (line === '' ? '' : margin + line)),
          ...(it.after ? ['z: 1'] : []),
        ].join(it.end);
        if (it.lastEnd) text += it.end;
        const path = [...parents.map((_, depth) => `k${depth}`), 'values'];
        const outer = documentOf(text);
        const inner = parseBlockScalar(outer, path);
        if (!inner) throw new Error('nothing inside');
        const after = changed(text, { kind: 'replace', document: inner, path: ['image', 'tag'], value });
        const read = (source: string) => String(parseAllDocuments(source)[0]?.getIn(path));
        expect(parseAllDocuments(read(after))[0]?.getIn(['image', 'tag'])).toBe(value);
        const kept = (source: string) =>
          read(source)
            .split('\n')
            .toSpliced(it.blankFirst ? 2 : 1, 1);
        expect(kept(after)).toEqual(kept(text));
        expect(after.split('\n').length).toBe(text.split('\n').length);
        expect(inner.locateValue(['image', 'tag']).line).toBe(parents.length + (it.blankFirst ? 4 : 3));
      }),
      { numRuns: runs },
    );
  });

  test.each([
    ['folded', 'v: >\n  a: 1\n'],
    ['quoted', 'v: "a: 1"\n'],
    ['plain', 'v: text\n'],
    ['a map', 'v: {a: 1}\n'],
    ['an alias', 'w: &w |\n  a: 1\nv: *w\n'],
    ['an anchor used elsewhere', 'v: &w |\n  a: 1\nw: *w\n'],
    ['two documents', 'v: |\n  a: 1\n  ---\n  a: 2\n'],
    ['not YAML', 'v: |\n  a: [\n'],
  ])('%s is refused', (_name, text) => {
    expect(() => parseBlockScalar(documentOf(text), ['v'])).toThrow(UserError);
  });

  test.each(['v:\n', 'v: |\n', "v: ''\n", 'v: |\n  # only a comment\n'])('%j holds nothing', (text) => {
    const inner = parseBlockScalar(documentOf(text), ['v']);
    expect(inner?.value() ?? null).toBeNull();
  });
});

describe('entries of a map', () => {
  const map = fc
    .record({
      keys: fc.uniqueArray(fc.constantFrom('name', 'newName', 'newTag', 'digest', 'x'), { minLength: 2, maxLength: 5 }),
      values: fc.array(fc.constantFrom('1-a', "'q'", '"d"', '12', 'é'), { minLength: 5, maxLength: 5 }),
      style: fc.constantFrom('dash', 'below', 'flow', 'json'),
      end: fc.constantFrom('\n', '\r\n'),
      lastEnd: fc.boolean(),
      note: comment,
      indent: fc.integer({ min: 0, max: 4 }),
    })
    .map(({ keys, values, style, end, lastEnd, note, indent }) => {
      const margin = ' '.repeat(indent);
      const json = (value: string) => (/^["']/.test(value) ? `"${value.slice(1, -1)}"` : JSON.stringify(value));
      const entries = keys.map((key, index) =>
        style === 'json' ? `"${key}": ${json(values[index] ?? '')}` : `${key}: ${values[index]}`,
      );
      const lines =
        style === 'flow' || style === 'json'
          ? [`${margin}- {${entries.join(', ')}}${note}`]
          : style === 'dash'
            ? entries.map((entry, index) => `${margin}${index === 0 ? '- ' : '  '}${entry}${note}`)
            : [`${margin}-`, ...entries.map((entry) => `${margin}   ${entry}${note}`)];
      const text = ['l:', ...lines, `${margin}- last`].join(end) + (lastEnd ? end : '');
      return { text, keys, style };
    });

  test.each(['y:\n', 'v: {a: 1}\n', 'v:\n  - a: 1\n'])(
    'the only one of %j is not removed: its map would read as null',
    (text) => {
      const document = documentOf(text);
      const path = text.startsWith('y') ? ['y'] : text.includes('- ') ? ['v', 0, 'a'] : ['v', 'a'];
      expect(() => changeEdits({ kind: 'remove', document, path })).toThrow(/is the only entry of its map/);
    },
  );

  test('one is removed, added behind another or renamed, and all else stays', () => {
    fc.assert(
      fc.property(
        map,
        fc.nat(),
        tag,
        fc.constantFrom('remove', 'insert', 'rename'),
        ({ text, keys }, pick, value, kind) => {
          const key = keys[pick % keys.length] ?? '';
          const document = documentOf(text);
          const path = ['l', 0, key];
          const added = ['l', 0, 'added'];
          const change: Change =
            kind === 'remove'
              ? { kind, document, path }
              : kind === 'insert'
                ? { kind, document, path: added, after: key, value }
                : { kind: 'rename', document, path, key: 'added', value };
          const before = parseAllDocuments(text)[0]?.toJS().l[0];
          const after = parseAllDocuments(changed(text, change))[0]?.toJS().l;
          const entries = Object.entries(before).flatMap(([name, old]): [string, unknown][] => {
            if (name !== key) return [[name, old]];
            if (kind === 'remove') return [];
            return kind === 'insert'
              ? [
                  [name, old],
                  ['added', value],
                ]
              : [['added', value]];
          });
          expect(Object.entries(after[0])).toEqual(entries);
          expect(after[1]).toBe('last');
        },
      ),
      { numRuns: runs },
    );
  });

  test.each<[string, string, (string | number)[], string]>([
    ['a removed anchor', 'a: &x 1\nb: *x\nc: 1\n', ['a'], 'has the anchor &x'],
    ['a map', 'a: {x: 1}\nc: 1\n', ['a'], 'is a map'],
    ['what is not there', 'c: 1\n', ['a'], 'is not there'],
    ['one that shares its line with more', '- ? a\n  : 1\n  b: 1\n', [0, 'a'], 'cannot be removed'],
  ])('refuses %s', (_name, text, path, words) => {
    expect(() => changeEdits({ kind: 'remove', document: documentOf(text), path })).toThrow(words);
  });
});

describe('checkEdits inside a text', () => {
  const before = stringify({ v: 'a: 1\nb: 2\n', w: 1 });
  const inner = (value: string) => [{ document: 0, path: ['v'], value: [{ document: 0, path: ['a'], value }] }];
  test.each<[string, string, string, string]>([
    ['another value', 'a: 1', 'a: y', 'does not read as the string'],
    ['another key', 'a: 1\n  b: 2', 'a: x\n  b: 3', 'changed at /b'],
    ['broken YAML', 'a: 1', 'a: [', 'not valid YAML'],
  ])('%s is found', (_name, from, to, words) => {
    const start = before.indexOf(from);
    const edit = { path: 'a', range: [start, start + from.length] as const, newText: to };
    expect(() => checkEdits(before, applyEdits(before, [edit]), [edit], inner('x'))).toThrow(words);
  });

  test('an entry that was to go and stays, and one that was not to come', () => {
    const text = 'a: 1\nb: 2\n';
    expect(() => checkEdits(text, text, [], [{ document: 0, path: ['a'], value: null }])).toThrow('more or fewer');
    const edit = { path: 'a', range: [9, 9] as const, newText: '\nc: 3' };
    expect(() =>
      checkEdits(text, applyEdits(text, [edit]), [edit], [{ document: 0, path: ['c'], value: '3' }]),
    ).toThrow('what was added at /c');
    expect(() => checkEdits(text, applyEdits(text, [edit]), [edit], [])).toThrow('more or fewer');
  });
});
