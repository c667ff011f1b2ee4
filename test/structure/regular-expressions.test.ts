import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { configSchema } from '@rollcall/domain/catalog/config-schema';
import { walkValue } from '@rollcall/domain/yaml/value';
import { analyse } from 'scslre';
import ts from 'typescript';
import { searchesAgain } from './searches-again.ts';

/**
 * No regular expression of the product takes more than linear time for some text, as scslre and `searches-again` tell
 * it: texts come from whoever opens a pull request. `Self` and `Trade` are two ways through one expression; `Move` and
 * a loop are a search that begins again at each character. There are no excuses: what cannot be written so is code.
 * Patterns that somebody else wrote are matched by `linear-regexp`; what is made of texts is made by `textPattern`.
 */
const root = join(import.meta.dirname, '../..');

/** Where an expression is made of text all the same, and why that is no search of a text from a repository. */
const makers = new Map([
  ['packages/domain/src/text-pattern.ts', 'its templates are judged here'],
  ['packages/domain/src/linear-regexp/parse.ts', 'it takes one character'],
  ['packages/domain/src/registers/kinds/configured-pattern.ts', 'it is only handed to linearRegExp'],
  ['packages/domain/src/bump/tickets.ts', 'it is only handed to linearRegExp'],
  ['packages/domain/src/go-template/expressions.ts', 'it is only handed to linearRegExp'],
  ['packages/domain/src/catalog/config-validation.ts', 'the patterns of the schema are judged here'],
]);

interface Expression {
  expression: RegExp;
  place: string;
}

function expressionsIn(path: string, text: string): { expressions: Expression[]; made: string[] } {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const expressions: Expression[] = [];
  const made: string[] = [];
  const visit = (node: ts.Node): void => {
    const place = `${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    if (ts.isRegularExpressionLiteral(node)) expressions.push({ expression: expressionOf(node.text), place });
    else if (ts.isTaggedTemplateExpression(node) && node.tag.getText().startsWith('textPattern('))
      expressions.push(...filledIn(node).map((expression) => ({ expression, place })));
    else if (ts.isIdentifier(node) && node.text === 'RegExp' && !ts.isTypeReferenceNode(node.parent)) made.push(place);
    else if (ts.isIdentifier(node) && node.text === 'textPattern' && !isTag(node)) made.push(place);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { expressions, made };
}

/** Whether it stands before a template, with nothing but flags that are written there; or is imported or declared. */
function isTag({ parent }: ts.Identifier): boolean {
  if (ts.isImportSpecifier(parent) || ts.isFunctionDeclaration(parent)) return true;
  return (
    ts.isCallExpression(parent) &&
    parent.arguments.every(ts.isStringLiteral) &&
    ts.isTaggedTemplateExpression(parent.parent)
  );
}

function expressionOf(literal: string): RegExp {
  const [, source = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(literal) ?? [];
  return new RegExp(source, flags);
}

/** A template with texts of several kinds in its places: of letters, of signs, a space, one of several. */
function filledIn({ tag, template }: ts.TaggedTemplateExpression): RegExp[] {
  const [, flags = ''] = /^textPattern\((?:'([a-z]*)')?\)$/.exec(tag.getText()) ?? [];
  const pieces = template.getText().slice(1, -1);
  return ['a', '1', '_', '\\-', '\\/', ' ', '(?:a|ab|a\\-b)', '(?!)'].map(
    (text) =>
      new RegExp(
        pieces.replace(/\$\{(?:[^{}`]|\{[^{}]*\}|`[^`]*`)*\}/g, () => `(?:${text})`),
        flags,
      ),
  );
}

function reportOf(expression: RegExp): string[] {
  const { reports } = analyse(new RegExp(expression.source, expression.flags.replace('d', '')));
  return [...new Set([...reports.map(({ type }): string => type), ...searchesAgain(expression)])];
}

function slowOnes(expressions: readonly Expression[]): string[] {
  return expressions.flatMap(({ expression, place }) => {
    const reports = reportOf(expression);
    return reports.length > 0 ? [`${place} ${reports.join()} ${expression}`] : [];
  });
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ts$/.test(path) && !/(^|\/)(?:node_modules|dist|testkit)\//.test(path))
    .map((path) => `${folder}/${path}`);
}

const files = ['packages', 'actions']
  .flatMap(sources)
  .map((path) => ({ path, ...expressionsIn(path, readFileSync(join(root, path), 'utf8')) }));

test('every expression is linear', () => {
  const expressions = files.flatMap((file) => file.expressions);
  expect(expressions.length).toBeGreaterThan(1300);
  expect(slowOnes(expressions)).toEqual([]);
});

test('expressions are made of text in one place', () => {
  expect(files.filter(({ path }) => !makers.has(path)).flatMap(({ made }) => made)).toEqual([]);
  expect(files.filter(({ path, made }) => makers.has(path) && made.length > 0)).toHaveLength(makers.size);
});

test('the patterns of the schema are linear', () => {
  const patterns = [...walkValue(configSchema)].flatMap(({ value }) =>
    typeof value === 'object' && value !== null && 'pattern' in value && typeof value.pattern === 'string'
      ? [{ expression: new RegExp(value.pattern, 'u'), place: 'config-schema.ts' }]
      : [],
  );
  expect(patterns.length).toBeGreaterThan(1);
  expect(slowOnes(patterns)).toEqual([]);
});

describe('what is planted is found', () => {
  test.each([
    ['Self', '/(?:a+)+b/'],
    ['Trade', '/^\\s*,?\\s*$/'],
    ['Move', '/x+$/'],
    ['loop', '/ab[^c]*c/'],
    ['loop', '/\\bdone\\b.*!/'],
    ['loop', '/(?<!b)ba[^c]*c/'],
    ['loop', '/^a[^c]*c/m'],
    ['loop', '/ab(?:[^c]*c)?/g'],
    ['loop', '/ab(?=[^c]*c)/'],
    ['loop', '/(?<=b[ab]*)c/'],
    ['loop', "textPattern('m')`$" + '{name}.*b`'],
  ])('%s: %s', (type, written) => {
    const { expressions } = expressionsIn('planted.ts', `const planted = ${written};`);
    expect(expressions[0]).toMatchObject({ place: 'planted.ts:1' });
    expect(slowOnes(expressions).join()).toContain(type);
  });

  test.each([
    '/a[^c]*/g',
    '/(?<![ab])ab[ab]*c/',
    '/^a[^c]*c/',
    '/ab[^c]*c/y',
    '/^ab.*c/m',
    '/ab[^c]*(?:c|$)/g',
    '/ab\\w*\\b/',
    '/ab.*$/m',
  ])('nothing in %s', (written) => {
    expect(searchesAgain(expressionOf(written))).toEqual([]);
  });

  test.each(["new RegExp('a')", 'RegExp(a)', 'textPattern(flags)`a`', 'const p = textPattern()', '[RegExp]'])(
    'an expression made of text: %s',
    (written) => {
      expect(expressionsIn('planted.ts', written).made).toEqual(['planted.ts:1']);
    },
  );
});
