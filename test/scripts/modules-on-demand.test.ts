import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { modulesOnDemand, withoutModules } from '../../scripts/modules-on-demand.ts';

/** A program as webpack writes it: module 1 is run, module 2 says when it is evaluated. */
function program(main: string): string {
  return `import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
var __webpack_modules__ = ({
/***/ 1:
/***/ ((module, exports, __nccwpck_require__) => {
${main}
/***/ }),
/***/ 2:
/***/ ((module) => {
said.push('evaluated');
module.exports = { value: 7, twice: (number) => 2 * number };
/***/ })
});
var cache = {};
function __nccwpck_require__(moduleId) {
  if (cache[moduleId]) return cache[moduleId].exports;
  var module = (cache[moduleId] = { exports: {} });
  __webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
  return module.exports;
}
__nccwpck_require__(1);
`;
}

/** What a program says; its only import is of what only its second form uses. */
function run(code: string): unknown[] {
  const said: unknown[] = [];
  runInNewContext(code.replace(/^import .*\n/, ''), { said });
  return said;
}

const both = (main: string): { before: unknown[]; after: unknown[] } => {
  const code = program(main);
  return { before: run(code), after: run(modulesOnDemand(code, new Set(['2']))) };
};

describe('a module is evaluated when something of it is used first', () => {
  test('and once', () => {
    const { before, after } = both(`
var two = __nccwpck_require__(2);
said.push('imported');
function use() { return two.value + two.twice(two.value); }
said.push(use(), use());`);
    expect(before).toEqual(['evaluated', 'imported', 21, 21]);
    expect(after).toEqual(['imported', 'evaluated', 21, 21]);
  });

  test('and not at all where nothing is', () => {
    const { before, after } = both(`
/* harmony import */ var two = __nccwpck_require__(2);
said.push('imported');`);
    expect(before).toEqual(['evaluated', 'imported']);
    expect(after).toEqual(['imported']);
  });

  test.each([
    ['a short property', 'said.push({ two }.two.value);', 7],
    ['a property of the same name', 'said.push({ two: 3 }.two + two.value);', 10],
    ['a template', 'said.push(`${two.value}`);', '7'],
    ['a function that is called by itself', 'said.push((0, two.twice)(4));', 8],
    ['a default', 'said.push(((a = two.value) => a)());', 7],
    ['a constructor', 'said.push(typeof new two.twice.constructor());', 'function'],
  ])('through %s', (_title, use, value) => {
    const { after } = both(`const two = __nccwpck_require__(2);\nsaid.push('imported');\n${use}`);
    expect(after).toEqual(['imported', 'evaluated', value]);
  });
});

test.each([
  ['is declared again', 'said.push(((two) => two)(3));', 3],
  ['is assigned to', 'var other = two; two = 4; said.push(two);', 4],
  ['is a part of what is assigned to', '[two] = [5]; said.push(two);', 5],
  ['is what a loop writes', 'for (two of [6]) said.push(two);', 6],
])('an import whose name %s stays as it is', (_title, use, value) => {
  const main = `var two = __nccwpck_require__(2);\nsaid.push('imported');\n${use}`;
  expect(modulesOnDemand(program(main), new Set(['2']))).toBe(program(main));
  expect(run(program(main))).toEqual(['evaluated', 'imported', value]);
});

test('imports of other modules stay as they are', () => {
  const code = program(`var two = __nccwpck_require__(2);\nsaid.push(two.value);`);
  expect(modulesOnDemand(code, new Set(['3']))).toBe(code);
});

describe('modules in a file of their own', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'later-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test.each([
    ['is read when one of them is used', 'two.value', '7'],
    ['is not read before', '3', '3'],
  ])('the file %s', (_title, use, value) => {
    const code = program(`var two = __nccwpck_require__(2);\nprocess.stdout.write(String(${use}));`);
    const { code: rest, modules } = withoutModules(modulesOnDemand(code, new Set(['2'])), 'later.cjs', new Set(['2']));
    expect(rest).not.toContain('twice');
    writeFileSync(join(folder, 'main.mjs'), `globalThis.said = [];\n${rest}`);
    if (use === 'two.value') writeFileSync(join(folder, 'later.cjs'), modules);
    expect(execFileSync(process.execPath, [join(folder, 'main.mjs')], { encoding: 'utf8' })).toBe(value);
  });

  test('is told where webpack evaluates modules in another way', () => {
    expect(() => withoutModules('var __webpack_modules__ = ({});', 'later.cjs', new Set())).toThrow(
      'webpack evaluates modules in another way than it did',
    );
  });
});
