import { describe, expect, test } from '@jest/globals';
import type { Expectation } from '@rollcall/domain/yaml/check-edits';
import { applyEdits, type Edit } from '@rollcall/domain/yaml/edit';
import { tokensProve } from '@rollcall/domain/yaml/prove-edits';
import { parseYamlFile, type YamlPath } from '@rollcall/domain/yaml/yaml-document';

describe('the tokens alone', () => {
  type Change = readonly [old: string, written: string, path: YamlPath, value: Expectation['value']];
  /** The verdict of the tokens of a text in which texts are replaced, each at its first place. */
  function proved(source: string, changes: readonly Change[], after?: string): boolean {
    const edits = changes.map(([old, newText]): Edit => {
      const start = source.indexOf(old);
      return { path: 'a.yaml', range: [start, start + old.length], newText };
    });
    const expectations = changes.map(([, , path, value]) => ({ document: 0, path, value }));
    return tokensProve(parseYamlFile('a.yaml', source), after ?? applyEdits(source, edits), edits, expectations);
  }
  const lines = Array.from({ length: 30 }, (_, at) => `k${at}: v\n`).join('');
  const x: Change = ['x', 'z', ['a'], 'z'];

  test.each<[string, string, Change[]]>([
    ['a plain scalar', 'a: x\n', [x]],
    ['without a line end', 'a: x', [x]],
    ['line ends of Windows', 'a: x\r\nb: y\r\n', [x]],
    ['a comment behind it', 'a: x # c\nb: y\n', [x]],
    ['in single quotes', "a: 'x'\n", [["'x'", "'z'", ['a'], 'z']]],
    ['in double quotes', 'a: "x"\nb: c\n', [['"x"', '"1"', ['a'], '1']]],
    ['of another length', 'a: x\nb: c\nd: e\nf: g\nh: i\n', [['x', 'longer-than-it-was', ['a'], 'longer-than-it-was']]],
    ['in a list', 'a:\n- x\n- y\n', [['y', 'z', ['a', 1], 'z']]],
    ['in brackets', 'a: [b, x]\nc: {d: y}\n', [['y', 'z', ['c', 'd'], 'z']]],
    ['two at once', 'a: x\nb: y\n', [x, ['y', 'w', ['b'], 'w']]],
    ['two that are told in another order', 'a: x\nb: y\n', [['y', 'w', ['b'], 'w'], x]],
    ['far apart', `a: x\n${lines}b: y\n`, [x, ['y', 'w', ['b'], 'w']]],
    ['before many lines', `a: x\n${lines}`, [x]],
    ['behind many lines', `${lines}a: x`, [x]],
    ['between block scalars', 'b: |\n  t\na: x\nc: >-\n  u\n\n  v\nd: e\n', [x]],
    ['signs in quotes elsewhere', 'b: "&a *b !c <<"\na: x\n', [x]],
  ])('prove %s', (_title, source, changes) => {
    expect(proved(source, changes)).toBe(true);
  });

  test.each<[string, string, Change[], string?]>([
    ['of a text with mistakes', 'a: x\nb: c: d\n', [x]],
    ['that nothing is expected of', 'a: x\nb: y\n', [], 'a: x\nb: z\n'],
    ['where a byte elsewhere changes', 'a: x\nb: y\n', [x], 'a: z\nb: w\n'],
    ['where a byte before it changes', 'b: y\na: x\n', [x], 'b: w\na: z\n'],
    ['where a byte far behind changes', `a: x\n${'# c\n'.repeat(9)}`, [x], `a: z\n${'# c\n'.repeat(8)}# d\n`],
    ['where what is written is another', 'a: x\n', [x], 'a: w\n'],
    ['where nothing changes', 'a: z\n', [['z', 'z', ['a'], 'z']]],
    ['of an anchor', 'a: &b x\n', [x]],
    ['of a tag', 'a: !b x\n', [x]],
    ['before an alias', 'b: &c y\na: x\nd: *c\n', [x]],
    ['far before an alias', `b: &c y\na: x\n${'# e\n'.repeat(9)}d: *c\n`, [x]],
    ['beside a merge key', 'b: {c: d}\na: x\n<<: {e: f}\n', [x]],
    ['far before a merge key', `a: x\n${'# e\n'.repeat(9)}<<: {e: f}\n`, [x]],
    ['that adds quotes', 'a: x\n', [['x', "'z'", ['a'], 'z']]],
    ['that takes quotes away', "a: 'x'\n", [["'x'", 'z', ['a'], 'z']]],
    ['that changes quotes', "a: 'x'\n", [["'x'", '"z"', ['a'], 'z']]],
    ['of a part of a scalar', 'a: xy\n', [['x', 'z', ['a'], 'zy']]],
    ['of a scalar of two lines', 'a: x\n  y\nb: c\n', [['x\n  y', 'z', ['a'], 'z']]],
    ['of a quoted scalar of two lines', 'a: "x\n  y"\n', [['"x\n  y"', '"z"', ['a'], 'z']]],
    ['to a scalar of two lines', 'a: "x"\n', [['"x"', '"z\n  y"', ['a'], 'z y']]],
    ['of a block scalar', 'a: |\n  x\n', [['x', 'z', ['a'], 'z']]],
    ['that makes a comment', 'a: x\n', [['x', 'z # y', ['a'], 'z # y']]],
    ['that makes a map', 'a: x\n', [['x', 'z: y', ['a'], 'z: y']]],
    ['that makes two items', 'a: [x]\n', [['x', 'z, y', ['a', 0], 'z, y']]],
    ['that opens a quote', "a: x\nb: 'y'\n", [['x', "'", ['a'], "'"]]],
    ['to a number', 'a: x\n', [['x', '12', ['a'], '12']]],
    ['to another text than is expected', 'a: x\n', [['x', 'z', ['a'], 'w']]],
    ['to another text in single quotes', "a: 'x'\n", [["'x'", "'z'", ['a'], 'w']]],
    ['to another text in double quotes', 'a: "x"\n', [['"x"', '"z"', ['a'], 'w']]],
    ['with an escape', 'a: "x"\n', [['"x"', '"\\z"', ['a'], '\\z']]],
    ['with a quote in quotes', "a: 'x'\n", [["'x'", "'z''w'", ['a'], "z''w"]]],
    ['to nothing', 'a: x\n', [['x', 'z', ['a'], null]]],
    ['to the word true', 'a: x\n', [['x', 'true', ['a'], true]]],
    ['at another place than is expected', 'a: x\nb: y\n', [['x', 'z', ['b'], 'z']]],
    ['of a key', 'a: x\n', [['a', 'z', ['a'], 'z']]],
    ['of two where one is expected twice', 'a: x\nb: y\n', [x, ['y', 'z', ['a'], 'z']]],
    ['of one place twice', 'a: x\nb: y\n', [x, x], 'a: z\nb: y\n'],
  ])('prove nothing of a change %s', (...[, source, changes, after]) => {
    expect(proved(source, changes, after)).toBe(false);
  });
});
