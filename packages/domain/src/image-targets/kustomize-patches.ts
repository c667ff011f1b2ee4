import { splitImageText } from '../images/image-reference.ts';
import { field, isRecord, listAt, valueAt } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import { imagesIn, type RenderedObject } from './rendered-images.ts';

/** Which objects a patch is for; '' for any. */
export interface PatchTarget {
  kind: string;
  name: string;
  /** What else it asks of them, which is not compared here; '' for nothing. */
  other: string;
}

/** The target of an entry of `patches`; null where it has none. */
export function targetOf(entry: unknown): PatchTarget | null {
  const target = field(entry, 'target');
  if (!isRecord(target)) return null;
  return readTarget(target);
}

export function readTarget(target: unknown): PatchTarget {
  const others = ['namespace', 'labelSelector', 'annotationSelector', 'group', 'version'];
  return {
    kind: textOf(field(target, 'kind')),
    name: textOf(field(target, 'name')),
    other: others.filter((key) => textOf(field(target, key)) !== '').join(', '),
  };
}

/** Applies one patch to the images of the objects: a list of operations, or an object that is merged. */
export function applyPatch(
  document: YamlDocument,
  target: PatchTarget | null,
  objects: readonly RenderedObject[],
): void {
  const value = document.value();
  const merged = Array.isArray(value)
    ? null
    : readTarget({ kind: field(value, 'kind'), name: valueAt(value, ['metadata', 'name']) });
  const own = target ?? merged;
  const meant = objectsFor(own, objects);
  const before = new Map(meant.flatMap(({ images }) => images).map((image) => [image, image.place]));
  if (Array.isArray(value))
    for (const [index, operation] of value.entries()) applyOperation(document, index, operation, meant);
  else for (const object of meant) mergeImages(document, value, object);
  const what = own && doubtOfPatch(own, document);
  if (what === null) return;
  for (const image of meant.flatMap(({ images }) => images))
    if (before.get(image) !== image.place || what === directive)
      image.doubt ??= { what, location: document.locate([]) };
}

const directive = 'a patch has a directive ($patch), which is not followed here';

/** Why it is not known what a patch changes, as a clause; null where it is. */
function doubtOfPatch({ kind, name, other }: PatchTarget, { file }: YamlDocument): string | null {
  if (file.text.includes('$patch') || file.text.includes('$setElementOrder')) return directive;
  if (other !== '') return `a patch asks for the ${other} of what it changes, which is not compared here`;
  return isExpression(name) || isExpression(kind) ? 'a patch names what it changes by an expression' : null;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function objectsFor(target: PatchTarget | null, objects: readonly RenderedObject[]): RenderedObject[] {
  if (!target) return [];
  return objects.filter(
    ({ kind, names }) =>
      (target.kind === '' || target.kind === kind || isExpression(target.kind)) &&
      (target.name === '' || names.includes(target.name) || isExpression(target.name)),
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
    else object.images.push({ ...splitImageText(text), place, doubt: null, path, container });
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
      doubt: null,
      path: [...steps, ...path],
      container,
    });
}

/** The steps of a path of a field: between dots with no `\` before them, and in brackets, which stay. */
function fieldSteps(fieldPath: string): string[] {
  const steps: string[] = [''];
  for (let index = 0; index < fieldPath.length; index += 1) {
    const character = fieldPath[index] ?? '';
    if (character === '.' || character === ']') steps.push('');
    else if (character === '[') {
      const end = fieldPath.indexOf(']', index);
      const after = end === -1 ? fieldPath.length : end + 1;
      steps.push(fieldPath.slice(index, after), '');
      index = after - 1;
    } else {
      const escaped = character === '\\' ? (fieldPath[index + 1] ?? '') : '';
      steps.push(`${steps.pop() ?? ''}${character}${escaped}`);
      index += escaped.length;
    }
  }
  return steps.filter((step) => step !== '');
}

/** Whether a path of a field, with items by number, name or `*`, leads to another one or to what that is in. */
export function leadsTo(fieldPath: string, path: YamlPath): boolean {
  const steps = fieldSteps(fieldPath);
  return (
    steps.length <= path.length &&
    steps.every((step, index) => {
      const own = path[index];
      return (
        step === '*' || (typeof own === 'number' && /^[[\d-]/.test(step)) || step.replaceAll('\\', '') === String(own)
      );
    })
  );
}

/** The fields that replacements write, as `select` and `fieldPaths` say them. */
export function replacedFields(replacement: unknown): { target: PatchTarget; fields: readonly string[] }[] {
  return listAt(replacement, 'targets').map((target) => {
    return {
      target: readTarget(field(target, 'select')),
      fields: listAt(target, 'fieldPaths').filter((path) => typeof path === 'string'),
    };
  });
}
