import { printable } from '../printable.ts';
import { textTable } from '../text-table.ts';
import type { KeyValues, SourceValues, ValuesJson } from './values-json.ts';

/** The same for a person: each key with what wins and where, and below it what it wins over. */
export function valuesTable({ application, environment, file, sources }: ValuesJson): string {
  const title = `${printable(application)}${environment === null ? '' : ` in ${printable(environment)}`} (${printable(file)})`;
  return `${[title, ...sources.flatMap((source) => ['', ...describeSource(source)])].join('\n')}\n`;
}

function describeSource({ source, layers, values }: SourceValues): string[] {
  const unknown = layers.flatMap(({ layer, unknown: why }) => (why === undefined ? [] : [`${layer} ${why}`]));
  if (layers.length === 0) return [`${printable(source)}: no values`];
  const rows =
    values.length === 0 ? ['Nothing is set beyond the values of the chart.'] : textTable(values.flatMap(rowsOf));
  const warning = unknown.map((text) => `Not known: ${printable(text)}. It may set other values.`);
  return [`${printable(source)}:`, ...rows.map((row) => `  ${row}`), ...warning.map((text) => `  ${text}`)];
}

function rowsOf({ key, state, certain, text, path, line, layer, overrides }: KeyValues): string[][] {
  const value = { set: cut(text), unknown: '(not known)', removed: '(removed)' }[state];
  const winner = [
    printable(key),
    `${value}${certain ? '' : state === 'removed' ? ' or set elsewhere' : ' (may be another)'}`,
    place(path, line, layer),
  ];
  const others = overrides.map((other) => [
    '',
    `${other.ignored ? 'ignored' : 'over'} ${cut(other.text)}`,
    `${place(other.path, other.line, other.layer)}${other.ignored ? ` (${other.ignored})` : ''}`,
  ]);
  return [winner, ...others];
}

/** `values.yaml:3`, and which part of an Application it is. */
function place(path: string | undefined, line: number | undefined, layer: string | undefined): string {
  if (path === undefined || line === undefined) return '';
  const part = layer?.endsWith(` of ${path}`) ? ` ${layer.slice(0, -` of ${path}`.length)}` : '';
  return `${printable(path)}:${line}${part}`;
}

const longest = 60;

function cut(text = ''): string {
  const whole = printable(text);
  return whole.length > longest ? `${whole.slice(0, longest)}…` : whole;
}
