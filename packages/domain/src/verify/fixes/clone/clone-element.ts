import type { Application, SetElement } from '../../../argocd/application.ts';
import { insertBlock, insertInBrackets } from '../../../list-editing/list-text.ts';
import { itemBlocks, listsOf } from '../../../list-editing/yaml-lists.ts';
import type { Edit } from '../../../yaml/edit.ts';
import { valueAt } from '../../../yaml/value.ts';
import { parseYamlFile, type YamlDocument, type YamlPath } from '../../../yaml/yaml-document.ts';
import { pointerOf } from '../../../yaml/yaml-path.ts';
import type { NewFile } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';
import { type Clone, type CloneTarget, isFree, withoutWaivers } from './clone.ts';
import { ownValueFiles } from './own-value-files.ts';
import { isTellingName, serviceRenamer } from './service-renamer.ts';
import { taggedTexts } from './tagged-texts.ts';

/**
 * What an ApplicationSet makes another service's Application from, for a service of another name: an element of its list
 * behind the others, or the file that it is made for, and the value files that are named after the sibling. Null where
 * no one element tells the two apart, where nothing can be added beside it, or where the tag cannot be written.
 */
export function cloneElement(sibling: Application, { service, tag }: CloneTarget, context: RuleContext): Clone | null {
  if (!sibling.generated || sibling.service === null || !isTellingName(sibling.service)) return null;
  const rename = serviceRenamer(sibling.service, service.name, context.services.keys());
  const texts = taggedTexts(sibling, tag, context);
  if (texts === null || rename(sibling.name) === sibling.name) return null;
  const told: (NewFile | Edit)[] = [];
  for (const { document, path } of sibling.generated.elements.filter(isOfOne)) {
    const tagged = texts.get(document.file.path);
    texts.delete(document.file.path);
    const cloned = path.length === 0 ? fileFor(document, tagged) : itemFor({ document, path }, tagged);
    if (cloned === 'refused') return null;
    if (cloned) told.push(cloned);
  }
  // The tag of the sibling stands in the set itself: it is everybody's.
  const [one, more] = told;
  if (!one || more) return null;
  // One that says no tag, since the element does, is read all the same.
  for (const path of ownValueFiles(sibling, rename, context))
    if (!texts.has(path)) texts.set(path, context.text(path) ?? '');
  const files = renamedFiles(texts);
  if (files === null) return null;
  return 'range' in one ? { creates: files, edits: [one] } : { creates: [one, ...files], edits: [] };

  /** Files of the sibling under the name of the other; null where one is not named after it, or is there. */
  function renamedFiles(texts: ReadonlyMap<string, string>): NewFile[] | null {
    const paths = [...texts.keys()];
    if (paths.some((path) => rename(path) === path || !isFree(rename(path), context))) return null;
    return paths.map((path) => ({ path: rename(path), text: rename(withoutWaivers(texts.get(path) ?? '')) }));
  }

  /** The file of a generator of files, renamed; nothing for one that is not named after the sibling. */
  function fileFor({ file }: YamlDocument, tagged: string | undefined): NewFile | 'refused' | null {
    const path = rename(file.path);
    if (path === file.path) return tagged === undefined || tagged === file.text ? null : 'refused';
    return isFree(path, context) ? { path, text: rename(withoutWaivers(tagged ?? file.text)) } : 'refused';
  }

  /** The element, renamed, behind the last; nothing for one that says nothing of the sibling, such as an environment. */
  function itemFor({ document, path }: SetElement, tagged: string | undefined): Edit | 'refused' | null {
    const { file } = document;
    const [list, index] = [path.slice(0, -1), path.at(-1)];
    const items = blocksOf(document, list);
    const [like, last] = [typeof index === 'number' ? items?.[index] : undefined, items?.at(-1)];
    if (!items || !like || !last) return 'refused';
    const other = tagged === undefined ? document : parseYamlFile(file.path, tagged).documents[document.index];
    const withTag = other && typeof index === 'number' ? blocksOf(other, list)?.[index] : undefined;
    if (!other || !withTag) return 'refused';
    // What else has the tag is read for others too.
    if (besides(other, list, index) !== besides(document, list, index)) return 'refused';
    const written = other.file.text.slice(withTag.start, withTag.end);
    const clone = rename(written);
    if (clone === written) return null;
    const members = items.map((span) => ({ name: '', ...span }));
    const isFlow = file.text[like.start] !== '-';
    return (
      (isFlow
        ? insertInBrackets(file.path, file.text, members, clone)
        : insertBlock(file.path, file.text, { last: last, like: like, clone })) ?? 'refused'
    );
  }
}

/** What a document says besides one item of a list. */
function besides(document: YamlDocument, list: YamlPath, index: YamlPath[number] | undefined): string {
  const value = structuredClone(document.value());
  const items = valueAt(value, list);
  if (Array.isArray(items) && typeof index === 'number') items[index] = null;
  return JSON.stringify(value);
}

/** What each item of a list of a document takes; null where it is no such list, or not every item has a place. */
function blocksOf(document: YamlDocument, path: YamlPath): { start: number; end: number }[] | null {
  const wanted = pointerOf(path);
  const list = listsOf(document).find((one) => one.shift === 0 && pointerOf(one.path) === wanted);
  const blocks = list ? itemBlocks(list) : [];
  const known = blocks.filter((block) => block !== undefined);
  return known.length > 0 && known.length === blocks.length ? known : null;
}

/** Whether an element is one of a list, or a file, and no generator that asks others: that is of no one service. */
function isOfOne({ path }: SetElement): boolean {
  return path.length === 0 || typeof path.at(-1) === 'number';
}
