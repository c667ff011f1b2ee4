import {
  CST,
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  parseAllDocuments,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import type { Location } from '../location.ts';
import { showPath } from '../names.ts';
import { UserError } from '../user-error.ts';

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
  location(offset: number): Location;
  /** Where the text comes from when it is no file, but YAML inside a block scalar of one. */
  readonly nesting?: Nesting;
}

/** A block scalar that holds YAML. */
export interface Nesting {
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

/** Longer YAML than this is not parsed: what the parser makes of it takes a hundred times its length of memory. */
export const longestYaml = 5 * 1024 * 1024;
/** Nor is YAML of more lines and commas, which is as many nodes: each takes one or two kilobytes. */
const mostItems = 200_000;

/** A line that opens hundreds of blocks, or is indented as far: the parser recurses, and a process out of stack dies. */
const nestedTooDeeply = /^[ \t?:-]{1000}/m;

/** Errors of one file that are told. */
const mostErrors = 100;

/** Brackets within brackets that no person writes. */
const deepestFlow = 200;

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
  const lines = new LineCounter();
  const refused = refusal(text);
  const parsed = refused
    ? []
    : parseAllDocuments(text, {
        lineCounter: lines,
        uniqueKeys: false, // the parser compares each key with all before it: see repeatedKey
        keepSourceTokens: true,
        merge: true,
        prettyErrors: false, // each would quote its line: see `location`
        logLevel: 'error', // a warning would be printed in the middle of what the run says
      });
  const location = (offset: number): Location => {
    if (nesting) return nesting.document.file.location(nesting.outerOffset(offset));
    const { line, col } = lines.linePos(offset);
    return { path, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const documents: YamlDocument[] = [];
  const errors: UserError[] = [];
  const file: YamlFile = { path, text, documents, errors, location, ...(nesting ? { nesting } : {}) };
  if (refused) {
    const line = text.slice(0, refused.offset).split('\n').length;
    const place = nesting ? location(refused.offset) : { path, line, column: 1 };
    errors.push(new UserError(`not readable YAML: ${refused.reason}`, { location: place }));
  }
  const asts = Array.isArray(parsed) ? parsed : [];
  for (const [index, ast] of asts.entries()) {
    const repeated = ast.errors.length === 0 ? repeatedKey(ast) : null;
    if (repeated !== null)
      errors.push(new UserError('not valid YAML: Map keys must be unique', { location: location(repeated) }));
    else if (ast.errors.length === 0) documents.push(yamlDocument(file, index, ast as Document.Parsed));
    for (const error of ast.errors.slice(0, Math.max(0, mostErrors - errors.length))) {
      const message = error.message.split('\n')[0] ?? error.message;
      errors.push(new UserError(`not valid YAML: ${message}`, { location: location(error.pos[0]), cause: error }));
    }
  }
  return file;
}

/** Why a text is not given to the parser, and where; null for one that is. Linear. */
function refusal(text: string): { reason: string; offset: number } | null {
  if (text.length > longestYaml) return { reason: 'longer than 5 MiB', offset: 0 };
  const indented = nestedTooDeeply.exec(text);
  if (indented) return { reason: 'nested too deeply', offset: indented.index };
  let open = 0;
  let deepest = 0;
  let items = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x0a || code === 0x2c) items += 1;
    else if (code === 0x5b || code === 0x7b) {
      open += 1;
      if (open > deepest) deepest = open;
    } else if ((code === 0x5d || code === 0x7d) && open > 0) open -= 1;
  }
  if (items > mostItems) return { reason: `more than ${mostItems} lines and items`, offset: 0 };
  // Brackets of strings and comments are none; to know them takes the lexer.
  const offset = deepest > deepestFlow ? deepFlow(text) : null;
  return offset === null ? null : { reason: 'nested too deeply', offset };
}

/** Tokens of the lexer that stand for no text. */
const marks: ReadonlySet<string> = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);

/** Where more brackets are open than may be; null where they never are. */
function deepFlow(text: string): number | null {
  let open = 0;
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') open += 1;
    else if ((token === ']' || token === '}') && open > 0) open -= 1;
    if (open > deepestFlow) return offset;
    if (!marks.has(token)) offset += token.length;
  }
  return null;
}

/** Where the first key is that its map has already; null where there is none. Linear, and no recursion: documents may be deep. */
function repeatedKey({ contents }: Document): number | null {
  let first: number | null = null;
  const pending: unknown[] = [contents];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (isMap(node)) {
      const repeated = repeatedKeyIn(node);
      if (repeated !== null && repeated < (first ?? Number.POSITIVE_INFINITY)) first = repeated;
    }
    for (const inner of nodesIn(node)) pending.push(inner);
  }
  return first;
}

function repeatedKeyIn({ items }: YAMLMap): number | null {
  const keys = new Set<unknown>();
  for (const { key } of items) {
    if (!isScalar(key)) continue;
    if (keys.has(key.value)) return key.range?.[0] ?? 0;
    keys.add(key.value);
  }
  return null;
}

/** The nodes directly in a map or a sequence, keys that are no scalars among them. */
function nodesIn(node: unknown): Node[] {
  if (isSeq(node)) return node.items.flatMap((item) => (isPair(item) ? item.value : item)).filter(isNode);
  return isMap(node) ? node.items.flatMap(({ key, value }) => [isScalar(key) ? null : key, value]).filter(isNode) : [];
}

function yamlDocument(file: YamlFile, index: number, ast: Document.Parsed): YamlDocument {
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
        const pair = node.items.find(
          (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step),
        );
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
