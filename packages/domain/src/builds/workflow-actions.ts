import { contextName } from '../dockerfile/stages.ts';
import type { Location } from '../location.ts';
import { present } from '../present.ts';
import { textAt } from '../yaml/value.ts';
import { type Build, type NamedContext, pathFrom } from './build.ts';
import { hasHole, isHole } from './hole.ts';
import { namedContext, pairsOf } from './settings.ts';

/** Where a step stands that uses an action. */
export interface ActionPlace {
  /** The workflow, or the file of the action that the step is of. */
  path: string;
  /** Where the repository is checked out below the workspace, with a slash; '' for the workspace itself. */
  checkout: string;
  /** All steps of the job. */
  steps: readonly unknown[];
  /** What the job is called by its matrix, or by its caller. */
  name: string | null;
  /** Fills in the expressions of a text. */
  fill(text: string): string;
  locate(key: string): Location;
}

/** A path of the workspace as one of the repository. */
export function inRepository(path: string, checkout: string): string {
  const clean = path.replace(/^(?:\.\/)+/, '');
  return checkout !== '' && `${clean}/`.startsWith(checkout) ? clean.slice(checkout.length) : path;
}

/** An input of a step, its expressions filled in. */
export type Input = (name: string) => string | undefined;

/** The context of build-push-action is the repository itself where none is given, and its Dockerfile relative to that. */
export function builtByAction(input: Input, place: ActionPlace): Build {
  const { path, checkout, locate } = place;
  const written = input('context') ?? '{{defaultContext}}';
  const [, below] = /^\{\{\s*defaultContext\s*\}\}(?::(.*))?$/.exec(written) ?? [];
  const isGit = written.startsWith('{{');
  const context = pathFrom('', isGit ? (below ?? '.') : inRepository(written, checkout));
  const file = input('file');
  const base = isGit ? (context ?? '') : '';
  const dockerfile =
    file === undefined
      ? context === null
        ? null
        : pathFrom(context, 'Dockerfile')
      : pathFrom(base, inRepository(file, checkout));
  const location = locate('uses');
  const contexts = pairsOf(wholeLines(input('build-contexts'))).map(([name, value]): [string, NamedContext] => [
    contextName(name),
    namedContext(inRepository(value ?? '', checkout), '', (key) => `${path}#${key}`),
  ]);
  return {
    key: `${path}:${location.line}`,
    name: place.name,
    dockerfile,
    inline: null,
    context,
    target: input('target') ?? null,
    args: new Map(pairsOf(wholeLines(input('build-args')))),
    contexts: new Map(contexts),
    images: [...imagesOf(input('tags'), place), ...imagesOfOutputs(input('outputs'))],
    ...present({ pushes: pushesOf(input('push'), input('outputs')) }),
    file: path,
    location,
  };
}

/** Whether build-push-action pushes: only where it is told so, by `push` or by an exporter. */
function pushesOf(push: string | undefined, outputs: string | undefined): boolean | undefined {
  if (hasHole(`${push ?? ''}${outputs ?? ''}`)) return undefined;
  return push === 'true' || /type=registry|push=true/.test(outputs ?? '');
}

/** The build of redhat-actions/buildah-build. */
export function builtByBuildah(input: Input, { path, checkout, name, locate }: ActionPlace): Build {
  const context = pathFrom('', inRepository(input('context') ?? '.', checkout));
  const [file] = lines(input('containerfiles') ?? input('dockerfiles'));
  const location = locate('uses');
  return {
    key: `${path}:${location.line}`,
    name,
    dockerfile: file === undefined ? null : pathFrom('', inRepository(file, checkout)),
    inline: null,
    context,
    target: null,
    args: new Map(pairsOf(wholeLines(input('build-args')))),
    contexts: new Map(),
    images: [input('image') ?? ''].filter((name) => name !== ''),
    file: path,
    location,
  };
}

/** Tags, or the images of the step of docker/metadata-action that makes them. */
function imagesOf(tags: string | undefined, { steps, fill }: ActionPlace): string[] {
  return lines(tags).flatMap((tag) => {
    const made = steps.filter((step) => {
      const id = textAt(step, 'id');
      return id !== undefined && isHole(tag) && tag.includes(`steps.${id.toLowerCase()}.outputs.`);
    });
    return made.length > 0 ? made.flatMap((step) => lines(fill(textAt(step, 'with', 'images') ?? ''))) : [tag];
  });
}

/** The images that are pushed by digest, without a tag: `type=image,name=ghcr.io/acme/user,push-by-digest=true`. */
function imagesOfOutputs(outputs: string | undefined): string[] {
  return lines(outputs).flatMap((item) => (item.startsWith('name=') ? [item.slice('name='.length)] : []));
}

/** The items of an input that has one in each line, or between commas. */
export function lines(text: string | undefined): string[] {
  return wholeLines(text?.replaceAll(',', '\n'));
}

/** The items of an input that has one in each line, which commas are a part of. */
export function wholeLines(text: string | undefined): string[] {
  return (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
