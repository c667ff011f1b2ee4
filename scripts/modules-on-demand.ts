import ts from 'typescript';

/** Modules by the number that webpack gives them. */
export type ModuleNumbers = ReadonlySet<string>;

/** What webpack calls the function by which a module asks for another: in the program, and in what it loads later. */
const imports = /^__(?:nccwpck|webpack)_require__\((\d+)\)$/;
const importsOfNode = /^__WEBPACK_EXTERNAL_createRequire\(import\.meta\.url\)\("[\w:/]+"\)$/;

/** A piece of a text that is replaced. */
interface Replacement {
  start: number;
  end: number;
  text: string;
}

/**
 * A program of webpack in which some modules, and those of Node, are evaluated when something of them is used first,
 * and not where they are imported: `var yaml = require(1)` becomes `var yaml`, and each `yaml` that is read
 * `(yaml ??= require(1))`; one that nothing uses is not evaluated. A name that is declared twice in its module, or
 * assigned to, keeps its import.
 */
export function modulesOnDemand(code: string, onDemand: ModuleNumbers): string {
  const file = parsed(code);
  const replacements = modulesOf(file)
    .filter((module) => !onDemand.has(numberOf(module)))
    .flatMap((module) => importsOnDemand(withoutParentheses(module.initializer), onDemand));
  return replaced(code, replacements);
}

/**
 * The same program without some modules, and a second one, in CommonJS, that exports them by number. The first reads
 * `file`, where the second will lie, when it is asked for a module that it does not have.
 */
export function withoutModules(code: string, file: string, moved: ModuleNumbers): { code: string; modules: string } {
  const modules = modulesOf(parsed(code)).filter((module) => moved.has(numberOf(module)));
  const texts = modules.map((module) => `${module.getText()},\n`);
  const rest = replaced(
    code,
    // The comma behind a module stays where it was: an object literal cannot begin with one.
    modules.map((module) => ({ start: module.getStart(), end: behindComma(code, module.end), text: '' })),
  );
  const evaluation = '__webpack_modules__[moduleId].call(';
  if (rest.split(evaluation).length !== 2) throw new Error('webpack evaluates modules in another way than it did');
  const lookUp = `(moduleId in __webpack_modules__ || Object.assign(__webpack_modules__, __WEBPACK_EXTERNAL_createRequire(import.meta.url)(${JSON.stringify(`./${file}`)})), __webpack_modules__[moduleId]).call(`;
  return {
    code: rest.replace(evaluation, () => lookUp),
    modules: `'use strict';\nmodule.exports = {\n${texts.join('')}};\n`,
  };
}

/** The functions by number that webpack keeps its modules in: `var __webpack_modules__ = { 12: (module) => {…} }`. */
export function modulesOf(file: ts.SourceFile): ts.PropertyAssignment[] {
  const values = file.statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ initializer }) => initializer ?? []);
    const isAssigned = ts.isExpressionStatement(statement) && ts.isBinaryExpression(statement.expression);
    return isAssigned ? [(statement.expression as ts.BinaryExpression).right] : [];
  });
  return values
    .map(withoutParentheses)
    .filter(ts.isObjectLiteralExpression)
    .flatMap(({ properties }) => [...properties])
    .filter(ts.isPropertyAssignment)
    .filter(({ name, initializer }) => ts.isNumericLiteral(name) && isFunction(withoutParentheses(initializer)));
}

export function parsed(code: string): ts.SourceFile {
  return ts.createSourceFile('bundle.js', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
}

function replaced(code: string, replacements: readonly Replacement[]): string {
  const pieces: string[] = [];
  let end = 0;
  for (const { start, end: next, text } of replacements.toSorted((a, b) => a.start - b.start)) {
    pieces.push(code.slice(end, start), text);
    end = next;
  }
  return [...pieces, code.slice(end)].join('');
}

function behindComma(code: string, end: number): number {
  return end + (/^\s*,/.exec(code.slice(end, end + 20))?.[0].length ?? 0);
}

function numberOf({ name }: ts.PropertyAssignment): string {
  return ts.isNumericLiteral(name) ? name.text : '';
}

function withoutParentheses(expression: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(expression) ? withoutParentheses(expression.expression) : expression;
}

function isFunction(expression: ts.Expression): boolean {
  return ts.isArrowFunction(expression) || ts.isFunctionExpression(expression);
}

function importsOnDemand(module: ts.Expression, onDemand: ModuleNumbers): Replacement[] {
  const identifiers = identifiersByName(module);
  const found: Replacement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && node !== module && !isAsyncBody(node)) return;
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && imported(node, onDemand))
      found.push(...importOnDemand(node, identifiers.get(node.name.text) ?? []));
    else ts.forEachChild(node, visit);
  };
  visit(module);
  return found;
}

function imported({ initializer }: ts.VariableDeclaration, onDemand: ModuleNumbers): boolean {
  if (initializer === undefined || !ts.isCallExpression(initializer)) return false;
  const text = initializer.getText();
  const number = imports.exec(text)?.[1];
  return number === undefined ? importsOfNode.test(text) : onDemand.has(number);
}

/** The body of a module that awaits, which webpack hands over: `require.a(module, async (…) => {…})`. */
function isAsyncBody({ parent }: ts.Node): boolean {
  return ts.isCallExpression(parent) && parent.expression.getText().endsWith('_require__.a');
}

function importOnDemand(declaration: ts.VariableDeclaration, identifiers: readonly ts.Identifier[]): Replacement[] {
  const { name, initializer, parent } = declaration;
  const uses = identifiers.filter((identifier) => identifier !== name && !isPropertyName(identifier));
  if (initializer === undefined || ts.isCatchClause(parent) || parent.declarations.length !== 1) return [];
  if (uses.some((use) => isDeclared(use) || isWritten(use))) return [];
  const value = `(${name.getText()} ??= ${initializer.getText()})`;
  return [
    { start: parent.getStart(), end: declaration.end, text: `var ${name.getText()}` },
    ...uses.map((use) => {
      const text = ts.isShorthandPropertyAssignment(use.parent) ? `${use.text}: ${value}` : value;
      return { start: use.getStart(), end: use.end, text };
    }),
  ];
}

function identifiersByName(module: ts.Node): Map<string, ts.Identifier[]> {
  const found = new Map<string, ts.Identifier[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const same = found.get(node.text);
      if (same) same.push(node);
      else found.set(node.text, [node]);
    }
    ts.forEachChild(node, visit);
  };
  visit(module);
  return found;
}

/** A name that is no variable: `x.name`, `{ name: 1 }`, `{ name() {} }`. */
function isPropertyName(identifier: ts.Identifier): boolean {
  const { parent } = identifier;
  if (ts.isBindingElement(parent)) return parent.propertyName === identifier;
  const isNamed =
    ts.isPropertyAccessExpression(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isAccessor(parent);
  return isNamed && parent.name === identifier;
}

function isDeclared(identifier: ts.Identifier): boolean {
  const { parent } = identifier;
  return 'name' in parent && parent.name === identifier && !ts.isShorthandPropertyAssignment(parent);
}

/** Whether something is assigned to it, alone or as a part: `x = 1`, `[x] = y`, `x++`, `for (x of y)`. */
function isWritten(identifier: ts.Identifier): boolean {
  let node: ts.Node = identifier;
  while (mayBePattern(node.parent)) node = node.parent;
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return parent.left === node && isAssignment(parent.operatorToken.kind);
  if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) return parent.initializer === node;
  return ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent);
}

function mayBePattern(node: ts.Node): boolean {
  return (
    ts.isArrayLiteralExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isSpreadElement(node) ||
    ts.isParenthesizedExpression(node)
  );
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}
