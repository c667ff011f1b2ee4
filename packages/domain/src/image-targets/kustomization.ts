import type { Application, ApplicationSource } from '../argocd/application.ts';
import { isHere, isWritten, revisionOf } from '../argocd/source-place.ts';
import { sourceTool } from '../argocd/source-tool.ts';
import { listFew, quoteName, showPath } from '../names.ts';
import { kustomizationNames } from '../tree/file-types.ts';
import { joinPath } from '../tree/repository-paths.ts';
import { UserError } from '../user-error.ts';
import type { Change } from '../yaml/change.ts';
import { formatYamlPath, scalarText } from '../yaml/replace-scalar.ts';
import { listAt, valueAt } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import { matchImages, newRepository } from './image-text.ts';
import { droppedDigest } from './image-text-targets.ts';
import type { ImagePart, ImageTarget, TargetContext, TargetSearch } from './target.ts';
import { refuseTemplate } from './template-place.ts';

/** `images:` of the kustomization in the folder of a source. Setting one of `newTag` and `digest` clears the other. */
export function kustomizationTargets(application: Application, context: TargetContext): TargetSearch {
  const { manifests, image, deployBranch } = context;
  const search: TargetSearch & { warnings: string[] } = {
    targets: [],
    searched: { document: application.document, path: application.sources[0]?.at ?? ['spec'] },
    instead: '',
    warnings: [],
  };
  const isKustomized = (source: ApplicationSource): boolean =>
    isHere(source) &&
    sourceTool(source, manifests.below(source.path ?? '')) === 'kustomize' &&
    isWritten(revisionOf(source), deployBranch);
  for (const source of application.sources.filter(isKustomized)) {
    const folder = source.path ?? '';
    const document = kustomizationIn(folder, context);
    if (!document) continue;
    search.searched = { document, path: ['images'] };
    const entries = entriesOf(document);
    search.instead = describe(document.file.path, entries);
    const matched = matchImages(entries, ({ name, newName }) => (newName === '' ? [name] : [name, newName]), image);
    for (const entry of matched) {
      if (image.tag !== undefined) refuseTemplates(application, document, entry);
      const { targets, dropsDigest } = entryTargets(document, entry, context);
      if (targets.some(({ changes }) => changes.length > 0))
        refuseSharedFolder(application, document, entry.path, context.readers.ofFolder(folder, revisionOf(source)));
      search.targets.push(...targets);
      if (dropsDigest) search.warnings.push(droppedDigest(document, [...entry.path, 'digest'], quoteName(entry.name)));
    }
  }
  return search;
}

/** The one document of the kustomization in a folder. UserError where it holds another one. */
function kustomizationIn(folder: string, { manifests }: TargetContext): YamlDocument | undefined {
  const file = kustomizationNames.map((name) => joinPath(folder, name)).find(manifests.has) ?? '';
  const [document, second] = manifests.parse(file)?.documents ?? [];
  if (document && second)
    throw new UserError(`${showPath(file)} holds more than one document, and kustomize reads one`, {
      location: second.locate([]),
    });
  return document;
}

function entriesOf(document: YamlDocument): Entry[] {
  return listAt(document.value(), 'images').flatMap((value, index) =>
    typeof valueAt(value, ['name']) === 'string' ? [readEntry(document, value, index)] : [],
  );
}

function describe(file: string, entries: readonly Entry[]): string {
  if (entries.length === 0) return `${showPath(file)} has no images.`;
  return `The images of ${showPath(file)} are ${listFew(entries.map(({ name }) => quoteName(name)))}.`;
}

function refuseTemplates(application: Application, document: YamlDocument, entry: Entry): void {
  for (const key of ['newTag', 'digest']) {
    const path = [...entry.path, key];
    refuseTemplate(application, scalarText(document, path), { document, path });
  }
}

interface Entry {
  path: YamlPath;
  name: string;
  newName: string;
  newTag: string;
  digest: string;
  has: (key: string) => boolean;
}

function readEntry(document: YamlDocument, value: unknown, index: number): Entry {
  const path = ['images', index];
  const text = (key: string): string => scalarText(document, [...path, key]);
  return {
    path,
    name: text('name'),
    newName: text('newName'),
    newTag: text('newTag'),
    digest: text('digest'),
    has: (key) => valueAt(value, [key]) !== undefined,
  };
}

function entryTargets(
  document: YamlDocument,
  entry: Entry,
  { image }: TargetContext,
): { targets: ImageTarget[]; dropsDigest: boolean } {
  const { path, name, newName, digest } = entry;
  const base = newName === '' ? name : newName;
  const place = { name: quoteName(name), document, path: [...path, 'name'], registryApart: false };
  const repository = newRepository(base, image, place);
  const changes = image.tag === undefined ? [] : versionChanges(document, entry, image.tag, image.digest);
  const target = (part: ImagePart, key: string, current: string, value: string | undefined): ImageTarget => ({
    part,
    name: part === 'tag' ? 'the image of the kustomization' : `${key} of the image`,
    document,
    path: entry.has(key) ? [...path, key] : path,
    text: `${formatYamlPath(['images'])}[name=${name}].${key}`,
    current,
    value,
    changes: part === 'repository' ? nameChanges(document, entry, base, repository) : changes,
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
function versionChanges(
  document: YamlDocument,
  { path, has }: Entry,
  tag: string,
  digest: string | undefined,
): Change[] {
  const [key, other] = digest === undefined ? ['newTag', 'digest'] : ['digest', 'newTag'];
  const value = digest ?? tag;
  const at = [...path, key];
  if (!has(key) && has(other)) return [{ kind: 'rename', document, path: [...path, other], key, value }];
  if (!has(key)) return [{ kind: 'insert', document, path: at, after: has('newName') ? 'newName' : 'name', value }];
  const replaced: Change = { kind: 'replace', document, path: at, value };
  return has(other) ? [replaced, { kind: 'remove', document, path: [...path, other] }] : [replaced];
}

function nameChanges(document: YamlDocument, { path, has }: Entry, current: string, value: string): Change[] {
  if (value === current) return [];
  const at = [...path, 'newName'];
  if (has('newName')) return [{ kind: 'replace', document, path: at, value }];
  return [{ kind: 'insert', document, path: at, after: 'name', value }];
}

/** UserError where a file's folder is read by an Application of another environment as well. */
export function refuseSharedFolder(
  { environment }: Application,
  document: YamlDocument,
  path: YamlPath,
  readers: readonly Application[],
): void {
  const other = readers.find((reader) => reader.environment !== environment);
  if (!other) return;
  throw new UserError(
    `${showPath(document.file.path)} is also what Application ${quoteName(other.name)} (${other.environment ?? 'no environment'}) runs`,
    {
      location: document.locateValue(path),
      help: 'Give each environment a folder of its own, such as an overlay of kustomize, or a deploy branch of its own.',
    },
  );
}
