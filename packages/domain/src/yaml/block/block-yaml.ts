import type { Node } from 'yaml';
import { readBlock } from './collections.ts';
import { nodesOf, valuesOf } from './makers.ts';
import { type Place, placesOf } from './places.ts';
import {
  afterSpaces,
  endOfLine,
  giveUp,
  goToContent,
  isLineEnd,
  type Maker,
  otherYaml,
  type Reading,
} from './reading.ts';

/** A document: where it starts, and its content as a plain value or as a node. */
export interface BlockDocument<T> {
  start: number;
  content: T;
}

/**
 * The plain values of a text of the kind that nearly all manifests are: block maps and lists, flow collections, scalars
 * of one line, `|` and `>`. What is read is what the `yaml` package makes of it, which `test/unit/yaml/block` holds
 * against it. Null for everything else: anchors, aliases, tags, directives, scalars of several lines, tabs, keys that
 * are there twice, whatever is not valid. Linear.
 */
export function readBlockValues(text: string): BlockDocument<unknown>[] | null {
  return read(text, valuesOf(text));
}

/**
 * The nodes of a text whose values were read. Also null where a comment may belong to the value above it, which moves the
 * end of that.
 */
export function readBlockNodes(text: string): BlockDocument<Node>[] | null {
  return read(text, nodesOf(text)) as BlockDocument<Node>[] | null;
}

/** The places of a text whose values were read. */
export function readBlockPlaces(text: string): BlockDocument<Place>[] | null {
  return read(text, placesOf(text)) as BlockDocument<Place>[] | null;
}

function read(text: string, make: Maker): BlockDocument<unknown>[] | null {
  if (/[\r\ufeff\0]/.test(text)) return null;
  try {
    return readDocuments({ text, make, ...beginning });
  } catch (error) {
    if (error === otherYaml) return null;
    throw error;
  }
}

const beginning: Omit<Reading, 'text' | 'make'> = {
  at: 0,
  column: 0,
  comments: -1,
  start: 0,
  end: 0,
  source: '',
  style: 'PLAIN',
  nodeEnd: 0,
  nextLine: 0,
};

function readDocuments(reading: Reading): BlockDocument<unknown>[] {
  const { text } = reading;
  const documents: BlockDocument<unknown>[] = [];
  goToContent(reading, 0);
  do {
    const start = reading.at;
    if (hasEnded(reading)) goBehindMark(reading);
    if (reading.column > 0 || hasEnded(reading)) giveUp();
    documents.push({ start, content: readBlock(reading) });
    if (!hasEnded(reading)) giveUp();
  } while (reading.at < text.length);
  return documents;
}

function hasEnded({ column }: Reading): boolean {
  return column === -1;
}

/** Goes behind a `---` that is alone on its line. */
function goBehindMark(reading: Reading): void {
  const { text, at } = reading;
  const rest = afterSpaces(text, at + 3);
  if (!isLineEnd(text, rest)) giveUp();
  goToContent(reading, endOfLine(text, rest) + 1);
}
