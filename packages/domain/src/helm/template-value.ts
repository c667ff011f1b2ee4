/** A text that a template writes, with where it comes from. */
export interface OutputPiece {
  /** '' where `known` is false. */
  text: string;
  /** The key of the values that it is, in the values of the outermost chart; null for a text of the template. */
  key: readonly (string | number)[] | null;
  /** `Chart.AppVersion` and such; null for anything else. */
  field: string | null;
  /** Whether this is the text: false for what is not computed here. */
  known: boolean;
  /** Keys that were read for it and are not the text itself. */
  reads: readonly (readonly (string | number)[])[];
  /** Whether a named template that is not here has a part in it. */
  absent?: boolean;
  /** Whether it may not be written at all: a condition around it is not known. */
  maybe?: boolean;
  /** The template that writes it, and the offset of the action or the text. */
  path: string;
  start: number;
}

/** What a template computes with. */
export type Rendered =
  /** `.` and `$` of a file. */
  | { kind: 'root'; scope: ChartScope }
  /** A key of the values of a chart, whatever is there. */
  | { kind: 'values'; scope: ChartScope; path: KeyPath }
  | { kind: 'plain'; value: string | number | boolean | null }
  | { kind: 'text'; pieces: readonly TextPiece[] }
  | { kind: 'list'; items: readonly Rendered[] }
  | { kind: 'dict'; entries: ReadonlyMap<string, Rendered> }
  /** What is not known here, and the keys that were read for it. */
  | { kind: 'unknown'; reads: readonly KeyPath[]; absent?: boolean };

export type KeyPath = readonly (string | number)[];

/** A piece of a text before it is written. */
export type TextPiece = Omit<OutputPiece, 'path' | 'start'>;

/** What is found at a key of values. */
export type FoundAtKey =
  | { kind: 'scalar'; value: string | number | boolean }
  | { kind: 'map'; keys: readonly string[] }
  | { kind: 'list'; length: number }
  | { kind: 'unset' }
  | { kind: 'unknown' };

/** A chart whose templates run, with its values. */
export interface ChartScope {
  /** What `.Chart` says, and `.Release.Name`. */
  fields: ReadonlyMap<string, string>;
  find(path: KeyPath): FoundAtKey;
  /** Told of each object that is asked for, such as `Release`. */
  asksFor?(object: string): void;
  /** A key of this chart as one of the values of the outermost. */
  keyOf(path: KeyPath): KeyPath;
}

const nothing: Rendered = { kind: 'plain', value: null };

/** A field of a value. */
export function fieldOf(value: Rendered, name: string | number): Rendered {
  switch (value.kind) {
    case 'root':
      if (name === 'Values') return { kind: 'values', scope: value.scope, path: [] };
      return { kind: 'dict', entries: objectOf(value.scope, String(name)) };
    case 'values':
      return { ...value, path: [...value.path, name] };
    case 'dict':
      return value.entries.get(String(name)) ?? value.entries.get('*') ?? nothing;
    case 'list':
      return value.items[Number(name)] ?? nothing;
    case 'unknown':
      return value;
    default:
      return nothing;
  }
}

/** `.Chart`, `.Release` and what else is there of one name; an entry `*` stands for what is not known. */
function objectOf({ fields, asksFor }: ChartScope, name: string): Map<string, Rendered> {
  asksFor?.(name);
  const entries = new Map<string, Rendered>([['*', { kind: 'unknown', reads: [] }]]);
  for (const [field, text] of fields) {
    const [object, key = ''] = field.split('.');
    if (object !== name) continue;
    entries.set(key, { kind: 'text', pieces: [{ text, key: null, field, known: true, reads: [] }] });
  }
  return entries;
}

/** Whether a template takes a value for true; undefined where that is not known. */
export function isTrue(value: Rendered): boolean | undefined {
  switch (value.kind) {
    case 'root':
      return true;
    case 'plain':
      return Boolean(value.value);
    case 'list':
      return value.items.length > 0;
    case 'dict':
      return value.entries.has('*') ? undefined : value.entries.size > 0;
    case 'unknown':
      return undefined;
    case 'text':
      if (value.pieces.some(({ text }) => text !== '')) return true;
      return value.pieces.every(({ known }) => known) ? false : undefined;
    case 'values': {
      const found = value.scope.find(value.path);
      if (found.kind === 'unknown') return undefined;
      if (found.kind === 'scalar') return Boolean(found.value);
      if (found.kind === 'map') return found.keys.length > 0;
      return found.kind === 'list' && found.length > 0;
    }
  }
}

/** Whether it is a key of the values that is there and holds an empty text. */
export function isEmptyKey(value: Rendered): boolean {
  return value.kind === 'values' && plainOf(value) === '';
}

/** The items that `range` goes through; undefined where they are not known. */
export function itemsOf(value: Rendered): { key: Rendered; value: Rendered }[] | undefined {
  const named = (key: string | number, item: Rendered) => ({
    key: { kind: 'plain', value: key } as Rendered,
    value: item,
  });
  if (value.kind === 'list') return value.items.map((item, index) => named(index, item));
  if (value.kind === 'dict' && !value.entries.has('*'))
    return [...value.entries].map(([key, item]) => named(key, item));
  if (value.kind !== 'values') return undefined;
  const found = value.scope.find(value.path);
  if (found.kind === 'map') return [...found.keys].sort().map((key) => named(key, fieldOf(value, key)));
  if (found.kind !== 'list') return undefined;
  return Array.from({ length: found.length }, (_, index) => named(index, fieldOf(value, index)));
}

/** A value as the text that a template writes. */
export function piecesOf(value: Rendered): readonly TextPiece[] {
  const piece = (text: string): TextPiece => ({ text, key: null, field: null, known: true, reads: [] });
  switch (value.kind) {
    case 'text':
      return value.pieces;
    case 'plain':
      return [piece(value.value === null ? '' : String(value.value))];
    case 'values': {
      const found = value.scope.find(value.path);
      const key = value.scope.keyOf(value.path);
      if (found.kind === 'scalar') return [{ ...piece(String(found.value)), key }];
      if (found.kind === 'unset') return [{ ...piece(''), key }];
      return [{ ...piece(''), key, known: false }];
    }
    default:
      return [{ ...piece(''), known: false, reads: readsOf(value), absent: isAbsent(value) }];
  }
}

/** Whether a named template that is not here has a part in a value. */
export function isAbsent(value: Rendered): boolean {
  if (value.kind === 'unknown') return value.absent === true;
  return value.kind === 'text' && value.pieces.some(({ absent }) => absent === true);
}

/** The keys that a value is made of. */
export function readsOf(value: Rendered): KeyPath[] {
  switch (value.kind) {
    case 'root':
      return [value.scope.keyOf([])];
    case 'values':
      return [value.scope.keyOf(value.path)];
    case 'text':
      return value.pieces.flatMap(({ key, reads }) => (key === null ? reads : [key, ...reads]));
    case 'list':
      return value.items.flatMap(readsOf);
    case 'dict':
      return [...value.entries.values()].flatMap(readsOf);
    case 'unknown':
      return [...value.reads];
    case 'plain':
      return [];
  }
}

/** A scalar as a plain value; undefined where it is none, or not known. */
export function plainOf(value: Rendered): string | number | boolean | null | undefined {
  if (value.kind === 'plain') return value.value;
  if (value.kind === 'text') {
    return value.pieces.every(({ known }) => known) ? value.pieces.map(({ text }) => text).join('') : undefined;
  }
  if (value.kind !== 'values') return undefined;
  const found = value.scope.find(value.path);
  return found.kind === 'scalar' ? found.value : found.kind === 'unset' ? null : undefined;
}
