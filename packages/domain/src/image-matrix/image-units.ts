import type { Build, NamedContext } from '../builds/build.ts';
import { hasHole } from '../builds/hole.ts';
import type { Service } from '../catalog/catalog.ts';
import type { Config, ServiceOverride } from '../catalog/config-schema.ts';
import type { BaseImage, ServiceInputs } from '../changes/inputs/edges.ts';
import { compareText } from '../location.ts';
import { quoteName, showPath } from '../names.ts';
import type { Problem } from '../problem.ts';
import { type DefinedImage, definedImages, nameOfBuild } from './defined-images.ts';
import { requireBuildable } from './require-buildable.ts';

/** One image to build. */
export interface ImageUnit {
  /** The service whose image it is; null for one that is only the base of others. */
  service: string | null;
  /** What it is called: like its service, unless that has several images. */
  name: string;
  dockerfile: string;
  /** '' or `.` is the repository root. */
  context: string;
  target: string;
  /** NAME=VALUE */
  args: string[];
  /** NAME=VALUE, as docker/build-push-action takes them, without those that are images of this matrix. */
  contexts: string[];
  /** What its definition calls the image, with tag; null where it says nothing. */
  image: string | null;
  /** The images of this matrix that it stands on, with the name of the build context that each becomes. */
  bases: { name: string; unit: ImageUnit }[];
}

interface UnitsRequest {
  /** The services to build, in any order. */
  services: readonly Service[];
  /** What these, and the ones that they stand on, are made of. */
  inputs: readonly ServiceInputs[];
  config: Config;
}

/**
 * The images of services, sorted by service, each with what the definitions of the repository say of its build, and the
 * images that they stand on: a base that nothing deploys, and one that a definition gives as a context, are built with
 * them. UserError where a service has no Dockerfile or build context that is known.
 */
export function imageUnits({ services, inputs, config }: UnitsRequest): { units: ImageUnit[]; problems: Problem[] } {
  const unique = [...new Map(services.map((service) => [service.name, service])).values()];
  unique.sort((a, b) => compareText(a.name, b.name));
  const byService = new Map(inputs.map((one) => [one.service, one]));
  const isApart = ({ name, builtBy }: Service): boolean => builtBy !== undefined && !byService.get(name)?.dockerfile;
  const problems: Problem[] = unique.filter(isApart).map(withoutDockerfile);
  const buildable = unique.filter((service) => !isApart(service));
  requireBuildable(buildable, (name) => byService.get(name) ?? null);
  const made = new Map<string, Made[]>();
  const ofKey = new Map<string, ServiceInputs>();
  const builds = new Map<string, Build>();
  for (const one of inputs) {
    for (const build of one.builds) builds.set(build.key, build);
    for (const { key } of one.own) ofKey.set(key, one);
  }
  const basesOf = new Map(inputs.flatMap(({ bases }) => [...bases].filter(([key]) => key !== '')));

  function addService(one: ServiceInputs): Made[] {
    const known = made.get(one.service);
    if (known) return known;
    const override = overrideOf(config, one.service);
    const { images, problem } = definedImages(one, override?.target !== undefined);
    if (problem) problems.push(problem);
    const units = (images.length > 0 ? images : [null]).map((image): Made => {
      const unit = unitOf(one, image, override, problems);
      const keys = image?.builds.map(({ key }) => key) ?? [];
      return { unit, keys, bases: basesFor(one, keys) };
    });
    made.set(one.service, units);
    for (const { unit, bases } of units) for (const base of bases) stand(unit, base);
    return units;
  }

  function basesFor({ bases }: ServiceInputs, keys: readonly string[]): readonly BaseImage[] {
    return keys.length === 0 ? (bases.get('') ?? []) : (keys.map((key) => bases.get(key)).find((one) => one) ?? []);
  }

  function stand(unit: ImageUnit, { name, service, builds: keys, given }: BaseImage): void {
    const add = (base: ImageUnit | undefined): void => {
      if (base && base !== unit && !unit.bases.some((one) => one.name === name)) unit.bases.push({ name, unit: base });
    };
    if (service !== null && wanted.has(service)) add(addService(byService.get(service) ?? missing(service))[0]?.unit);
    for (const key of keys) {
      const owner = ofKey.get(key);
      if (owner && (given || wanted.has(owner.service)))
        add(addService(owner).find((one) => one.keys.includes(key))?.unit ?? addService(owner)[0]?.unit);
      else if (!owner) add(addBase(key));
    }
  }

  /** A build that makes the image of no service. */
  function addBase(key: string): ImageUnit | undefined {
    const id = `\0${key}`;
    const known = made.get(id)?.[0];
    if (known) return known.unit;
    const build = builds.get(key);
    if (!build || build.context === null || build.dockerfile === null) {
      if (build)
        problems.push({
          severity: 'warning',
          message: `${showPath(build.file)} builds an image that others stand on, and not from a Dockerfile of its own: it is no entry of the matrix`,
          help: 'Build it in a step before, or give it a Dockerfile.',
          location: build.location,
        });
      return undefined;
    }
    const source = { service: null, dockerfile: build.dockerfile, context: build.context };
    const unit = unitOf(source, { name: nameOfBuild(build), builds: [build] }, undefined, problems);
    made.set(id, [{ unit, keys: [key], bases: [] }]);
    for (const base of basesOf.get(key) ?? []) stand(unit, base);
    return unit;
  }

  const wanted = new Set(buildable.map(({ name }) => name));
  for (const { name } of buildable) addService(byService.get(name) ?? missing(name));
  const units = [...made.values()].flat().map(({ unit }) => unit);
  units.sort((a, b) => compareText(a.service ?? a.name, b.service ?? b.name) || compareText(a.name, b.name));
  return { units, problems };
}

function withoutDockerfile({ name, builtBy }: Service): Problem {
  return {
    severity: 'notice',
    message: `the image of ${quoteName(name)} is made by ${builtBy?.maker}, without a Dockerfile: it is no entry of the matrix`,
    help: 'Run its build in a job of its own.',
  };
}

interface Made {
  unit: ImageUnit;
  keys: readonly string[];
  bases: readonly BaseImage[];
}

function missing(service: string): never {
  throw new Error(`nothing is known of ${service}`);
}

function unitOf(
  source: { service: string | null; dockerfile: string | null; context: string | null },
  image: DefinedImage | null,
  override: ServiceOverride | undefined,
  problems: Problem[],
): ImageUnit {
  const [build] = image?.builds ?? [];
  const name = image?.name ?? source.service ?? '';
  const configured = override?.['build-args'] ?? [];
  const names = new Set(configured.map((argument) => argument.slice(0, argument.indexOf('='))));
  const args: string[] = [];
  for (const [key, value] of build?.args ?? [])
    if (!names.has(key) && isOneLine(key) && isOneLine(value)) args.push(`${key}=${value}`);
    else if (!names.has(key)) problems.push(notTold(`the build argument ${quoteName(key)}`, name, build));
  const contexts: string[] = [];
  for (const [key, context] of build?.contexts ?? []) {
    const value = contextValue(context);
    if (isOneLine(key) && isOneLine(value)) contexts.push(`${key}=${value}`);
    else if (context.kind !== 'build') problems.push(notTold(`the build context ${quoteName(key)}`, name, build));
  }
  const named = image?.builds.flatMap(({ images }) => images).find((text) => !hasHole(text) && text !== '');
  return {
    service: source.service,
    name,
    ...sourceOf(source, build),
    target: override?.target ?? build?.target ?? '',
    args: [...args, ...configured],
    contexts,
    image: named ?? null,
    bases: [],
  };
}

/** The Dockerfile and its context: those of a variant are what its build says. */
function sourceOf(
  source: Pick<ServiceInputs, 'dockerfile' | 'context'>,
  build: Build | undefined,
): Pick<ImageUnit, 'dockerfile' | 'context'> {
  const isVariant = build !== undefined && build.dockerfile !== null && build.dockerfile !== source.dockerfile;
  const { dockerfile, context } = isVariant ? build : source;
  return { dockerfile: dockerfile ?? '', context: context ?? '' };
}

/** An item of the lists that the builder reads: a line end in it would make two of it. */
function isOneLine(value: string | null): value is string {
  return value !== null && !hasHole(value) && !/[\r\n]/.test(value);
}

function contextValue(context: NamedContext): string | null {
  switch (context.kind) {
    case 'folder':
      return context.path || '.';
    case 'image':
      return `docker-image://${context.name}`;
    case 'unknown':
      return context.text.includes('://') ? context.text : null;
    case 'build':
      return null;
  }
}

function notTold(what: string, image: string, build: Build | undefined): Problem {
  return {
    severity: 'notice',
    message: `${what} of ${quoteName(image)} is not one line that is known before the run: the matrix does not give it`,
    help: 'Give it in the step that builds, or write a value in rollcall.yaml.',
    ...(build ? { location: build.location } : {}),
  };
}

function overrideOf(config: Config, name: string): ServiceOverride | undefined {
  const overrides = config.services?.overrides ?? {};
  return Object.hasOwn(overrides, name) ? overrides[name] : undefined;
}
