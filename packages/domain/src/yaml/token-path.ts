import { CST } from 'yaml';

/**
 * Where the tokens of a text have led to, as the lexer of the `yaml` package cuts them. Paths follow from columns and
 * brackets alone: no reader of documents has a part in them.
 */
export interface TokenPlace {
  /** Of the next token. */
  offset: number;
  column: number;
  /** 0-based index of the document; -1 before the first. */
  document: number;
  /** Whether anything of the document was passed. */
  begun: boolean;
  /** The maps and lists that are open, the outermost first. */
  frames: Frame[];
  /** Whether the next scalar on this line, or in these brackets, is a value. */
  open: boolean;
  /** Whether the next token is the text of a scalar without quotes. */
  plain: boolean;
  /** The last scalar, which a colon makes a key. */
  scalar: { offset: number; column: number; name: string | null } | null;
  /** The offsets of the scalars whose paths are asked for. */
  readonly asked: { has(offset: number): boolean };
  /** Those that are values, and stand behind their key or dash or in brackets, with what leads to them: see `pathKey`. */
  readonly values: Map<number, string>;
}

/** A map with its key, or a list with its index. One in flow style has no column; a key that is not simple is null. */
interface Frame {
  column: number | null;
  step: string | number | null;
}

export function beforeTokens(asked: TokenPlace['asked']): TokenPlace {
  const nothing = { document: -1, begun: false, frames: [], open: false, plain: false, scalar: null };
  return { offset: 0, column: 0, ...nothing, asked, values: new Map() };
}

/** A path of a document as one text; the steps into lists are numbers. */
export function pathKey(document: number, path: readonly (string | number | null)[]): string {
  return JSON.stringify([document, ...path]);
}

/**
 * Passes a token. False where paths do not follow from columns and brackets, or a value may be carried elsewhere: an anchor,
 * an alias, a tag, a merge key, a directive, `?`, `...`, a pair in a flow list.
 */
export function passToken(place: TokenPlace, token: string): boolean {
  if (place.plain) {
    place.plain = false;
    return token !== '<<' && passScalar(place, token, token);
  }
  const type = CST.tokenType(token);
  switch (type) {
    case 'scalar':
      place.plain = true;
      return true;
    case 'doc-mode':
      return beginDocument(place);
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
      return passScalar(place, token, /[\\\n]|.'./.test(token) ? null : token.slice(1, -1));
    default: {
      const passed = passSign(place, type);
      place.offset += token.length;
      place.column = type === 'newline' ? 0 : place.column + token.length;
      return passed;
    }
  }
}

function passScalar(place: TokenPlace, token: string, name: string | null): boolean {
  const { offset, column, document, frames, open, asked } = place;
  place.scalar = { offset, column, name };
  if (open && asked.has(offset)) {
    const path = frames.map(({ step }) => step);
    place.values.set(offset, pathKey(document, path));
  }
  place.open = false;
  place.begun = true;
  place.offset += token.length;
  // A block scalar takes its last line end with it.
  place.column = token.endsWith('\n') ? 0 : column + token.length;
  return true;
}

function passSign(place: TokenPlace, type: CST.TokenType | null): boolean {
  const inFlow = place.frames.at(-1)?.column === null;
  switch (type) {
    case 'space':
    case 'comment':
      return true;
    case 'newline':
      place.open &&= inFlow;
      place.scalar = null;
      return true;
    case 'block-scalar-header':
      place.open = false;
      return true;
    case 'doc-start':
      if (place.begun) beginDocument(place);
      place.begun = true;
      return true;
    case 'seq-item-ind':
      return !inFlow && enterItem(place);
    case 'map-value-ind':
      return inFlow ? enterFlowEntry(place) : enterEntry(place);
    default:
      return passBracket(place, type, inFlow);
  }
}

/** A bracket or a comma; false for any other sign. */
function passBracket(place: TokenPlace, type: CST.TokenType | null, inFlow: boolean): boolean {
  const { frames } = place;
  place.begun = true;
  place.scalar = null;
  switch (type) {
    case 'flow-map-start':
    case 'flow-seq-start':
      frames.push({ column: null, step: type === 'flow-seq-start' ? 0 : null });
      place.open = type === 'flow-seq-start';
      return true;
    case 'flow-map-end':
    case 'flow-seq-end':
      frames.pop();
      place.open = false;
      return inFlow;
    case 'comma': {
      const flow = frames.at(-1);
      if (!flow || !inFlow) return false;
      place.open = typeof flow.step === 'number';
      flow.step = typeof flow.step === 'number' ? flow.step + 1 : null;
      return true;
    }
    default:
      return false;
  }
}

function beginDocument(place: TokenPlace): boolean {
  place.document += 1;
  place.begun = false;
  place.frames = [];
  place.open = false;
  return true;
}

/** A dash: the next item of the list in its column, or the first of a list that begins there. */
function enterItem(place: TokenPlace): boolean {
  const { column, frames } = place;
  closeBelow(frames, column);
  const list = frames.at(-1);
  if (list?.column === column && typeof list.step === 'number') list.step += 1;
  else frames.push({ column, step: 0 });
  return openValue(place);
}

/** A colon in block style: what is before it on its line is the key of the map in its column. */
function enterEntry(place: TokenPlace): boolean {
  const { frames, scalar } = place;
  if (scalar === null) return false;
  const { column, name } = scalar;
  closeBelow(frames, column);
  // A list may stand in the column of the key that holds it.
  if (frames.at(-1)?.column === column && typeof frames.at(-1)?.step === 'number') frames.pop();
  const map = frames.at(-1);
  if (map?.column === column) map.step = name;
  else frames.push({ column, step: name });
  place.values.delete(scalar.offset);
  return openValue(place);
}

function enterFlowEntry(place: TokenPlace): boolean {
  const { frames, scalar } = place;
  const map = frames.at(-1);
  if (scalar === null || !map || typeof map.step === 'number') return false;
  map.step = scalar.name;
  place.values.delete(scalar.offset);
  return openValue(place);
}

/** Closes what is indented further than a column. */
function closeBelow(frames: Frame[], column: number): void {
  while ((frames.at(-1)?.column ?? -1) > column) frames.pop();
}

function openValue(place: TokenPlace): boolean {
  place.begun = true;
  place.open = true;
  place.scalar = null;
  return true;
}
