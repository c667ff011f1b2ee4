import type { Application } from '../argocd/application.ts';
import { readTemplate } from '../helm/helm-template.ts';
import { namedLists } from '../helm/name-lists.ts';
import { entriesAt, templateDocuments } from '../helm/template-documents.ts';
import { formatLocation, type Location, placesIn } from '../location.ts';
import type { ServiceRenamer } from '../verify/fixes/clone/service-renamer.ts';
import { plainValue, textAt } from '../yaml/value.ts';
import { deployingFiles, type OpenSources } from './deploying-files.ts';

/** Kinds without which a service does not run, or is not reached. What else names a sibling says nothing of another. */
const needed: ReadonlySet<string> = new Set([
  'ConfigMap',
  'DaemonSet',
  'Deployment',
  'Rollout',
  'Service',
  'ServiceAccount',
  'StatefulSet',
]);

/** An object that is called after a service, by its kind and name as they are written. */
interface Named {
  kind: string;
  name: string;
  place: Location;
}

/**
 * The places of what Argo CD reads for a sibling that make an object for it, and none for the new service: a manifest
 * whose name the one of the new service has no counterpart of, and a list of names that a template makes objects of.
 */
export function unmadeObjects(
  rename: ServiceRenamer,
  { sibling, own }: { sibling: readonly Application[]; own: readonly Application[] },
  sources: OpenSources,
): Location[] {
  const all = [...new Set(deployingFiles([...sibling, ...own], sources).map(({ path }) => path))];
  const objects = all.flatMap((path) => objectsIn(path, sources));
  const made = new Set(objects.map(({ kind, name }) => `${kind} ${name}`));
  const unmade = objects.filter(
    ({ kind, name }) => rename(name) !== name && needed.has(kind) && !made.has(`${kind} ${rename(name)}`),
  );
  const places = [...unmade.map(({ place }) => place), ...all.flatMap((path) => unlistedIn(path, rename, sources))];
  return [...new Map(places.map((place) => [formatLocation(place), place])).values()];
}

function objectsIn(path: string, { yaml, text }: OpenSources): Named[] {
  const file = yaml(path);
  if (file && file.errors.length === 0)
    return file.documents.flatMap((document) => {
      const value = plainValue(document);
      const [kind, name] = [textAt(value, 'kind'), textAt(value, 'metadata', 'name')];
      if (kind === undefined || name === undefined) return [];
      return [{ kind, name, place: document.locate(['metadata', 'name']) }];
    });
  const template = isTemplate(path) ? readTemplate(path, text(path) ?? '') : null;
  if (!template) return [];
  const at = placesIn(template);
  return templateDocuments(template).flatMap((document) =>
    entriesAt(document, ['metadata', 'name']).map(({ start, lineEnd }) => ({
      kind: document.kind,
      name: template.text
        .slice(start, lineEnd)
        .replace(/^name[ \t]*:/, '')
        .trim(),
      place: at(start),
    })),
  );
}

/** The lists of names in a template that hold the sibling, and not the new service. */
function unlistedIn(path: string, rename: ServiceRenamer, { text }: OpenSources): Location[] {
  if (!isTemplate(path)) return [];
  const file = { path, text: text(path) ?? '' };
  const at = placesIn(file);
  return namedLists(readTemplate(path, file.text)).flatMap((members) => {
    const names = new Set(members.map((one) => one.text));
    const like = members.find((one) => rename(one.text) !== one.text);
    return like && !names.has(rename(like.text)) ? [at(like.start)] : [];
  });
}

function isTemplate(path: string): boolean {
  return /(?:^|\/)templates\//.test(path);
}
