import { isServiceName } from '../names.ts';
import { readDockerfileName } from '../tree/dockerfile-name.ts';
import { baseName, folderOf, isInside, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { field, isRecord, listAt, textAt, valueAt } from '../yaml/value.ts';
import type { BuildFiles } from './build.ts';
import { type MatrixLeg, mostLegs } from './matrix-legs.ts';

/**
 * The legs of a matrix that a script of another job makes, as far as a line of it says them: the path of a Dockerfile that
 * is there, and beside it the folder that is its context. Only for a build that takes both from the matrix, by the names
 * that it has for them; none where the matrix is no output of a job of this workflow.
 */
export function scriptedLegs(workflow: unknown, job: unknown, files: BuildFiles): MatrixLeg[] {
  const keys = matrixKeys(job);
  if (keys === null) return [];
  const scripts = [...neededJobs(job)].flatMap((name) =>
    listAt(valueAt(workflow, ['jobs', name]), 'steps').flatMap((step) => textAt(step, 'run') ?? []),
  );
  const legs = new Map<string, MatrixLeg>();
  for (const line of scripts.flatMap((script) => script.split('\n'))) {
    const said = saidOn(line, files);
    if (said === null || legs.size >= mostLegs) continue;
    const { dockerfile, context, name } = said;
    const leg = withValue(withValue(name === null ? {} : { name }, keys.file, dockerfile), keys.context, context);
    legs.set(`${context}\0${dockerfile}`, leg);
  }
  return [...legs.values()];
}

/** What a build of the job calls the context and the Dockerfile of a leg; null where none takes both of its matrix. */
function matrixKeys(job: unknown): { context: string[]; file: string[] } | null {
  for (const step of listAt(job, 'steps')) {
    const [context, file] = [keyOf(textAt(step, 'with', 'context')), keyOf(textAt(step, 'with', 'file'))];
    if (context && file && /^docker\/build-push-action@/.test(textAt(step, 'uses') ?? '')) return { context, file };
  }
  return null;
}

/** `['service', 'context']` of `${{ matrix.service.context }}`. */
function keyOf(text: string | undefined): string[] | null {
  const [, keys] = /^(?:\.\/)?\$\{\{\s*matrix\.([\w.-]+)\s*\}\}$/.exec(text?.trim() ?? '') ?? [];
  return keys === undefined ? null : keys.split('.');
}

/** The jobs whose outputs the matrix of a job is made of. */
function neededJobs(job: unknown): Set<string> {
  const written = JSON.stringify(valueAt(job, ['strategy', 'matrix']) ?? null);
  return new Set([...written.matchAll(/\bneeds\.([\w-]+)\.outputs\b/g)].map(([, name = '']) => name));
}

function saidOn(line: string, files: BuildFiles): { dockerfile: string; context: string; name: string | null } | null {
  if (!/dockerfile|containerfile/i.test(line)) return null;
  const words = line.split(/[\s"'`\\,;:=(){}[\]|&<>]+/).filter((word) => word !== '');
  const paths = new Set(words.flatMap((word) => normaliseRepositoryPath(word) ?? []));
  const dockerfiles = [...paths].filter((path) => readDockerfileName(baseName(path)) !== null && files.exists(path));
  const [dockerfile, another] = dockerfiles;
  if (dockerfile === undefined || another !== undefined) return null;
  const around = [...paths].filter((path) => path !== dockerfile && isAround(path, dockerfile));
  const [context, other] = around;
  if (context === undefined || other !== undefined) return null;
  const name = words.find((word) => isServiceName(word) && dockerfile.split('/').slice(0, -1).includes(word));
  return { dockerfile, context: context === '' ? '.' : context, name: name ?? null };
}

function isAround(folder: string, dockerfile: string): boolean {
  return folder === '' || isInside(folderOf(dockerfile), folder);
}

function withValue(leg: MatrixLeg, [key = '', ...rest]: readonly string[], value: string): MatrixLeg {
  const inner = field(leg, key);
  return { ...leg, [key]: rest.length === 0 ? value : withValue(isRecord(inner) ? inner : {}, rest, value) };
}
