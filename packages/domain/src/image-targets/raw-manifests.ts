import type { Application, ApplicationSource } from '../argocd/application.ts';
import { directoryFilter } from '../argocd/source-contents.ts';
import { isHere, isWritten, revisionOf } from '../argocd/source-place.ts';
import { sourceTool } from '../argocd/source-tool.ts';
import { type ImageText, splitImageText } from '../images/image-reference.ts';
import { formatLocation } from '../location.ts';
import { memoize } from '../memo.ts';
import { listFew, quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import { formatYamlPath } from '../yaml/replace-scalar.ts';
import { valueAt } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import { matchImages } from './image-text.ts';
import { imageTextTargets } from './image-text-targets.ts';
import { refuseSharedFolder } from './kustomization.ts';
import type { Manifests, TargetContext, TargetSearch } from './target.ts';

/** Where a resource holds the specification of pods: workloads, CronJobs, Pods, jobs that are scaled. */
const podSpecs: readonly YamlPath[] = [
  ['spec', 'template', 'spec'],
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  ['spec', 'jobTargetRef', 'template', 'spec'],
  ['spec'],
];

interface Container {
  document: YamlDocument;
  path: YamlPath;
  image: ImageText;
}

/** `image:` of the containers of the manifests that a source takes from a folder: all with the service's repository. */
export function rawManifestTargets(application: Application, context: TargetContext): TargetSearch {
  const { manifests, deployBranch, image } = context;
  const search: TargetSearch & { warnings: string[] } = {
    targets: [],
    searched: { document: application.document, path: application.sources[0]?.at ?? ['spec'] },
    instead: '',
    warnings: [],
  };
  for (const source of application.sources) {
    if (!isHere(source) || sourceTool(source, manifests.below(source.path ?? '')) !== 'directory') continue;
    if (!isWritten(revisionOf(source), deployBranch)) continue;
    const containers = containersIn(source, manifests);
    const repositories = new Set(containers.map((container) => container.image.repository));
    if (repositories.size > 0)
      search.instead = `The images of its manifests are ${listFew([...repositories].map(quoteName))}.`;
    const matched = matchImages(containers, (container) => [container.image.repository], image);
    refuseSeveral(matched);
    for (const { document, path, image: current } of matched) {
      const { targets, warnings } = imageTextTargets(application, context, {
        document,
        path,
        prefix: '',
        image: current,
        name: `the image at ${formatLocation(document.locateValue(path))}`,
        text: formatYamlPath(path),
        digestReplacesTag: false,
      });
      if (targets.some(({ changes }) => changes.length > 0))
        refuseSharedFolder(
          application,
          document,
          path,
          context.readers.ofManifest(document.file.path, revisionOf(source)),
        );
      search.targets.push(...targets);
      search.warnings.push(...warnings);
    }
  }
  return search;
}

const containersOfSources = memoize((_manifests: Manifests) => new Map<ApplicationSource, Container[]>());

/** The containers of all manifests that a source takes: read once, however many services are looked for in them. */
function containersIn(source: ApplicationSource, manifests: Manifests): Container[] {
  const bySource = containersOfSources(manifests);
  const containers =
    bySource.get(source) ??
    manifests
      .below(source.path ?? '')
      .filter(directoryFilter(source))
      .flatMap((path) => (manifests.parse(path)?.documents ?? []).flatMap(containersOf));
  bySource.set(source, containers);
  return containers;
}

function containersOf(document: YamlDocument): Container[] {
  const value = document.value();
  const items = valueAt(value, ['kind']) === 'List' ? valueAt(value, ['items']) : undefined;
  const resources: YamlPath[] = Array.isArray(items) ? items.map((_item: unknown, index) => ['items', index]) : [[]];
  const specs = resources.flatMap((resource) =>
    podSpecs
      .filter((spec) => spec.length > 1 || valueAt(value, [...resource, 'kind']) === 'Pod')
      .map((spec) => [...resource, ...spec]),
  );
  const lists = specs.flatMap((spec) => ['initContainers', 'containers'].map((key) => [...spec, key]));
  return lists.flatMap((list) => {
    const members = valueAt(value, list);
    return (Array.isArray(members) ? members : []).flatMap((_member: unknown, index): Container[] => {
      const path = [...list, index, 'image'];
      const text = valueAt(value, path);
      return typeof text === 'string' ? [{ document, path, image: splitImageText(text) }] : [];
    });
  });
}

/** Two repositories that end in the service's name: only the request can tell which is meant. */
function refuseSeveral(matched: readonly Container[]): void {
  const [first] = matched;
  const other = matched.find(({ image }) => image.repository !== first?.image.repository);
  if (!first || !other) return;
  throw new UserError(
    `both ${quoteName(first.image.repository)} and ${quoteName(other.image.repository)} may be the image that is meant`,
    { location: other.document.locateValue(other.path), help: 'Give "repository" with the image.' },
  );
}
