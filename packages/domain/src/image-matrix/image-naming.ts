import type { LoadedConfig } from '../catalog/config.ts';
import type { EnvironmentConfig } from '../catalog/config-schema.ts';
import { isRegistry, parseImageReference } from '../images/image-reference.ts';
import { type FieldValues, renderTemplate, type Template, templateError } from '../images/tag-template.ts';
import { compareText } from '../location.ts';
import { quoteName } from '../names.ts';
import { didYouMean } from '../nearest.ts';
import { UserError } from '../user-error.ts';

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
}

/** How the images and tags of a request are named. */
export interface Naming {
  repository: Template;
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
  const choose = (key: 'image-repository' | 'tag', input: string | null, otherwise: string): Template => {
    if (input !== null) return { text: input, source: `input ${key}`, location: null };
    const configured = section?.[key];
    return configured === undefined
      ? { text: otherwise, source: `default ${key}`, location: null }
      : { text: configured, source: `environments.${environment}.${key}`, location: at(key) };
  };
  return {
    repository: choose(
      'image-repository',
      request.imageRepository,
      environment === null ? '{service}' : '{environment}/{service}',
    ),
    registry: request.registry === null ? null : readRegistry(request.registry),
    tag: choose('tag', request.tag, '{run_number}-{short_sha}'),
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
      help: `Known: ${known.join(', ')}.${didYouMean(name, known)}`,
    });
  }
  return configured.get(name);
}

function readRegistry(registry: string): string {
  const trimmed = registry.replace(/\/$/, '');
  if (isRegistry(trimmed)) return trimmed;
  throw new UserError(`input registry ${quoteName(registry)} is not a registry`, {
    help: 'Give a host, with a port or a path when it has one, and without https://: ghcr.io/owner.',
  });
}

/** The image of a service: registry, when one was asked for, and repository; no tag. */
export function renderImage(
  { repository: template, registry }: Naming,
  service: string,
  environment: string | null,
): string {
  const values: FieldValues = new Map([
    ['service', service],
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
