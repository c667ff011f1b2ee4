import { readDockerfile } from '../../../dockerfile/dockerfile.ts';
import { parseImageReference } from '../../../images/image-reference.ts';
import type { Location } from '../../../location.ts';
import { placeIn, placesIn } from '../../../location.ts';
import { memoize } from '../../../memo.ts';
import { lineStart } from '../../../text-lines.ts';
import { dockerfiles, isOfActions, scripts } from '../../../tree/file-types.ts';
import { helmReleases } from '../../facts/helm/installed-charts.ts';
import type { RuleContext } from '../../rule/context.ts';
import { type PinnedVersion, terraformVersions } from './terraform-versions.ts';

/** The versions of known products in images, version variables, charts, Terraform and setup steps, by file as they were read. */
export const pinnedVersions: (context: RuleContext) => readonly PinnedVersion[] = memoize((context) => [
  ...[...context.texts].flatMap(([path, text]) => [...imagesIn(path, text), ...setupSteps(path, text)]),
  ...versionVariables(context).flatMap(({ name, version, location }): PinnedVersion[] => {
    const product = productOfVariable.get(name.slice(0, -'_VERSION'.length));
    return product === undefined ? [] : [{ product, version, location, what: name, how: 'variable' }];
  }),
  ...terraformVersions(context),
  ...inCharts(context),
]);

function imagesIn(path: string, text: string): PinnedVersion[] {
  if (dockerfiles(path)) {
    return readDockerfile(text).stages.flatMap(({ base, line }) => ofImage(base, { path, line, column: 1 }) ?? []);
  }
  if (!/\.ya?ml$/.test(path)) return [];
  const place = placesIn({ path, text });
  return [...text.matchAll(/^[ \t]*(?:-[ \t]+)?image:[ \t]*["']?([\w./:@-]+)/gm)].flatMap((match) => {
    const [whole, reference = ''] = match;
    return ofImage(reference, place(match.index + whole.length - reference.length)) ?? [];
  });
}

const setupVersion = /\b(node|python|go|dotnet)-version:[ \t]*["']?(\d+(?:\.\d+)*)(?:\.x)?["']?(?![\w.])/g;

/** Whether it is a key with its value: one that its line begins with, or of a flow map, and no more is said but a comment. */
function isPair(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(lineStart(text, start), start - 200), start).trimEnd();
  const behind = text.slice(end, end + 200);
  return (before === '' || /[{,]$/.test(before)) && /^[ \t]*(?:[#,}\r\n]|$)/.test(behind);
}

function setupSteps(path: string, text: string): PinnedVersion[] {
  if (!isOfActions(path)) return [];
  const place = placesIn({ path, text });
  return [...text.matchAll(setupVersion)].flatMap((match) => {
    const [whole, tool = '', version = ''] = match;
    if (!isPair(text, match.index, match.index + whole.length)) return [];
    const product = tool === 'go' ? 'golang' : tool;
    return {
      product,
      version,
      location: place(match.index),
      what: `${tool}-version`,
      how: 'setup',
    };
  });
}

/** `ISTIO_VERSION=1.29.1`, in a script, a Makefile, a Dockerfile or the `env` of a workflow. */
interface VersionVariable {
  name: string;
  version: string;
  location: Location;
}

const variable =
  /^[ \t]*(?:-[ \t]+)?(?:export[ \t]+|readonly[ \t]+|local[ \t]+|ARG[ \t]+|ENV[ \t]+)?([A-Z][A-Z0-9_]*_VERSION)[ \t]*(?:[:?]{0,2}=|:)[ \t]*["']?(?:\$\{\w+:[-=])?(v?\d+(?:\.\d+)+[\w.+-]*|\d+(?=["'}]?[ \t]*(?:#.*)?$))/gm;

/** The version variables with a literal value. */
export function versionVariables(context: RuleContext): VersionVariable[] {
  return [...context.texts].flatMap(([path, text]) => {
    if (!text.includes('_VERSION') || !(dockerfiles(path) || scripts(path) || isOfActions(path))) return [];
    const place = placesIn({ path, text });
    return [...text.matchAll(variable)].map((match) => {
      const [whole, name = '', version = ''] = match;
      return { name, version, location: place(match.index + indentOf(whole)) };
    });
  });
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

const productOfVariable: ReadonlyMap<string, string> = new Map([
  ['ISTIO', 'istio'],
  ['K8S', 'kubernetes'],
  ['KUBERNETES', 'kubernetes'],
  ['KUBE', 'kubernetes'],
  ['KIND_NODE', 'kubernetes'],
  ['NODE', 'node'],
  ['NODEJS', 'node'],
  ['GO', 'golang'],
  ['GOLANG', 'golang'],
  ['PYTHON', 'python'],
  ['DOTNET', 'dotnet'],
  ['ALPINE', 'alpine'],
  ['DEBIAN', 'debian'],
  ['UBUNTU', 'ubuntu'],
]);

function ofImage(reference: string, location: Location): PinnedVersion | null {
  const image = parseImageReference(reference);
  if (!image?.tag) return null;
  const { registry, repository, tag } = image;
  const official = registry === null || registry === 'docker.io' ? repository.replace(/^library\//, '') : null;
  const name = official ?? `${registry}/${repository}`.replace(/^public\.ecr\.aws\/docker\/library\//, '');
  const product = productOfImage(name);
  if (product === null) return null;
  const code = /^[a-z]+/.exec(tag)?.[0] ?? '';
  const [written] = /^v?\d+(?:\.\d+)*/.exec(tag) ?? [];
  const version = written ?? codenames.get(code);
  return version === undefined
    ? null
    : { product, version, location, what: `image ${reference.replace(/@.*/, '')}`, how: 'image' };
}

const official: ReadonlySet<string> = new Set([
  'alpine',
  'debian',
  'golang',
  'mysql',
  'node',
  'php',
  'postgres',
  'python',
  'rabbitmq',
  'redis',
  'ruby',
  'ubuntu',
]);

function productOfImage(name: string): string | null {
  if (official.has(name)) return name;
  if (name === 'mongo') return 'mongodb';
  if (name === 'kindest/node') return 'kubernetes';
  if (name === 'istio/pilot' || name === 'istio/proxyv2') return 'istio';
  return /^mcr\.microsoft\.com\/dotnet\/(?:sdk|aspnet|runtime|runtime-deps)$/.test(name) ? 'dotnet' : null;
}

const codenames: ReadonlyMap<string, string> = new Map([
  ['stretch', '9'],
  ['buster', '10'],
  ['bullseye', '11'],
  ['xenial', '16.04'],
  ['bionic', '18.04'],
  ['focal', '20.04'],
  ['jammy', '22.04'],
]);

/** Charts of a mesh have the versions of the mesh. */
const istioCharts: ReadonlySet<string> = new Set(['base', 'istiod', 'cni', 'ztunnel', 'gateway']);

function inCharts(context: RuleContext): PinnedVersion[] {
  const released = helmReleases(context).flatMap(({ block, chart }): PinnedVersion[] => {
    const version = block.attributes.get('version');
    const repository = block.attributes.get('repository')?.code ?? '';
    if (!chart || !istioCharts.has(chart) || !repository.includes('istio') || !version?.literal) return [];
    return [
      {
        product: 'istio',
        version: version.literal,
        location: placeIn(block.file, version.start),
        what: `chart ${chart}`,
        how: 'chart',
      },
    ];
  });
  const deployed = context.catalog.applications.flatMap(({ document, sources }) =>
    sources.flatMap(({ at, chart, repoURL, targetRevision }): PinnedVersion[] => {
      if (
        !chart ||
        !istioCharts.has(chart) ||
        !repoURL?.includes('istio') ||
        !/^v?\d+\.\d+\.\d+$/.test(targetRevision ?? '')
      )
        return [];
      const location = document.locate([...at, 'targetRevision']);
      return [{ product: 'istio', version: targetRevision ?? '', location, what: `chart ${chart}`, how: 'chart' }];
    }),
  );
  return [...released, ...deployed];
}
