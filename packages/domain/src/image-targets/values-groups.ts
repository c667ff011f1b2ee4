import type { ChartValues } from '../argocd/chart-values.ts';
import { addAll } from '../grouping.ts';
import type { KeyPath } from '../helm/template-value.ts';
import { splitImageText } from '../images/image-reference.ts';
import { memoize } from '../memo.ts';
import { isRecord } from '../yaml/value.ts';
import { winnerOf } from './unwritable-values.ts';

/** Values that say an image: a tag beside a repository, or the whole text of one. */
export interface ImageGroup {
  /** The repository, with its registry where that has a key of its own. */
  repository: string;
  /** The key of the tag, or of the whole text. */
  key: KeyPath;
  part: 'tag' | 'whole';
}

/** Keys that charts use for a tag, and for the repository beside it. */
const tagNames = ['tag', 'imageTag', 'image_tag', 'version', 'imageVersion'];
const repositoryNames = ['repository', 'imageRepository', 'image_repository', 'repo', 'image', 'imageName', 'name'];

/** Keys within keys that are looked into. */
const deepest = 12;

/** The images that the values of a chart say, whatever its templates read of them. */
export const groupsOf = memoize((values: ChartValues): readonly ImageGroup[] => {
  const maps = new Map<string, KeyPath>();
  const texts = new Map<string, KeyPath>();
  for (const { values: root, sets, ignored, unknown } of values.layers) {
    if (ignored !== null) continue;
    if (sets !== null) {
      maps.set(JSON.stringify(sets.slice(0, -1)), sets.slice(0, -1));
      texts.set(JSON.stringify(sets), sets);
    } else if (unknown === null) collect(root, maps, texts);
  }
  const groups: ImageGroup[] = [];
  for (const path of maps.values()) addAll(groups, groupAt(values, path));
  for (const path of texts.values()) {
    const text = textAt(values, path);
    if (!/(?:image|^image)$/i.test(String(path.at(-1))) || !text.includes('/')) continue;
    const { repository, tag, digest } = splitImageText(text);
    if (tag !== '' || digest !== '') groups.push({ repository, key: path, part: 'whole' });
  }
  return groups;
});

function collect(root: unknown, maps: Map<string, KeyPath>, texts: Map<string, KeyPath>): void {
  const pending: { value: unknown; path: KeyPath }[] = [{ value: root, path: [] }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, path } = next;
    if (typeof value === 'string') texts.set(JSON.stringify(path), path);
    if (typeof value !== 'object' || value === null || path.length > deepest) continue;
    if (isRecord(value)) maps.set(JSON.stringify(path), path);
    const below: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    for (const [key, inner] of below) pending.push({ value: inner, path: [...path, key] });
  }
}

function groupAt(values: ChartValues, path: KeyPath): ImageGroup[] {
  const tag = tagNames.find((name) => winnerOf(values, [...path, name]).found.path.length === path.length + 1);
  if (tag === undefined) return [];
  for (const name of repositoryNames) {
    const text = textAt(values, [...path, name]);
    // A name without a slash may be that of anything.
    if (text === '' || /\s/.test(text) || (name === 'name' && !text.includes('/'))) continue;
    const registry = textAt(values, ['global', 'imageRegistry']) || textAt(values, [...path, 'registry']);
    const repository = registry === '' ? text : `${registry.replace(/\/$/, '')}/${text}`;
    return [{ repository, key: [...path, tag], part: 'tag' }];
  }
  return [];
}

function textAt(values: ChartValues, path: KeyPath): string {
  const { found } = winnerOf(values, path);
  return found.state === 'set' && typeof found.value === 'string' ? found.value : '';
}
