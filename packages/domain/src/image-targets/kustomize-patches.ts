import { splitImageText } from '../images/image-reference.ts';
import { field, isRecord, listAt, valueAt } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import { imagesIn, type RenderedObject } from './rendered-images.ts';

/** Which objects a patch is for; '' for any. */
export interface PatchTarget {
  kind: string;
  name: string;
}

/** The target of an entry of `patches`; null where it has none. */
export function targetOf(entry: unknown): PatchTarget | null {
  const target = field(entry, 'target');
  if (!isRecord(target)) return null;
  const text = (key: string): string => (typeof target[key] === 'string' ? target[key] : '');
  return { kind: text('kind'), name: text('name') };
}

/** Applies one patch to the images of the objects: a list of operations, or an object that is merged. */
export function applyPatch(
  document: YamlDocument,
  target: PatchTarget | null,
  objects: readonly RenderedObject[],
): void {
  const value = document.value();
  if (Array.isArray(value)) {
    for (const [index, operation] of value.entries())
      applyOperation(document, index, operation, objectsFor(target, objects));
    return;
  }
  const own = target ?? { kind: textOf(field(value, 'kind')), name: textOf(valueAt(value, ['metadata', 'name'])) };
  for (const object of objectsFor(own, objects)) mergeImages(document, value, object);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function objectsFor(target: PatchTarget | null, objects: readonly RenderedObject[]): RenderedObject[] {
  if (!target) return [];
  return objects.filter(
    ({ kind, name }) =>
      (target.kind === '' || target.kind === kind) &&
      (target.name === '' || target.name === name || isExpression(target.name)),
  );
}

/** A name of a target may be a regular expression; what it leaves out is not known here. */
function isExpression(name: string): boolean {
  return /[.*+?^$()[\]{}|\\]/.test(name);
}

/** The containers of a merged object take the place of those of their names. */
function mergeImages(document: YamlDocument, value: unknown, object: RenderedObject): void {
  for (const { path, text, container } of imagesIn(value)) {
    const list = listPath(path);
    const place = { kind: 'text', document, path } as const;
    const before = object.images.find((image) =>
      list === null ? samePath(image.path, path) : listPath(image.path) === list && image.container === container,
    );
    if (before) Object.assign(before, splitImageText(text), { place });
    else object.images.push({ ...splitImageText(text), place, path, container });
  }
}

/** The list that a container stands in, without its index; null for an image that is in no list. */
function listPath(path: YamlPath): string | null {
  const index = path.findLastIndex((step) => typeof step === 'number');
  return index === -1 ? null : JSON.stringify([path.slice(0, index), path.slice(index + 1)]);
}

function samePath(a: YamlPath, b: YamlPath): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** An operation of a JSON patch that writes an image. */
function applyOperation(
  document: YamlDocument,
  index: number,
  operation: unknown,
  objects: readonly RenderedObject[],
): void {
  const [op, pointer, value] = [field(operation, 'op'), field(operation, 'path'), field(operation, 'value')];
  if (typeof pointer !== 'string' || (op !== 'replace' && op !== 'add')) return;
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  for (const object of objects) {
    const image = object.images.find(({ path }) => path.map(String).join('\0') === steps.join('\0'));
    if (typeof value === 'string' && image)
      Object.assign(image, splitImageText(value), { place: { kind: 'text', document, path: [index, 'value'] } });
    else if (typeof value === 'object' && value !== null)
      replaceBelow(document, [index, 'value'], { steps, value, object });
  }
}

/** A value that is written as a whole brings its own images. */
function replaceBelow(
  document: YamlDocument,
  at: YamlPath,
  { steps, value, object }: { steps: readonly string[]; value: unknown; object: RenderedObject },
): void {
  const prefix = steps.join('\0');
  object.images = object.images.filter(({ path }) => !path.map(String).join('\0').startsWith(`${prefix}\0`));
  for (const { path, text, container } of imagesIn(value))
    object.images.push({
      ...splitImageText(text),
      place: { kind: 'text', document, path: [...at, ...path] },
      path: [...steps, ...path],
      container,
    });
}

/** The fields that replacements write, as `select` and `fieldPaths` say them. */
export function replacedFields(replacement: unknown): { target: PatchTarget; fields: readonly string[] }[] {
  return listAt(replacement, 'targets').map((target) => {
    const select = field(target, 'select');
    return {
      target: { kind: textOf(field(select, 'kind')), name: textOf(field(select, 'name')) },
      fields: listAt(target, 'fieldPaths').filter((path) => typeof path === 'string'),
    };
  });
}
