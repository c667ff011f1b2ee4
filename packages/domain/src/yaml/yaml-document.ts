import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
} from 'yaml';
import { type Location, placesIn } from '../location.ts';
import { memoize } from '../memo.ts';
import { showPath } from '../names.ts';
import { present } from '../present.ts';
import { UserError } from '../user-error.ts';
import { repeatedKey } from './repeated-key.ts';
import { limitPassed } from './yaml-limits.ts';

/** A path into a YAML document: map keys and sequence indices. */
export type YamlPath = readonly (string | number)[];

/** One document of a YAML file: its value, and the place of every part of it. */
export interface YamlDocument {
  readonly file: YamlFile;
  /** 0-based index among the documents of the file. */
  readonly index: number;
  readonly ast: Document.Parsed;
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

/** Aliases a document may expand to before it counts as hostile: the limit of the `yaml` package. */
const maxAliasCount = 100;

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
  const asts = parseAllDocuments(text, {
    uniqueKeys: false, // the parser compares each key with all before it: see repeatedKey
    keepSourceTokens: true,
    merge: true,
    prettyErrors: false, // each would quote its line: see `location`
    logLevel: 'error', // a warning would be printed in the middle of what the run says
  });
  for (const [index, ast] of Array.isArray(asts) ? asts.entries() : []) {
    const mistakes = mistakesOf(ast);
    for (const { message, offset, cause } of mistakes.slice(0, Math.max(0, mostErrors - errors.length)))
      errors.push(new UserError(`not valid YAML: ${message}`, { location: location(offset), cause }));
    if (mistakes.length === 0) documents.push(yamlDocument(file, index, ast as Document.Parsed));
    else if (ast.errors.length === 0) repeating.push(yamlDocument(file, index, ast as Document.Parsed, true));
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

/** Why a document is not valid, and where. */
function mistakesOf(ast: Document): { message: string; offset: number; cause?: unknown }[] {
  const repeated = ast.errors.length === 0 ? repeatedKey(ast) : null;
  if (repeated !== null) return [{ message: 'Map keys must be unique', offset: repeated }];
  return ast.errors.map((cause) => ({
    message: cause.message.split('\n')[0] ?? cause.message,
    offset: cause.pos[0],
    cause,
  }));
}

function yamlDocument(file: YamlFile, index: number, ast: Document.Parsed, repeats = false): YamlDocument {
  let plain: { value: unknown } | undefined;
  const value = (): unknown => {
    if (!plain) {
      try {
        plain = { value: ast.toJS({ maxAliasCount }) };
      } catch (cause) {
        // An alias without an anchor, aliases that expand without measure, a merge key without a map.
        const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
        throw new UserError(`the document cannot be read: ${reason}`, {
          location: file.location(ast.range[0]),
          help: 'Write the values out instead of using anchors and aliases.',
          cause,
        });
      }
    }
    return plain.value;
  };
  const resolve = (node: unknown): Node | undefined => {
    if (isAlias(node)) return node.resolve(ast) ?? undefined;
    return isNode(node) ? node : undefined;
  };
  /** Follows a path as far as it exists. */
  const follow = (path: YamlPath): { node: Node | undefined; key: Node | undefined; complete: boolean } => {
    let node = resolve(ast.contents);
    let key: Node | undefined;
    for (const step of path) {
      if (isMap(node)) {
        const name = String(step);
        const isIt = ({ key }: Pair): boolean => isScalar(key) && (key.value === name || String(key.value) === name);
        const pair = repeats ? node.items.findLast(isIt) : node.items.find(isIt);
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
  const start = (node: Node | undefined): Location => file.location(node?.range?.[0] ?? ast.range[0]);
  return {
    file,
    index,
    ast,
    value,
    node: (path) => {
      const { node, complete } = follow(path);
      return complete ? node : undefined;
    },
    locate: (path) => {
      const { node, key } = follow(path);
      return start(key ?? node);
    },
    locateValue: (path) => {
      const { node, key, complete } = follow(path);
      return start(complete ? (node ?? key) : (key ?? node));
    },
  };
}
