import { quoteName } from '../names.ts';
import type { Change } from '../yaml/change.ts';
import { formatYamlPath } from '../yaml/replace-scalar.ts';
import type { YamlPath } from '../yaml/yaml-document.ts';
import { newRepository } from './image-text.ts';
import type { ImageEntry } from './kustomize-entries.ts';
import type { ImagePart, ImageTarget, TargetContext } from './target.ts';

/** The parts of an entry of `images`. Setting one of `newTag` and `digest` clears the other. */
export function entryTargets(
  entry: ImageEntry,
  { image }: TargetContext,
): { targets: ImageTarget[]; dropsDigest: boolean } {
  const { document, path, name, newName, digest, at } = entry;
  const base = newName === '' ? name : newName;
  const place = { name: quoteName(name), document, path: at('name'), registryApart: false };
  const repository = newRepository(base, image, place);
  const changes = image.tag === undefined ? [] : versionChanges(entry, image.tag, image.digest);
  const target = (part: ImagePart, key: string, current: string, value: string | undefined): ImageTarget => ({
    part,
    name: part === 'tag' ? 'the image of the kustomization' : `${key} of the image`,
    document,
    path: entry.has(key) ? at(key) : path,
    text: `${shownList(path)}[name=${name}].${key}`,
    current,
    value,
    changes: part === 'repository' ? nameChanges(entry, base, repository) : changes,
  });
  return {
    targets: [
      target('repository', 'newName', base, image.repository === undefined ? undefined : repository),
      target('tag', 'newTag', entry.newTag, image.tag),
      target('digest', 'digest', digest, image.tag === undefined ? undefined : (image.digest ?? '')),
    ],
    dropsDigest: image.tag !== undefined && image.digest === undefined && digest !== '',
  };
}

/** Of `newTag` and `digest` one says what runs; the other is cleared, or gives its line when only it is there. */
function versionChanges({ document, has, at }: ImageEntry, tag: string, digest: string | undefined): Change[] {
  const [key, other] = digest === undefined ? ['newTag', 'digest'] : ['digest', 'newTag'];
  const value = digest ?? tag;
  if (!has(key) && has(other)) return [{ kind: 'rename', document, path: at(other), key, value }];
  const before = String(at(has('newName') ? 'newName' : 'name').at(-1));
  if (!has(key)) return [{ kind: 'insert', document, path: at(key), after: before, value }];
  const replaced: Change = { kind: 'replace', document, path: at(key), value };
  return has(other) ? [replaced, { kind: 'remove', document, path: at(other) }] : [replaced];
}

function nameChanges({ document, has, at }: ImageEntry, current: string, value: string): Change[] {
  if (value === current) return [];
  const path = at('newName');
  if (has('newName')) return [{ kind: 'replace', document, path, value }];
  return [{ kind: 'insert', document, path, after: String(at('name').at(-1)), value }];
}

function shownList(path: YamlPath): string {
  return formatYamlPath(typeof path.at(-1) === 'number' ? path.slice(0, -1) : path);
}
