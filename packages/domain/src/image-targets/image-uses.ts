import type { KeyPath, OutputPiece } from '../helm/template-value.ts';

/** An image that a template writes. */
export interface ImageUse {
  /** The repository as it is written; `unknownText` stands for what is not known of it. */
  repository: string;
  /** The keys that the repository is made of. */
  repositoryKeys: readonly KeyPath[];
  /** What the tag is: a key of the values alone, or in a text; nothing where a digest or nothing stands there. */
  tag:
    | { kind: 'key'; key: KeyPath; text: string }
    /** The key holds the whole image. */
    | { kind: 'whole'; key: KeyPath; text: string }
    | { kind: 'field'; field: string }
    | { kind: 'text'; text: string }
    | { kind: 'unknown' }
    | { kind: 'none' };
  digestKey: KeyPath | null;
  /** Whether it is written for sure: no condition around its tag is one that is not known. */
  isCertain: boolean;
  /** Whether a named template that is not here has a part in it. */
  isAbsent: boolean;
  /** Keys that its text is made of in a way that is not computed here. */
  reads: readonly KeyPath[];
  /** The template that writes it, and the offset in it. */
  path: string;
  start: number;
}

/** Stands in a repository for what is not known. */
export const unknownText = '\u0001';
/** Stands in the text of a value for a character that no image has. */
export const oddCharacter = '\u0003';
/** Stands in an output for a key that is empty. */
const emptyText = '\u0002';

/** The images that an output names: words with a key of values as tag or as a whole, and what stands at `image:`. */
export function readImageUses(pieces: readonly OutputPiece[]): ImageUse[] {
  const starts: number[] = [];
  let text = '';
  for (const piece of pieces) {
    starts.push(text.length);
    text += shownText(piece);
  }
  const output = { pieces, starts, text };
  const uses: ImageUse[] = [];
  for (const word of text.matchAll(/[^\s"'`,{}[\]()|<>]+/g)) {
    const use = readUse(word[0], word.index, output);
    if (use) uses.push(use);
  }
  return uses;
}

/** A value is one word, whatever is in it. */
function shownText({ text, key, known }: OutputPiece): string {
  if (!known) return unknownText;
  if (key === null) return text;
  return text === '' ? emptyText : text.replace(/[\s"'`,{}[\]()|<>]/g, oddCharacter);
}

interface Output {
  pieces: readonly OutputPiece[];
  starts: readonly number[];
  text: string;
}

const behindImage = /(?:^|[\s{,"'-])image["']?\s*:\s*["']?$/;

function readUse(word: string, start: number, output: Output): ImageUse | undefined {
  const at = word.indexOf('@');
  const name = at === -1 ? word : word.slice(0, at);
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  const atImage = behindImage.test(output.text.slice(Math.max(0, start - 60), start));
  if (colon === -1 && at === -1 && !atImage) return undefined;
  const inside = piecesIn(start, start + word.length, output);
  const [first, second] = inside;
  if (!first) return undefined;
  const place = {
    path: first.path,
    start: first.start,
    isCertain: inside.every(({ key, maybe }) => key === null || maybe !== true),
    isAbsent: inside.some(({ absent }) => absent === true),
    reads: inside.flatMap(({ known, key, reads }) => (known ? [] : [...(key === null ? [] : [key]), ...reads])),
  };
  const path = colon === -1 ? name : name.slice(0, colon);
  if (!second && first.key !== null)
    return atImage || (name.includes('/') && !name.includes('://')) ? wholeUse(first, place, path, name) : undefined;
  const digest = at === -1 ? [] : piecesIn(start + at + 1, start + word.length, output);
  const digestKey = digest.find(({ key }) => key !== null)?.key ?? null;
  const repositoryKeys = piecesIn(start, start + path.length, output).flatMap(({ key }) => (key === null ? [] : [key]));
  const tagPieces = colon === -1 ? [] : piecesIn(start + colon + 1, start + name.length, output);
  const tag = readTag(tagPieces, colon === -1 ? '' : name.slice(colon + 1));
  if (!atImage && !looksLikeImage(path, tag, digestKey)) return undefined;
  return { repository: path.replaceAll(emptyText, ''), repositoryKeys, tag, digestKey, ...place };
}

/** Whether a word is an image although it does not stand at `image`: an address with a port is none. */
function looksLikeImage(path: string, tag: ImageUse['tag'], digestKey: KeyPath | null): boolean {
  if (path.includes('://') || (tag.kind !== 'key' && digestKey === null)) return false;
  return path.includes('/') || (tag.kind === 'key' && /tag|version/i.test(String(tag.key.at(-1))));
}

/** An image that is one value. */
function wholeUse(
  { key, known, text }: OutputPiece,
  place: Pick<ImageUse, 'path' | 'start' | 'isCertain' | 'isAbsent' | 'reads'>,
  repository: string,
  name: string,
): ImageUse {
  return {
    repository: known && text !== '' ? repository : unknownText,
    repositoryKeys: key === null ? [] : [key],
    tag: { kind: 'whole', key: key ?? [], text: name.slice(repository.length + 1) },
    digestKey: null,
    ...place,
  };
}

function readTag(pieces: readonly OutputPiece[], text: string): ImageUse['tag'] {
  const [first, second] = pieces;
  if (!first) return { kind: 'none' };
  if (!second && first.key !== null) return { kind: 'key', key: first.key, text: text.replaceAll(emptyText, '') };
  if (pieces.some(({ known, key }) => !known || key !== null)) return { kind: 'unknown' };
  const { field } = first;
  return field === null ? { kind: 'text', text } : { kind: 'field', field };
}

/** The pieces that have letters in a range. */
function piecesIn(from: number, to: number, { pieces, starts, text }: Output): OutputPiece[] {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle + 1] ?? text.length) <= from) low = middle + 1;
    else high = middle;
  }
  const found: OutputPiece[] = [];
  for (let index = low; index < pieces.length && (starts[index] ?? to) < to; index += 1) {
    const piece = pieces[index];
    const length = (starts[index + 1] ?? text.length) - (starts[index] ?? 0);
    if (piece && length > 0) found.push(piece);
  }
  return found;
}
