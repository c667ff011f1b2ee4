import type { LoadedConfig } from '../catalog/config.ts';
import type { EnvironmentConfig } from '../catalog/config-schema.ts';
import { isRegistry, parseImageReference, splitImageText } from '../images/image-reference.ts';
import { type FieldValues, renderTemplate, type Template, templateError } from '../images/tag-template.ts';
import { compareText } from '../location.ts';
import { quoteName } from '../names.ts';
import { insteadOf } from '../nearest.ts';
import { present } from '../present.ts';
import { UserError } from '../user-error.ts';
import type { DeployedImage } from './deployed-images.ts';
import type { ImageUnit } from './image-units.ts';

/** What naming needs of a request for a matrix. */
export interface NamingRequest {
  config: LoadedConfig;
  environment: string | null;
  /** Names of the environments the Catalog knows, to tell a mistyped one. */
  environments: readonly string[];
  /** Put before the image repository; null leaves the image without one. */
  registry: string | null;
  /** Templates given for this run. */
  imageRepository: string | null;
  tag: string | null;
  /** Whether the job that pushes puts the registry before the images: they are named below it. */
  omitRegistry: boolean;
  /** The images that services run in the environment, by the name of the service or of an image of its own. */
  deployed: ReadonlyMap<string, DeployedImage>;
}

/** How the images and tags of a request are named. */
export interface Naming extends Pick<NamingRequest, 'omitRegistry' | 'deployed'> {
  /** Null where nobody gave one: then images are called as they are deployed. */
  repository: Template | null;
  /** What images are called that nothing is known of. */
  otherwise: Template;
  registry: string | null;
  tag: Template;
  extraTags: Template[];
}

/**
 * The templates of a request: given for this run, else configured for the environment, else the defaults.
 * UserError where the environment is unknown or the registry is none.
 */
export function readNaming(request: NamingRequest): Naming {
  const { environment, config } = request;
  const section = environment === null ? undefined : readEnvironment(request, environment);
  const at = (...path: (string | number)[]): Template['location'] =>
    config.document?.locateValue(['environments', environment ?? '', ...path]) ?? null;
  const choose = (key: 'image-repository' | 'tag', input: string | null): Template | null => {
    if (input !== null) return { text: input, source: `input ${key}`, location: null };
    const configured = section?.[key];
    return configured === undefined
      ? null
      : { text: configured, source: `environments.${environment}.${key}`, location: at(key) };
  };
  const byDefault = (key: string, text: string): Template => ({ text, source: `default ${key}`, location: null });
  return {
    omitRegistry: request.omitRegistry,
    deployed: request.deployed,
    repository: choose('image-repository', request.imageRepository),
    otherwise: byDefault('image-repository', environment === null ? '{service}' : '{environment}/{service}'),
    registry: request.registry === null ? null : readRegistry(request.registry),
    tag: choose('tag', request.tag) ?? byDefault('tag', '{run_number}-{short_sha}'),
    extraTags: (section?.['extra-tags'] ?? []).map((text, index) => ({
      text,
      source: `environments.${environment}.extra-tags[${index}]`,
      location: at('extra-tags', index),
    })),
  };
}

function readEnvironment({ config, environments }: NamingRequest, name: string): EnvironmentConfig | undefined {
  const configured = new Map(Object.entries(config.config.environments ?? {}));
  const known = [...new Set([...environments, ...configured.keys()])].sort(compareText);
  // Where none is known at all (no Applications yet), a name is all there is to go by.
  if (known.length > 0 && !known.includes(name)) {
    throw new UserError(`there is no environment ${quoteName(name)}`, {
      help: insteadOf(name, 'environments', known),
    });
  }
  return configured.get(name);
}

function readRegistry(registry: string): string {
  // Owners on GitHub have capitals, and image names have none.
  const trimmed = registry.replace(/\/$/, '').toLowerCase();
  if (isRegistry(trimmed)) return trimmed;
  throw new UserError(`input registry ${quoteName(registry)} is not a registry`, {
    help: 'Give a host, with a port or a path when it has one, and without https://: ghcr.io/owner.',
  });
}

/** How an image is called where it is built, and where it is deployed. */
export interface ImageName {
  /** As the jobs name it. */
  image: string;
  /** Where what deploys it pulls it from, where `image` does not say it; '' where that is not known, or must not be said. */
  registry: string;
  /** As bump-image-tags takes it: in the form in which it is deployed. */
  deployed: { repository: string; registry?: string };
}

/**
 * The name of an image: by the template, where one was given; else as it is deployed; else as its neighbours are, where
 * they differ by their names alone; else as the definition of its build calls it; else by the default.
 */
export function nameImage(
  naming: Naming,
  unit: Pick<ImageUnit, 'name' | 'image'>,
  environment: string | null,
): ImageName {
  const { registry, omitRegistry } = naming;
  const there = naming.deployed.get(unit.name) ?? null;
  if (naming.repository) return named(renderImage(naming.repository, naming, unit.name, environment), there, naming);
  const known = there ?? asNeighbours(unit.name, naming.deployed) ?? asDefined(unit.image);
  if (known === null) return named(renderImage(naming.otherwise, naming, unit.name, environment), null, naming);
  if (registry === null) {
    const isSecret = known.registry === null || holdsAccount(known.registry);
    return { ...named(known.path, there, naming), registry: isSecret ? '' : (known.registry ?? '') };
  }
  const whole = known.registry === null ? known.path : `${known.registry}/${known.path}`;
  if (whole.startsWith(`${registry}/`)) return named(whole, there, naming);
  const host = registry.split('/')[0];
  // Another host may be where images are copied from; on the same one it would be another image.
  if (known.registry !== host || there === null) return named(`${registry}/${known.path}`, there, naming);
  throw new UserError(
    `input registry is ${registry}${omitRegistry ? '' : ','} and ${environment ?? ''} pulls ${quoteName(unit.name)} from ${whole}`,
    {
      location: there.location,
      help: `Give a registry that its name begins with, such as ${whole.slice(0, whole.lastIndexOf('/'))}, or say image-repository of the environment in rollcall.yaml.`,
    },
  );
}

/** @param image with the registry, where one was asked for */
function named(image: string, there: DeployedImage | null, { registry, omitRegistry }: Naming): ImageName {
  const below = omitRegistry && registry !== null && image.startsWith(`${registry}/`);
  const shown = below ? image.slice(registry.length + 1) : image;
  const parsed = parseImageReference(shown);
  const path = parsed?.repository ?? shown;
  const isThere = there !== null && (`/${there.path}`.endsWith(`/${path}`) || `/${path}`.endsWith(`/${there.path}`));
  if (isThere) {
    const hidden = there.registry !== null && holdsAccount(there.registry);
    return { image: shown, registry: '', deployed: { repository: hidden ? there.path : there.written } };
  }
  return {
    image: shown,
    registry: '',
    deployed: { repository: path, ...present({ registry: parsed?.registry ?? undefined }) },
  };
}

/** A registry of AWS holds the number of an account, which is masked in many a workflow: GitHub drops an output with it. */
function holdsAccount(registry: string): boolean {
  return /\d{12}/.test(registry);
}

type KnownImage = Pick<DeployedImage, 'registry' | 'path'>;

/** The image that a service would have if it were called as all others of its environment are. */
function asNeighbours(name: string, deployed: Naming['deployed']): KnownImage | null {
  const folders = [...deployed].map(([service, { registry, path }]) =>
    `/${path}`.endsWith(`/${service}`) ? JSON.stringify([registry, path.slice(0, -service.length)]) : null,
  );
  const [first] = folders;
  if (!first || folders.length < 2 || folders.some((folder) => folder !== first)) return null;
  const [registry, folder] = JSON.parse(first) as [string | null, string];
  return { registry, path: `${folder}${name}` };
}

/** The image that a definition names, where it says more than its own name. */
function asDefined(image: string | null): KnownImage | null {
  const parsed = image === null ? undefined : parseImageReference(splitImageText(image).repository);
  return parsed?.repository.includes('/') || parsed?.registry
    ? parsed && { registry: parsed.registry, path: parsed.repository }
    : null;
}

/** The image of a template: registry, when one was asked for, and repository; no tag. */
function renderImage(template: Template, { registry }: Naming, name: string, environment: string | null): string {
  const values: FieldValues = new Map([
    ['service', name],
    ['environment', environment],
  ]);
  const repository = renderTemplate(template, values);
  const parsed = parseImageReference(repository);
  const [first = ''] = template.text.split('/');
  // A registry is written out: `{environment}` must not become one because of a dot or a capital in its name.
  const invented = parsed?.registry != null && !/[.:]|^localhost$/.test(first);
  if (parsed?.tag !== null || parsed.digest !== null || invented) {
    throw templateError(template, `makes ${quoteName(repository)}, which is not an image repository`, {
      help: 'A repository is lower-case letters and digits with ".", "_" and "-" between them, in parts separated by "/"; it has no tag.',
    });
  }
  if (registry === null) return repository;
  if (parsed.registry !== null) {
    throw templateError(template, `names the registry ${parsed.registry}, and input registry names ${registry}`, {
      help: 'Give the registry in one place.',
    });
  }
  return `${registry}/${repository}`;
}
