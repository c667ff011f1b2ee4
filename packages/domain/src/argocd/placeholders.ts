import type { GeneratedBy } from './application.ts';

/** What placeholders are filled in with. */
type Filling = Pick<GeneratedBy, 'values' | 'goTemplate'>;

const placeholder = {
  plain: /\{\{\s*([^\s{}]+)\s*\}\}/g,
  goTemplate: /\{\{-?\s*(?:\.([\w.]+)|index\s+\.([\w.]+)\s+(\d+))\s*-?\}\}/g,
};

/** A text with the values that its placeholders (`{{name}}`, or `{{ .name }}` and `{{ index .names 1 }}`) stand for; others stay. */
export function fillPlaceholders(text: string, { values, goTemplate }: Filling): string {
  if (!text.includes('{{')) return text;
  return text.replace(
    goTemplate ? placeholder.goTemplate : placeholder.plain,
    (whole, ...names: string[]) => values.get(nameOf(names))?.text ?? whole,
  );
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
