import { type Document, isAlias, isNode, type Node, parseAllDocuments } from 'yaml';
import { readBlockNodes, readBlockPlaces, readBlockValues } from './block/block-yaml.ts';
import { offsetIn, type Place } from './block/places.ts';
import { repeatedKey } from './repeated-key.ts';

/** A document as it was read, by the reader of block YAML or by the `yaml` package: nobody can tell. */
export interface ReadDocument {
  /** Where it starts. */
  readonly start: number;
  /** The node of its content; null where it has none. Comments are in the text alone, not at the nodes. */
  readonly contents: Node | null;
  /** The plain value. Throws where aliases make none: one without an anchor, too many, a merge key without a map. */
  value(): unknown;
  /** The node that an alias stands for; any other node as it is; undefined for what is none. */
  resolve(node: unknown): Node | undefined;
  /** The offset of a path, as `YamlDocument.locate` means it, where it can be told without nodes. */
  offsetOf?(path: readonly (string | number)[]): number;
  readonly mistakes: readonly Mistake[];
  /** Whether its only mistake is a key that is written twice. */
  readonly repeats: boolean;
}

/** Why a document is not valid, and where. */
interface Mistake {
  message: string;
  offset: number;
  cause?: unknown;
}

/** Every document of a text, with its mistakes. Most texts are block YAML, and read in a seventh of the time. */
export function readDocuments(text: string): ReadDocument[] {
  return blockDocuments(text) ?? parsedDocuments(text).map(parsedDocument);
}

/** The documents of block YAML; null for any other text. Their nodes are made when the first is asked for. */
function blockDocuments(text: string): ReadDocument[] | null {
  const values = readBlockValues(text);
  if (values === null) return null;
  let nodes: (Node | null)[] | null = null;
  const nodeAt = (index: number): Node | null => {
    nodes ??=
      readBlockNodes(text)?.map(({ content }) => content) ?? parsedDocuments(text).map(({ contents }) => contents);
    return nodes[index] ?? null;
  };
  let places: readonly { content: Place }[] | null = null;
  const placeAt = (index: number): Place => {
    places ??= readBlockPlaces(text) ?? [];
    return places[index]?.content ?? { start: 0 };
  };
  return values.map(({ start, content }, index) => ({
    start,
    get contents() {
      return nodeAt(index);
    },
    value: () => content,
    resolve: (node) => (isNode(node) ? node : undefined),
    offsetOf: (path) => offsetIn(placeAt(index), path),
    mistakes: [],
    repeats: false,
  }));
}

/**
 * Whatever version a document says that it is of: GitHub, Helm and Argo CD read `%YAML 1.1` as any other text, and the
 * package would make `on`, `yes` and 12:30 something else than words.
 */
const coreSchema = { schema: 'core', resolveKnownTags: true } as const;

function parsedDocuments(text: string): Document.Parsed[] {
  const documents = parseAllDocuments(text, {
    uniqueKeys: false, // the parser compares each key with all before it: see repeatedKey
    keepSourceTokens: true,
    merge: true,
    ...coreSchema,
    prettyErrors: false, // each would quote its line: see `location`
    logLevel: 'error', // a warning would be printed in the middle of what the run says
  });
  return Array.isArray(documents) ? documents : [];
}

/** Aliases a document may expand to before it counts as hostile: the limit of the `yaml` package. */
const maxAliasCount = 100;

function parsedDocument(document: Document.Parsed): ReadDocument {
  const { errors, contents } = document;
  const repeated = errors.length === 0 ? repeatedKey(document) : null;
  return {
    start: document.range[0],
    contents,
    value: () => document.toJS({ maxAliasCount }),
    resolve: (node) => (isAlias(node) ? node.resolve(document) : isNode(node) ? node : undefined),
    mistakes:
      repeated !== null
        ? [{ message: 'Map keys must be unique', offset: repeated }]
        : errors.map((cause) => ({
            message: cause.message.split('\n')[0] ?? cause.message,
            offset: cause.pos[0],
            cause,
          })),
    repeats: repeated !== null,
  };
}
