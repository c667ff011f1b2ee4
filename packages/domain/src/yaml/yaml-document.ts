import { isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { type Location, placesIn } from '../location.ts';
import { memoize } from '../memo.ts';
import { showPath } from '../names.ts';
import { present } from '../present.ts';
import { UserError } from '../user-error.ts';
import { type ReadDocument, readDocuments } from './read-documents.ts';
import { limitPassed } from './yaml-limits.ts';

/** A path into a YAML document: map keys and sequence indices. */
export type YamlPath = readonly (string | number)[];

/** One document of a YAML file: its value, and the place of every part of it. */
export interface YamlDocument {
  readonly file: YamlFile;
  /** 0-based index among the documents of the file. */
  readonly index: number;
  /** The node of its content; null where it has none. Comments are in the text alone, not at the nodes. */
  readonly contents: Node | null;
  /** The node that an alias stands for; any other node as it is; undefined for what is none. */
  resolve(node: unknown): Node | undefined;
  /** The plain value, with aliases and merge keys resolved. Built at the first call. */
  value(): unknown;
  /** The node at a path, aliases followed; undefined when there is none. */
  node(path: YamlPath): Node | undefined;
  /**
   * Where a path is: the key of a map entry, the item of a sequence. Where the path does not exist, the
   * place of its nearest existing ancestor, so that a finding about something absent points at its block.
   */
  locate(path: YamlPath): Location;
  /** Where the value at a path starts; the same fallback as `locate`. */
  locateValue(path: YamlPath): Location;
}

export interface YamlFile {
  readonly path: string;
  readonly text: string;
  readonly documents: readonly YamlDocument[];
  /** The first syntax errors, each with its place. Documents with errors are not among `documents`. */
  readonly errors: readonly UserError[];
  /** Whether it is no YAML because it is a template of it. What passes a limit, or repeats a key, is none. */
  readonly template: boolean;
  /** Documents with no other mistake than a key that is written twice: see `lastKeyCounts`. */
  readonly repeating: readonly YamlDocument[];
  location(offset: number): Location;
  /** What of a text of this file is read as YAML, letter for letter: a template's without its actions. */
  readonly readAs?: (text: string) => string;
  /** Where the text comes from when it is no file, but YAML inside a block scalar of one. */
  readonly nesting?: Nesting;
}

/** A block scalar that holds YAML. */
interface Nesting {
  readonly document: YamlDocument;
  readonly path: YamlPath;
  /** The offset in the outer file of an offset in the inner text. */
  outerOffset(inner: number): number;
}

/** Decodes strictly: a byte sequence that is not UTF-8 is an error that names the file. The BOM is kept. */
export function decodeUtf8(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const location = { path, line: lineThatIsNotUtf8(bytes), column: 1 };
    throw new UserError(`${showPath(path)} is not UTF-8 text`, { location, help: 'Save the file as UTF-8.', cause });
  }
}

/** The first of the lines that cannot be decoded: no line end is inside a letter. */
function lineThatIsNotUtf8(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let start = 0, line = 1; start < bytes.length; line += 1) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline + 1;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end;
  }
  return 1;
}

/** Errors of one file that are told. */
const mostErrors = 100;

/**
 * Parses every document of a file, or of the text inside a block scalar of one: places are then the file's. Never
 * throws on bad YAML: see `errors`. A file that somebody holds is not parsed again.
 */
export function parseYamlFile(path: string, text: string, nesting?: Nesting): YamlFile {
  if (nesting) return parseText(path, text, nesting);
  const versions = (parsedFiles.get(path) ?? []).flatMap((version) => version.deref() ?? []);
  const same = versions.find((version) => version.text === text);
  if (same) return same;
  const file = parseText(path, text, undefined);
  parsedFiles.set(
    path,
    [file, ...versions].slice(0, mostVersions).map((version) => new WeakRef(version)),
  );
  return file;
}

/**
 * The newest versions of each file, as long as somebody holds them: the rounds of a fix, and the trees of one run,
 * differ in few files, and parsing is most of what reading one costs.
 */
const parsedFiles = new Map<string, WeakRef<YamlFile>[]>();
const mostVersions = 4;

function parseText(path: string, text: string, nesting: Nesting | undefined): YamlFile {
  const placeOf = placesIn({ path, text });
  const location = (offset: number): Location =>
    nesting ? nesting.document.file.location(nesting.outerOffset(offset)) : placeOf(offset);
  const documents: YamlDocument[] = [];
  const errors: UserError[] = [];
  const repeating: YamlDocument[] = [];
  const file = { path, text, documents, errors, template: false, repeating, location, ...present({ nesting }) };
  const limit = limitPassed(text);
  if (limit) {
    const place = location(limit.offset);
    errors.push(
      new UserError(`not readable YAML: ${limit.what}`, { location: nesting ? place : { ...place, column: 1 } }),
    );
    return file;
  }
  for (const [index, read] of readDocuments(text).entries()) {
    const { mistakes, repeats } = read;
    for (const { message, offset, cause } of mistakes.slice(0, Math.max(0, mostErrors - errors.length)))
      errors.push(new UserError(`not valid YAML: ${message}`, { location: location(offset), cause }));
    if (mistakes.length === 0) documents.push(yamlDocument(file, index, read));
    else if (repeats) repeating.push(yamlDocument(file, index, read));
    else file.template ||= holdsActions(text);
  }
  return file;
}

/**
 * The same file as Helm and Argo CD read it: of a key that is written twice in one map, the last one counts. Nobody
 * edits such a document: it has its mistake still. GitHub, kustomize and Compose refuse it.
 */
export const lastKeyCounts: (file: YamlFile) => YamlFile = memoize((file) => {
  if (file.repeating.length === 0 || file.errors.length > file.repeating.length) return file;
  const documents = [...file.documents, ...file.repeating].sort((a, b) => a.index - b.index);
  return { ...file, documents, errors: [] };
});

/** Whether a line holds what a template engine replaces, and not only behind a `#`. Linear. */
function holdsActions(text: string): boolean {
  return text.split('\n').some((line) => /\{\{|\{%|[$%]\{/.test(line.split('#', 1)[0] ?? ''));
}

/** The entry of a key: the first one, or the last where keys may repeat. */
function pairAt(map: YAMLMap, name: string, last: boolean): Pair | undefined {
  if (map.items.length > 16) return (last ? lastPairs : firstPairs)(map).get(name);
  const isIt = ({ key }: Pair): boolean => isScalar(key) && String(key.value) === name;
  return last ? map.items.findLast(isIt) : map.items.find(isIt);
}

const lastPairs = memoize((map: YAMLMap) => pairsByKey(map.items));
const firstPairs = memoize((map: YAMLMap) => pairsByKey(map.items.toReversed()));

/** Entries by the texts of their keys, of which the last counts. */
function pairsByKey(pairs: readonly Pair[]): ReadonlyMap<string, Pair> {
  return new Map(pairs.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : [])));
}

function yamlDocument(file: YamlFile, index: number, read: ReadDocument): YamlDocument {
  const { resolve } = read;
  let plain: { value: unknown } | undefined;
  const value = (): unknown => {
    if (!plain) {
      try {
        plain = { value: read.value() };
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
        throw new UserError(`the document cannot be read: ${reason}`, {
          location: file.location(read.start),
          help: 'Write the values out instead of using anchors and aliases.',
          cause,
        });
      }
    }
    return plain.value;
  };
  /** Follows a path as far as it exists. */
  const follow = (path: YamlPath): { node: Node | undefined; key: Node | undefined; complete: boolean } => {
    let node = resolve(read.contents);
    let key: Node | undefined;
    for (const step of path) {
      if (isMap(node)) {
        const pair = pairAt(node, String(step), read.repeats);
        if (!pair) return { node, key, complete: false };
        key = pair.key as Scalar;
        node = resolve(pair.value);
      } else if (isSeq(node) && typeof step === 'number' && node.items[step] !== undefined) {
        key = undefined;
        node = resolve(node.items[step]);
      } else {
        return { node, key, complete: false };
      }
    }
    return { node, key, complete: true };
  };
  const start = (node: Node | undefined): Location => file.location(node?.range?.[0] ?? read.start);
  return {
    file,
    index,
    get contents() {
      return read.contents;
    },
    resolve,
    value,
    node: (path) => {
      const { node, complete } = follow(path);
      return complete ? node : undefined;
    },
    locate: (path) => {
      if (read.offsetOf) return file.location(read.offsetOf(path));
      const { node, key } = follow(path);
      return start(key ?? node);
    },
    locateValue: (path) => {
      const { node, key, complete } = follow(path);
      return start(complete ? (node ?? key) : (key ?? node));
    },
  };
}
