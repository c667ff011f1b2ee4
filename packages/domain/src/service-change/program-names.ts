import { camel, divided, joined, snake } from '../name-spellings.ts';

const curly = /\.(?:java|kt|scala|groovy|go|cs|[cm]?[jt]sx?)$/;
const underscored = /\.(?:py|rs)$/;

/**
 * A copied program in which a name of several words is an identifier where it stands as one: `package com.shop.cards`
 * says `com.shop.refundservice`, and a variable `cards` is `refundService`. In texts, comments and paths it is as it was.
 */
export function withIdentifiers(path: string, text: string, name: string): string {
  if (!name.includes('-') || !text.includes(name)) return text;
  if (!curly.test(path) && !underscored.test(path)) return text;
  const variable = underscored.test(path) ? snake(divided(name)) : camel(divided(name));
  return text
    .split('\n')
    .map((line) => (/^[ \t]*(?:\/\/|\/?\*|#)/.test(line) ? line : inLine(line, name, variable)))
    .join('\n');
}

function inLine(line: string, name: string, variable: string): string {
  let written = '';
  let last = 0;
  for (let at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + name.length)) {
    const [before = '', after = ''] = [line[at - 1], line[at + name.length]];
    const isIdentifier = !/[\w/-]/.test(before) && !/[\w/-]/.test(after) && !isQuoted(line.slice(0, at));
    const isPackage =
      /^[ \t]*(?:package|namespace)\b/.test(line) ||
      (/^[ \t]*(?:import|using)\b/.test(line) && `${before}${after}`.includes('.'));
    written += line.slice(last, at) + (isIdentifier ? (isPackage ? joined(name) : variable) : name);
    last = at + name.length;
  }
  return written + line.slice(last);
}

/** Whether what follows stands in a text. */
function isQuoted(before: string): boolean {
  return ['"', "'", '`'].some((quote) => before.split(quote).length % 2 === 0);
}

/** A path in which a folder of a package is called so, too: no package of Java has a dash. */
export function withPackageFolders(path: string, name: string): string {
  const parts = path.split('/');
  const root = parts.findIndex((part, index) => jvm.test(part) && parts[index - 2] === 'src');
  return parts.map((part, index) => (root >= 0 && index > root && part === name ? joined(name) : part)).join('/');
}

const jvm = /^(?:java|kotlin|scala|groovy)$/;
