import type { GeneratedBy } from './application.ts';
import { templateText } from './set-template.ts';

/** What placeholders are filled in with. */
type Filling = Pick<GeneratedBy, 'values' | 'goTemplate'>;

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
export function fillPlaceholders(text: string, { values, goTemplate }: Filling): string {
  if (!text.includes('{{')) return text;
  const filled = text.replace(
    goTemplate ? placeholder.goTemplate : placeholder.plain,
    (whole, ...names: string[]) => values.get(nameOf(names))?.text ?? whole,
  );
  if (!goTemplate || !(filled.includes('{{') || trimsAround.test(text))) return filled;
  // Of a name that is not among the values nobody knows here whether it is there.
  return templateText(text, { values, goTemplate, elements: [], unread: 'other names' }) ?? filled;
}

/** The names of the placeholders of a text. */
export function placeholdersIn(text: string, { goTemplate }: Pick<Filling, 'goTemplate'>): string[] {
  return [...text.matchAll(goTemplate ? placeholder.goTemplate : placeholder.plain)].map(([, ...names]) =>
    nameOf(names),
  );
}

/** The name in a placeholder; that of an item has its index behind it. */
function nameOf([name, list, index]: readonly (string | undefined)[]): string {
  return name ?? `${list}[${index}]`;
}
