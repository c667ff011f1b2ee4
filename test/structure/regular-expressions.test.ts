import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { analyse } from 'scslre';
import ts from 'typescript';

/**
 * No regular expression of the product takes more than linear time for some text, as scslre tells it: texts come from
 * whoever opens a pull request. `Self` and `Trade` are two ways through one expression; `Move` is a search that begins
 * again at each character. Patterns that somebody else wrote are matched by `linear-regexp` instead.
 */
const root = join(import.meta.dirname, '../..');

function literalsIn(path: string, text: string): { literal: string; place: string }[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: { literal: string; place: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push({ literal: node.text, place: `${path}:${line + 1}` });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function reportOf(literal: string): string[] {
  const [, source = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(literal) ?? [];
  const { reports } = analyse(new RegExp(source, flags.replace('d', '')));
  return [...new Set(reports.map(({ type }) => type))];
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ts$/.test(path) && !/(^|\/)(?:node_modules|dist|testkit)\//.test(path))
    .map((path) => `${folder}/${path}`);
}

const literals = ['packages', 'actions']
  .flatMap(sources)
  .flatMap((path) => literalsIn(path, readFileSync(join(root, path), 'utf8')));

/**
 * Searches that begin again at each character of what is short: a name, a path, the text between two braces of one
 * line. This list may only shrink.
 */
const ofShortTexts = new Set([
  '/([a-z][a-z0-9+.-]*:\\/\\/)[^\\s/@]+@/gi',
  '/[^/:]+\\/[^/:]+\\/?$/',
  '/([^/:]+\\/[^/:]+?)(?:\\.git)?\\/?$/',
  '/\\\\[\\s\\S]|\\*+|\\?|\\[\\^?\\]?(?:\\\\[\\s\\S]|[^\\\\\\]])*\\]|[\\s\\S]/g',
  '/([\\d.]+)([a-z]+)/g',
  '/\\{\\{.*?\\}\\}/g',
  '/(?<=^[ \\t]*-[ \\t]*["\']?(?:[\\d.]+:)?)(\\d{2,5})(?=:\\d{2,5}(?:\\/\\w+)?["\']?[ \\t]*(?:#.*)?\\r?$)/gm',
  '/( *)[#$]([\\uE001-\\uE3E8]{3})(\\uF8FF*)/g',
  '/\\{\\{-?(.*?)-?\\}\\}/g',
  '/\\{(?=\\d+\\})|(?<=\\{\\d+)\\}/g',
  '/\\$\\{\\{?[^}]*\\}\\}?|\\$\\(\\w+\\)|\\$\\w+|%s|\\{\\{[^}]*\\}\\}/g',
  '/[\\w.@*?-]*(?:\\/[\\w.@*?-]+)+\\/?|[\\w@*?-][\\w.@*?-]*\\.(?:ya?ml|json)/g',
  '/\\.[^/]*$/',
  '/\\$\\{[^}]*\\}|\\$\\([^)]*\\)|\\$\\w+|%\\w|\\{\\{[^}]*\\}\\}|[*?$%{}()]+/',
  '/\\.(?!tf$)\\w+$|(^|\\/)[^.]+$/',
  '/([\\w.-]*\\w)/g',
  '/(?<=-[ \\t]+(?:path:[ \\t]+)?["\']?)[\\w./-]+/g',
]);

test('every literal is linear, but for searches of short texts', () => {
  expect(literals.length).toBeGreaterThan(900);
  const slow = literals.flatMap(({ literal, place }) => {
    const reports = reportOf(literal).filter((type) => type !== 'Move' || !ofShortTexts.has(literal));
    return reports.length > 0 ? [`${place} ${reports.join()} ${literal}`] : [];
  });
  expect(slow).toEqual([]);
});

test('the list of searches of short texts holds no more than there are', () => {
  const known = new Set(literals.map(({ literal }) => literal));
  expect([...ofShortTexts].filter((literal) => !known.has(literal))).toEqual([]);
});

describe('what is planted is found', () => {
  test.each([
    ['Self', '/(?:a+)+b/'],
    ['Trade', '/^\\s*,?\\s*$/'],
    ['Move', '/x+$/'],
  ])('%s', (type, literal) => {
    const [only] = literalsIn('planted.ts', `const planted = ${literal};`);
    expect(only).toEqual({ literal, place: 'planted.ts:1' });
    expect(reportOf(literal)).toContain(type);
  });
});
