import { isScalar, type Scalar } from 'yaml';
import type { Application, ChartedBy } from '../argocd/application.ts';
import type { WrittenPart } from '../helm/written-text.ts';
import { quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import { readsAsString } from '../yaml/plain-scalar.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import { keyPlace } from './chart-key-place.ts';
import type { FilePlace } from './file-place.ts';
import type { ImageTarget, TargetContext } from './target.ts';
import { literalPlace } from './template-literal.ts';

/**
 * A target of an Application that the template of a chart writes, at the place from where the template has it: the value
 * of its key, or the text of the template itself. Any other target is as it was. UserError where it is to be written
 * and its text is put together, shared, or not known for sure.
 */
export function throughChart(application: Application, target: ImageTarget, context: TargetContext): ImageTarget {
  const { charted } = application;
  if (!charted || !isOf(target.document, application)) return target;
  const [change] = target.changes;
  if (target.value === undefined || !change) {
    const read = placeOfScalar(application, charted, target, null, context);
    return read ? { ...target, document: read.document, path: read.path } : target;
  }
  const { doubt } = charted;
  if (doubt) throw doubtOfChart(doubt);
  if (change.kind !== 'replace' || target.changes.length > 1)
    throw new UserError(
      `${target.text} of Application ${quoteName(application.name)} is written by a template, and more than one value of it would have to change`,
      {
        location: target.document.locateValue(target.path),
        help: 'Let the template write all of it, with the tag from a key of the values.',
      },
    );
  const place = placeOfScalar(application, charted, change, change.value, context);
  if (!place) throw notPlaced(application, target);
  const { document, path, value = change.value, text } = place;
  return { ...target, document, path, text, changes: [{ kind: 'replace', document, path, value }] };
}

/** The error about what the template of a chart may write instead. */
export function doubtOfChart({ what, help, location }: NonNullable<ChartedBy['doubt']>): UserError {
  return new UserError(`another image than it says may run: ${what}`, { location, help });
}

/** Whether a document is what a template writes for an Application, or YAML in a text of that. */
function isOf({ file }: YamlDocument, application: Application): boolean {
  if (file === application.document.file) return true;
  return file.nesting !== undefined && isOf(file.nesting.document, application);
}

/** The place from where a template has a scalar, or has the part of it that is to change; undefined where that is none. */
function placeOfScalar(
  application: Application,
  charted: ChartedBy,
  { document, path }: { document: YamlDocument; path: YamlPath },
  value: string | null,
  context: TargetContext,
): FilePlace | undefined {
  const node = document.node(path);
  const range = isScalar(node) ? rangeOf(node, document) : undefined;
  if (!range || !isScalar(node)) return undefined;
  const { start, end, text } = range;
  const [from, to] = [start, end].map((offset) => outward(document, application, offset)) as [number, number];
  if (to - from !== end - start) return undefined;
  const parts = charted.written.partsIn(from, to);
  if (value !== null && node.type === 'PLAIN' && !readsAsString(value))
    throw new UserError(
      `${quoteName(value)} would be another value than a text in what the template writes for Application ${quoteName(application.name)}`,
      { location: document.locateValue(path), help: 'Let the template put it into quotes: {{ … | quote }}.' },
    );
  for (const part of parts) {
    const now = value === null ? onlyKey(parts, part, text) : changedText(part, { from, text, value });
    if (now === undefined) continue;
    const place = placeOfPart(application, charted, part, now, context);
    if (place) return place;
  }
  return undefined;
}

function placeOfPart(
  application: Application,
  charted: ChartedBy,
  part: WrittenPart,
  { current, value, at }: { current: string; value: string | undefined; at: number },
  context: TargetContext,
): FilePlace | undefined {
  const { key, field, known } = part.piece;
  if (!known || field !== null) return undefined;
  if (key === null) return literalPlace(application, charted, { part, at, current, value }, context);
  const place = keyPlace(application, charted, key, value, context);
  if (!place) return undefined;
  const { charted: outer } = charted.parent;
  if (!outer || !isOf(place.document, charted.parent)) return place;
  return placeOfScalar(charted.parent, outer, place, value ?? null, context);
}

/** The text of a part before and after a change of the scalar that it is in; undefined where another part changes too. */
function changedText(
  { from: start, to: end, piece }: WrittenPart,
  { from, text, value }: { from: number; text: string; value: string },
): { current: string; value: string; at: number } | undefined {
  const [inside, behind] = [Math.max(0, start - from), Math.min(text.length, end - from)];
  // A key of which only some letters stand in the scalar says something else as well.
  if (piece.key !== null && behind - inside !== end - start) return undefined;
  const [before, after] = [text.slice(0, inside), text.slice(behind)];
  if (value.length < before.length + after.length || !value.startsWith(before) || !value.endsWith(after))
    return undefined;
  const own = value.slice(before.length, value.length - after.length);
  const current = text.slice(inside, behind);
  return own === current ? undefined : { current, value: own, at: Math.max(start, from) };
}

/** The same for a scalar that is read: of the tag there is but one key, or a text without any. */
function onlyKey(
  parts: readonly WrittenPart[],
  part: WrittenPart,
  text: string,
): { current: string; value: undefined; at: number } | undefined {
  const keys = parts.filter(({ piece }) => piece.key !== null);
  const last = keys.at(-1) ?? parts.at(-1);
  return part === last ? { current: text, value: undefined, at: part.from } : undefined;
}

/** Where the text of a scalar lies in its document; undefined where it is not written as it reads. */
function rangeOf(node: Scalar, { file }: YamlDocument): { start: number; end: number; text: string } | undefined {
  const [start = 0, end = 0] = node.range ?? [];
  const source = file.text.slice(start, end);
  const isQuoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
  const text = isQuoted ? source.slice(1, -1) : source;
  const said = typeof node.value === 'string' ? node.value : node.source;
  if (text !== said || text.includes('\n')) return undefined;
  return isQuoted ? { start: start + 1, end: end - 1, text } : { start, end, text };
}

/** The offset in what the template writes, of one in YAML in a text of that. */
function outward({ file }: YamlDocument, application: Application, offset: number): number {
  const { nesting } = file;
  if (file === application.document.file || !nesting) return offset;
  return outward(nesting.document, application, nesting.outerOffset(offset));
}

function notPlaced(application: Application, { document, path, text }: ImageTarget): UserError {
  return new UserError(
    `the template puts ${text} of Application ${quoteName(application.name)} together, so no one place holds its tag`,
    {
      location: document.locateValue(path),
      help: `Let it take the tag from one key of the values, as it is: ${quoteName('{{ .Values.web.tag }}')}.`,
    },
  );
}
