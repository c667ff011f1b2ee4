import { parseImageReference } from '../images/image-reference.ts';
import type { Location } from '../location.ts';
import { spellingsOf } from '../name-spellings.ts';
import { showPath } from '../names.ts';
import type { Tree } from '../ports.ts';
import { textPattern } from '../text-pattern.ts';
import { isYaml } from '../tree/file-types.ts';
import { textOf } from '../tree/read-text.ts';
import { isForeign } from '../tree/repository-paths.ts';
import { field, isRecord, plainValue, textAt, valueAt, walkValue } from '../yaml/value.ts';
import { parseYamlFile, type YamlDocument, type YamlPath } from '../yaml/yaml-document.ts';

/** What has a name already, and where it says so. */
export interface Claim {
  what: string;
  location: Location;
}

/**
 * What others than a service of that name have it for: the repository of an image, a namespace, the label by which pods
 * are chosen. What is written for the service itself is none, so that one that is half there can be completed. Null where
 * nobody has it.
 */
export async function claimInManifests(
  tree: Tree,
  name: string,
  services: readonly { name: string }[],
): Promise<Claim | null> {
  const word = textPattern()`(?<![A-Za-z0-9])${spellingsOf(name)}(?![A-Za-z0-9])`;
  const isOwn = (text: string): boolean => word.test(text);
  const paths = (await tree.list()).flatMap(({ path, mode }) =>
    mode === 'file' && isYaml(path) && !isOwn(path) && !isForeign(path) && !path.startsWith('.github/') ? [path] : [],
  );
  const contents = await tree.read(paths);
  const naming = new Map<string, readonly YamlDocument[]>();
  const namespaces = new Set<string>();
  for (const path of paths) {
    const text = textOf(path, contents.get(path)) ?? '';
    const isAsked = text.includes(name);
    if (!isAsked && !/\bnamespace:|\bNamespace\b/.test(text)) continue;
    const { documents } = parseYamlFile(path, text);
    for (const document of documents) for (const one of namespacesOf(plainValue(document))) namespaces.add(one);
    if (isAsked) naming.set(path, documents);
  }
  // Where every service has a namespace of its own, that of the new one is no one else's.
  const isOfServices = services.some((one) => one.name !== name && namespaces.has(one.name));
  for (const [path, documents] of naming)
    for (const document of documents) {
      const claim = claimOf(document, name, isOwn);
      if (claim && !(isOfServices && claim.isNamespace))
        return { what: `${claim.what} of ${showPath(path)} is called so`, location: document.locate(claim.at) };
    }
  return null;
}

function namespacesOf(value: unknown): string[] {
  const own = textAt(value, 'kind') === 'Namespace' ? textAt(value, 'metadata', 'name') : undefined;
  const destination = textAt(value, 'spec', 'destination', 'namespace');
  return [own, destination].flatMap((one) => one ?? []);
}

interface Found {
  what: string;
  at: YamlPath;
  isNamespace?: true;
}

function claimOf(document: YamlDocument, name: string, isOwn: (text: string) => boolean): Found | null {
  const value = plainValue(document);
  const kind = textAt(value, 'kind');
  const called = textAt(value, 'metadata', 'name') ?? '';
  if (kind === 'Namespace') {
    if (called === name) return { what: 'the namespace', at: ['metadata', 'name'], isNamespace: true };
    const label = labelOf(value, ['metadata', 'labels'], name);
    return label && { what: 'a label of the namespace', at: label, isNamespace: true };
  }
  if (kind !== undefined && isOwn(called)) return null;
  if (textAt(value, 'spec', 'destination', 'namespace') === name)
    return { what: 'the namespace of an Application', at: ['spec', 'destination', 'namespace'], isNamespace: true };
  const pods = labelOf(value, ['spec', 'template', 'metadata', 'labels'], name);
  return pods ? { what: 'a label of the pods', at: pods } : imageIn(value, name, isOwn);
}

/** The labels by which people choose objects. */
const choosing = ['app', 'name', 'app.kubernetes.io/name', 'app.kubernetes.io/instance', 'k8s-app'];

function labelOf(value: unknown, at: YamlPath, name: string): YamlPath | null {
  const labels = valueAt(value, at);
  const key = choosing.find((one) => field(labels, one) === name);
  return key === undefined ? null : [...at, key];
}

/** Where an image of that name is run by something that is called otherwise. */
function imageIn(root: unknown, name: string, isOwn: (text: string) => boolean): Found | null {
  for (const { value, path } of walkValue(root)) {
    if (!isRecord(value)) continue;
    const key = ['image', 'repository', 'newName'].find((one) => isImageCalled(value, one, name));
    if (key === undefined) continue;
    const isOfName = [...path, textAt(value, 'name') ?? ''].some((step) => typeof step === 'string' && isOwn(step));
    // An artifact that is built from its folder is what is left of a service of that name.
    const isBuilt = ['context', 'docker'].some((one) => isOwn(JSON.stringify(field(value, one) ?? '')));
    if (!isOfName && !isBuilt) return { what: 'an image', at: [...path, key] };
  }
  return null;
}

function isImageCalled(value: Record<string, unknown>, key: string, name: string): boolean {
  const text = textAt(value, key);
  if (text === undefined || (key === 'repository' && field(value, 'tag') === undefined)) return false;
  return parseImageReference(text)?.repository.split('/').at(-1) === name;
}
