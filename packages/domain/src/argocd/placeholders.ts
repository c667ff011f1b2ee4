import { floatText, type GoValue, isGoList, isGoMap } from '../go-template/values.ts';
import type { GeneratedBy } from './application.ts';
import { type Supplied, templateText } from './set-template.ts';

const placeholder = {
  plain: /\{\{\s*([^\s{}]+)\s*\}\}/g,
  goTemplate: /\{\{-?\s*(?:\.([\w.]+)|index\s+\.([\w.]+)\s+(\d+))\s*-?\}\}/g,
};

/** A placeholder that takes the blanks around it away. */
const trimsAround = /\{\{-|-\}\}/;

/**
 * A text with the values that its placeholders (`{{name}}`, or `{{ .name }}` and `{{ index .names 1 }}`) stand for; others
 * stay. What a Go template makes of them by functions and conditions is filled in where all that it reads is known.
 */
export function fillPlaceholders(text: string, supplied: Supplied): string {
  if (!text.includes('{{')) return text;
  const { goTemplate, parameters } = supplied;
  const filled = text.replace(
    goTemplate ? placeholder.goTemplate : placeholder.plain,
    (whole, ...names: string[]) =>
      (goTemplate ? textAtNames(names, parameters) : ownText(parameters, names[0])) ?? whole,
  );
  if (!goTemplate || !(filled.includes('{{') || trimsAround.test(text))) return filled;
  return templateText(text, supplied) ?? filled;
}

/** A value with the placeholders of all its texts filled in, those of keys not. */
export function fillTexts(value: unknown, supplied: Supplied): unknown {
  if (typeof value === 'string') return fillPlaceholders(value, supplied);
  if (Array.isArray(value)) return value.map((item) => fillTexts(item, supplied));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, fillTexts(inside, supplied)]));
}

function ownText(parameters: Supplied['parameters'], name = ''): string | undefined {
  const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** What `.a.b` and `index .a.b 1` print; undefined where that is no scalar that is known. */
function textAtNames([name, list, index]: readonly (string | undefined)[], parameters: GoValue): string | undefined {
  let value: GoValue | undefined = parameters;
  for (const step of (name ?? list ?? '').split('.'))
    value = isGoMap(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  if (name === undefined) value = isGoList(value) ? value[Number(index)] : undefined;
  if (typeof value === 'number') return floatText(value);
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The names of the placeholders of a text. */
export function placeholdersIn(text: string, { goTemplate }: Pick<GeneratedBy, 'goTemplate'>): string[] {
  return [...text.matchAll(goTemplate ? placeholder.goTemplate : placeholder.plain)].map(([, ...names]) =>
    nameOf(names),
  );
}

/** The name in a placeholder; that of an item has its index behind it. */
function nameOf([name, list, index]: readonly (string | undefined)[]): string {
  return name ?? `${list}[${index}]`;
}
