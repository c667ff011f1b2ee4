import { isScalar } from 'yaml';
import type { Application, GeneratedBy, SetDoubt, SetElement } from '../argocd/application.ts';
import { nameOfSet } from '../argocd/application-sets.ts';
import { fillPlaceholders, placeholdersIn } from '../argocd/placeholders.ts';
import { quoteName, showPath } from '../names.ts';
import { UserError } from '../user-error.ts';
import { formatYamlPath, scalarText } from '../yaml/replace-scalar.ts';
import { valueAt } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import type { ImageTarget } from './target.ts';

/** Where a text is written. */
export interface Place {
  document: YamlDocument;
  path: YamlPath;
  current: string;
}

/**
 * The place of a scalar's text: its own, or, where an ApplicationSet fills in a placeholder, the element of the list
 * generator that supplies it. Any other template is a UserError where the text is `wanted`.
 */
export function placeOf(application: Application, document: YamlDocument, path: YamlPath, wanted: boolean): Place {
  const node = document.node(path);
  const [start = 0, end = 0] = node?.range ?? [];
  // Unquoted, `{{tag}}` is a map to YAML.
  const text = isScalar(node) || !node ? scalarText(document, path) : document.file.text.slice(start, end).trim();
  // What a merge key brings in has a value and no place of its own.
  const plain = node ? undefined : valueAt(document.value(), path);
  const own = { document, path, current: typeof plain === 'string' ? plain : scalarText(document, path) };
  const supplied = suppliedPlace(application, document, text);
  if (wanted) refuseTemplate(application, supplied?.current ?? text, supplied ?? own);
  return supplied ?? own;
}

/** The element that supplies a text of a document that is one placeholder. */
export function suppliedPlace(application: Application, document: YamlDocument, text: string): Place | undefined {
  const generated = filledInBy(application, document);
  if (!generated || !/^\{\{[^{}]*\}\}$/.test(text)) return undefined;
  const [key = ''] = placeholdersIn(text, generated);
  const supplied = generated.values.get(key);
  if (!supplied?.document) return undefined;
  return { document: supplied.document, path: supplied.path, current: supplied.text };
}

/** What fills in the placeholders of a document: an ApplicationSet those of its own template, and no file's. */
function filledInBy({ generated, document: set }: Application, document: YamlDocument): GeneratedBy | undefined {
  return isWithin(document, set) ? generated : undefined;
}

/** UserError where a text holds a template, with the elements that have a part in it. */
export function refuseTemplate(
  application: Application,
  text: string,
  { document, path }: Pick<Place, 'document' | 'path'>,
): void {
  if (!text.includes('{{')) return;
  const generated = filledInBy(application, document);
  const parts = (generated ? placeholdersIn(text, generated) : []).flatMap((name) => {
    const found = generated?.values.get(name);
    if (!found?.document) return [];
    const { path: file, line } = found.document.locateValue(found.path);
    return [`${name} (${found.document === application.document ? '' : `${file}, `}line ${line})`];
  });
  const unread = generated?.unread ? ` (${generated.unread} is not read)` : '';
  const way =
    parts.length > 0
      ? `It is put together from ${parts.join(' and ')}: let one key of the element hold the whole tag.`
      : `No element of a list generator holds its value${unread}: put the tag into the elements, or write it out.`;
  throw new UserError(`${formatYamlPath(path)} is the template ${quoteName(text.slice(0, 200))}`, {
    location: document.locateValue(path),
    help: generated ? way : 'What fills it in cannot be known here: write the value out.',
  });
}

/** What the generator's values make of a text; placeholders that are not known stay. */
export function fillIn({ generated }: Application, text: string): string {
  return generated ? fillPlaceholders(text, generated) : text;
}

/**
 * UserError where a place of an ApplicationSet, or of a file that its generator reads, also says what another service or
 * environment runs. `others` are the Applications that such a place may be of.
 */
export function refuseSharedTemplate(
  application: Application,
  { document, path }: SetElement,
  others: readonly Application[],
): void {
  if (!application.generated) return;
  const ids = (one: Application): string[] =>
    (one.generated?.elements ?? []).filter((element) => isAround(element, { document, path })).map(elementId);
  const [id] = ids(application);
  const other = others.find(
    (one) =>
      (one.service !== application.service || one.environment !== application.environment) &&
      (id === undefined || ids(one).includes(id)),
  );
  if (!other) return;
  const whose = `${quoteName(other.name)} (${other.environment ?? 'no environment'})`;
  const what = document === application.document ? 'the ApplicationSet' : showPath(document.file.path);
  throw new UserError(`${formatYamlPath(path)} of ${what} is also what ${whose} runs`, {
    location: document.locateValue(path),
    help: 'Let the template take the tag from a key of the list generator, with one element for each service and environment.',
  });
}

function isAround(element: SetElement, { document, path }: SetElement): boolean {
  return element.document.file.path === document.file.path && element.path.every((step, index) => path[index] === step);
}

function elementId({ document, path }: SetElement): string {
  return JSON.stringify([document.file.path, document.index, path]);
}

/** UserError where an ApplicationSet may make something else of a target than its template says. */
export function refuseDoubt({ generated, document }: Application, targets: readonly ImageTarget[]): void {
  const doubt = generated?.doubt;
  if (!doubt) return;
  const own = targets.some((target) => isWithin(target.document, document));
  if (doubt.ownText && !own) return;
  throw doubtError(document, doubt);
}

/** The error about what an ApplicationSet may make of its template. */
export function doubtError(document: YamlDocument, { what, help, path }: SetDoubt): UserError {
  const message = `the ApplicationSet ${nameOfSet(document)} may run another image than it says: ${what}`;
  return new UserError(message, { location: document.locate(path), help });
}

/** Whether a document is another one, or YAML in a text of it. */
function isWithin(document: YamlDocument, other: YamlDocument): boolean {
  const { nesting } = document.file;
  return document === other || (nesting !== undefined && isWithin(nesting.document, other));
}
