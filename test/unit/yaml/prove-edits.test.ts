import { describe, expect, test } from '@jest/globals';
import { checkEdits, type Expectation } from '@rollcall/domain/yaml/check-edits';
import { applyEdits, type Edit } from '@rollcall/domain/yaml/edit';
import { proveEdits } from '@rollcall/domain/yaml/prove-edits';
import { walkNodes } from '@rollcall/domain/yaml/walk-nodes';
import { parseYamlFile, type YamlFile, type YamlPath } from '@rollcall/domain/yaml/yaml-document';
import fc from 'fast-check';
import { isScalar } from 'yaml';

const runs = Number(process.env.ROLLCALL_PROOF_RUNS ?? 300) * 3;

/** Pieces that a file may be made of, sound and unsound together. */
const value = fc.oneof(
  fc.constantFrom(
    'a',
    '1-b',
    "'a'",
    '"a"',
    "''",
    '""',
    '12',
    'null',
    'yes',
    '2026-01-05',
    '0o7',
    '.5',
    '1_0',
    "'a\"b'",
  ),
  fc.constantFrom(
    '{a: b}',
    '[a, "b"]',
    '{a: {b: c}, d}',
    '[a: b]',
    '{"a":b}',
    '[]',
    '&x a',
    '*x',
    '!!str 1',
    '!!int "1"',
  ),
  fc.constantFrom(
    '|\n    a\n    b',
    '>-\n    a',
    'a\n    b',
    '"a\n    b"',
    '"\\x41"',
    "'it''s'",
    '',
    '<<',
    '-1',
    '- a',
  ),
);
const key = fc.constantFrom('a', 'b', '"c"', "'d'", '1', 'yes', '<<', '? e\n', 'tag', '&k f');
const line = fc.oneof(
  fc.tuple(key, value).map(([name, text]) => `${name}: ${text}`),
  value.map((text) => `- ${text}`),
  fc.constantFrom(
    '# c',
    '',
    '---',
    '...',
    '%YAML 1.1',
    'a:\n  b: c # d',
    '- - a\n  - b',
    '\tx',
    '<<: {a: b}',
    '<<: *x',
  ),
);
const text = fc
  .tuple(
    fc.constantFrom('', '', '\ufeff'),
    fc.array(fc.tuple(line, fc.constantFrom('', ' # e', ' ', '#')), { minLength: 1, maxLength: 6 }),
    fc.constantFrom('\n', '\r\n'),
    fc.constantFrom('', '\n'),
  )
  .map(([bom, lines, end, last]) => bom + lines.map(([start, rest]) => start + rest).join(end) + last);
const newText = fc.oneof(
  fc.constantFrom(
    'x',
    "'x'",
    '"x"',
    '1',
    'null',
    'on',
    '"1"',
    "'a: b'",
    'a: b',
    'a # b',
    'a, b',
    'a]',
    '"a\\n"',
    "'a''b'",
  ),
  fc.constantFrom(
    '',
    '*x',
    '&x a',
    '!!str x',
    '<<',
    '- x',
    '"',
    "'",
    '|',
    '{',
    '"a" # b',
    "'a'b",
    '-',
    '---',
    '\x1f',
    '%a',
  ),
);

/** Every scalar of a file, with the path that leads to it. */
function scalarsOf(file: YamlFile): { document: number; path: YamlPath; range: [number, number] }[] {
  return file.documents.flatMap((document) =>
    [...walkNodes(document)].flatMap(
      ({ node, path }): { document: number; path: YamlPath; range: [number, number] }[] =>
        isScalar(node) && node.range ? [{ document: document.index, path, range: [node.range[0], node.range[1]] }] : [],
    ),
  );
}

function verdict(prove: () => void): string {
  try {
    prove();
    return 'proved';
  } catch {
    return 'refused';
  }
}

test('says of any edits of any text what reading both under both schemas says', () => {
  let proved = 0;
  fc.assert(
    fc.property(
      text,
      fc.array(fc.tuple(fc.nat(), newText, fc.boolean()), { minLength: 1, maxLength: 2 }),
      fc.integer({ min: -1, max: 9 }),
      (source, picks, shift) => {
        const file = parseYamlFile('a.yaml', source);
        const scalars = scalarsOf(file);
        const edits: Edit[] = [];
        const expectations: Expectation[] = [];
        for (const [pick, written, honest] of picks) {
          const target = scalars[pick % Math.max(scalars.length, 1)];
          if (!target || edits.some(({ range }) => range[0] === target.range[0])) continue;
          // Now and then another place is expected to change than the one that does.
          const { document, path } = (shift === 1 && scalars[(pick + 1) % scalars.length]) || target;
          const [start, end] = target.range;
          // Now and then the range is another than the scalar's.
          edits.push({
            path: 'a.yaml',
            range: shift === 0 && end > start ? [start, end - 1] : [start, end],
            newText: written,
          });
          expectations.push({ document, path, value: honest ? written.replace(/^(['"])(.*)\1$/, '$2') : written });
        }
        if (edits.length === 0) return;
        const after = applyEdits(source, edits);
        const reading = verdict(() => checkEdits(source, after, edits, expectations));
        expect(verdict(() => proveEdits(file, after, edits, expectations))).toBe(reading);
        if (reading === 'proved') proved += 1;
      },
    ),
    { numRuns: runs },
  );
  expect(proved).toBeGreaterThan(runs / 100);
});

describe('an edit that is one token for another', () => {
  const cases: { what: string; source: string; path: YamlPath; written: string; asked: string }[] = [
    { what: 'an alias carries it elsewhere', source: 'a: &x 1\nb: *x\n', path: ['a'], written: '2-b', asked: '2-b' },
    { what: 'a tag turns it into a number', source: "a: !!int '1'\n", path: ['a'], written: "'2'", asked: '2' },
    { what: 'a number', source: 'a: x\n', path: ['a'], written: '12', asked: '12' },
    { what: 'a date to one schema only', source: 'a: x\n', path: ['a'], written: '2026-01-05', asked: '2026-01-05' },
    { what: 'another word than was asked', source: "a: 'x'\n", path: ['a'], written: "'y'", asked: 'z' },
    { what: 'an escape', source: 'a: "x"\n', path: ['a'], written: '"\\u0041"', asked: '\\u0041' },
    { what: 'a comment', source: 'a: x\n', path: ['a'], written: 'y # z', asked: 'y # z' },
  ];
  test.each(cases)('is refused: $what', ({ source, path, written, asked }) => {
    const file = parseYamlFile('a.yaml', source);
    const [target] = scalarsOf(file).filter((scalar) => scalar.path.join() === path.join());
    if (!target) throw new Error('no such scalar');
    const edits: Edit[] = [{ path: 'a.yaml', range: target.range, newText: written }];
    const prove = () => proveEdits(file, applyEdits(source, edits), edits, [{ document: 0, path, value: asked }]);
    expect(prove).toThrow();
  });

  test.each([
    ['an entry of the same map', 'a: x\nb: y\n', ['a']],
    ['an item of the same list', 'a:\n- x\n- y\n', ['a', 0]],
    ['an entry of another item', 'a:\n  - b: x\n  - b: y\n', ['a', 0, 'b']],
    ['an entry of a flow map', 'a: [{b: x}, {b: y}]\n', ['a', 0, 'b']],
    ['the map around it', 'a:\n  b: y\n', ['a']],
    ['the value of the key that is edited', 'y: x\n', ['y']],
    ['the map in which a key is edited', 'a:\n  y: x\n', ['a']],
  ])('is refused where another place is expected to change: %s', (_title, source, path) => {
    const start = source.indexOf('y');
    const edits: Edit[] = [{ path: 'a.yaml', range: [start, start + 1], newText: 'z' }];
    const file = parseYamlFile('a.yaml', source);
    expect(() => proveEdits(file, applyEdits(source, edits), edits, [{ document: 0, path, value: 'z' }])).toThrow();
  });

  test('asks nothing of what was read to plan it', () => {
    const source = "spec:\n  list:\n  - {name: a, value: 1}\n  - name: b\n    value: 'c' # d\n---\na: b\n";
    const file = parseYamlFile('a.yaml', source);
    const start = source.indexOf("'c'");
    const edits: Edit[] = [{ path: 'a.yaml', range: [start, start + 3], newText: "'e'" }];
    const unread = Object.defineProperty({ ...file }, 'documents', {
      get: () => {
        throw new Error('asks the documents');
      },
    });
    const prove = (document: number, path: YamlPath) => () =>
      proveEdits(unread, applyEdits(source, edits), edits, [{ document, path, value: 'e' }]);
    expect(prove(0, ['spec', 'list', 1, 'value'])).not.toThrow();
    expect(prove(0, ['spec', 'list', 0, 'value'])).toThrow('document 0');
    expect(prove(1, ['spec', 'list', 1, 'value'])).toThrow();
  });

  test('is refused where a byte elsewhere changed, too', () => {
    const file = parseYamlFile('a.yaml', "a: 'x'\nb: c\n");
    const edits: Edit[] = [{ path: 'a.yaml', range: [3, 6], newText: "'y'" }];
    const expectations: Expectation[] = [{ document: 0, path: ['a'], value: 'y' }];
    expect(() => proveEdits(file, "a: 'y'\nb: d\n", edits, expectations)).toThrow('bytes outside the edits');
    expect(() => proveEdits(file, "a: 'y'\nb: c\n", edits, expectations)).not.toThrow();
  });
});
