import { minifySync } from '@swc/core';
import ts from 'typescript';

/**
 * A program of a bundle, shortened so that it starts sooner: comments, blanks and the names of variables go; those of
 * functions and classes stay, so that what a stack says can still be understood.
 */
export function shortened(code: string): string {
  const names = { keep_fnames: true, keep_classnames: true, toplevel: false };
  return compiledAtOnce(
    minifySync(code, { module: true, compress: false, mangle: names, format: { comments: false } }).code,
  );
}

/**
 * Puts each module of webpack into parentheses. V8 takes a function in parentheses for one that is called at once, and
 * compiles it as it reads it; any other it reads once to skip it, and again when it is called, with all that is in it.
 */
function compiledAtOnce(code: string): string {
  const file = ts.createSourceFile('bundle.js', code, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS);
  const pieces: string[] = [];
  let end = 0;
  for (const { initializer } of modulesOf(file)) {
    const start = initializer.getStart(file);
    pieces.push(code.slice(end, start), '(', code.slice(start, initializer.end), ')');
    end = initializer.end;
  }
  return [...pieces, code.slice(end)].join('');
}

/** The functions by number that webpack keeps its modules in: `var __webpack_modules__ = { 12: (module) => {…} }`. */
function modulesOf(file: ts.SourceFile): ts.PropertyAssignment[] {
  const maps = file.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations.map(({ initializer }) => initializer))
    .filter((value) => value !== undefined && ts.isObjectLiteralExpression(value));
  return maps
    .flatMap(({ properties }) => [...properties])
    .filter(ts.isPropertyAssignment)
    .filter(
      ({ name, initializer }) =>
        ts.isNumericLiteral(name) && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)),
    );
}
