import { addAll } from '../grouping.ts';
import { folderOf, joinPath, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { field, fieldsAt, isRecord, keysAt, listAt, textAt, valueAt } from '../yaml/value.ts';
import type { YamlDocument } from '../yaml/yaml-document.ts';
import type { BakeCommand } from './bake.ts';
import { type Build, type BuildFiles, type FileBuilds, pathFrom } from './build.ts';
import { calledWorkflow } from './called-workflow.ts';
import { commandBuilds } from './commands.ts';
import type { ComposeCommand } from './compose.ts';
import { builders, callers, isLocalAction, isWorkflow, mayBuildImages } from './definition-files.ts';
import { type Contexts, fillExpressions } from './expressions.ts';
import { isHole } from './hole.ts';
import { jobName, matrixLegs } from './matrix-legs.ts';
import { builtByOther } from './other-actions.ts';
import { scriptedLegs } from './scripted-legs.ts';
import {
  type ActionPlace,
  builtByAction,
  builtByBuildah,
  type Input,
  inRepository,
  lines,
  wholeLines,
} from './workflow-actions.ts';
import { readYamlDocuments } from './yaml-file.ts';

/** GitHub follows no longer chain of calls. */
const longestChain = 10;

interface Reader {
  files: BuildFiles;
  result: FileBuilds;
  bakes: BakeCommand[];
  composes: ComposeCommand[];
  /** What a file has to hold to be parsed. */
  words: readonly string[];
  /** The reusable workflows and actions that something of the repository uses. */
  called: Set<string>;
  /** How many jobs and actions were read: a repository whose calls multiply has an end. */
  budget: number;
  /** Whether a step builds what it is given at run time, which may be any Dockerfile. */
  buildsAnything: boolean;
}

/**
 * What the steps of workflows build: build-push-action, bake-action, buildah-build, and the commands of `run`. Matrices,
 * `env`, inputs of reusable workflows and of actions of the repository are filled in; what is made at run time is a hole.
 */
export function workflowBuilds(files: BuildFiles): FileBuilds & Pick<Reader, 'bakes' | 'composes' | 'buildsAnything'> {
  const words = followsCalls(files) ? [...builders, ...callers] : builders;
  const result = { builds: [], unread: [] };
  const reader: Reader = {
    files,
    result,
    bakes: [],
    composes: [],
    words,
    called: new Set(),
    budget: 20_000,
    buildsAnything: false,
  };
  const workflows = files.paths.filter(isWorkflow).map((path) => ({ path, documents: documentsOf(reader, path) }));
  const reusable = workflows.filter(({ documents }) => documents.some(({ value }) => isOnlyCalled(value)));
  for (const { path, documents } of workflows.filter((one) => !reusable.includes(one)))
    for (const { document, value } of documents) readWorkflow(reader, { path, document, value, inputs: {}, depth: 0 });
  // What nothing of the repository calls is called from elsewhere, with inputs that are not known.
  for (const { path, documents } of reusable) {
    if (reader.called.has(path)) continue;
    for (const { document, value } of documents)
      readWorkflow(reader, { path, document, value, inputs: null, depth: 0 });
  }
  for (const path of files.paths.filter((one) => isLocalAction(one) && !reader.called.has(folderOf(one))))
    readAction(reader, folderOf(path), null, { contexts: {}, depth: 0, folder: '' });
  const { bakes, composes, buildsAnything } = reader;
  return { ...reader.result, bakes, composes, buildsAnything };
}

/** Whether anything that builds images can be called: only then it matters who calls. */
function followsCalls(files: BuildFiles): boolean {
  return files.paths.some((path) => {
    if (!isWorkflow(path) && !isLocalAction(path)) return false;
    const text = files.text(path) ?? '';
    const isCalled = isLocalAction(path) || text.includes('workflow_call');
    // Actions elsewhere in the repository are read when something uses them.
    return (isCalled && mayBuildImages(text)) || /uses["']?\s*:\s*["']?\.\/(?!\.github\/)/.test(text);
  });
}

function documentsOf({ files, words, result }: Reader, path: string): { document: YamlDocument; value: unknown }[] {
  return readYamlDocuments(files, path, words, result.unread);
}

/** Whether a workflow runs only when another calls it. */
function isOnlyCalled(value: unknown): boolean {
  const on = field(value, 'on');
  const events = isRecord(on) ? Object.keys(on) : Array.isArray(on) ? on : [on];
  return events.length > 0 && events.every((event) => event === 'workflow_call');
}

interface WorkflowRun {
  path: string;
  document: YamlDocument;
  value: unknown;
  /** What the caller gives; null where nobody of the repository calls it. */
  inputs: Readonly<Record<string, unknown>> | null;
  depth: number;
}

function readWorkflow(reader: Reader, { path, document, value, inputs, depth }: WorkflowRun): void {
  const standards = [
    valueAt(value, ['on', 'workflow_call', 'inputs']),
    valueAt(value, ['on', 'workflow_dispatch', 'inputs']),
  ];
  const given = withDefaults(standards, inputs);
  const ownMatrix = isOwnMatrix(reader, path);
  for (const [name, job] of fieldsAt(value, 'jobs')) {
    const outer: Contexts = { inputs: given, github: { workspace: '.' }, env: {} };
    const scripted = scriptedLegs(value, job, reader.files);
    for (const leg of scripted.length > 0 ? scripted : matrixLegs(job, outer)) {
      reader.budget -= 1;
      if (reader.budget < 0) return;
      const withMatrix = { ...outer, matrix: leg };
      const env = environmentOf([field(value, 'env'), field(job, 'env')], withMatrix);
      const contexts = { ...withMatrix, env };
      const uses = textAt(job, 'uses');
      if (uses !== undefined) callWorkflow(reader, uses, field(job, 'with'), { contexts, depth });
      const folder =
        textAt(job, 'defaults', 'run', 'working-directory') ?? textAt(value, 'defaults', 'run', 'working-directory');
      const steps = listAt(job, 'steps');
      const at = {
        path,
        contexts,
        depth,
        folder: folder ?? '',
        checkout: checkoutPath(steps, contexts),
        ownMatrix,
      };
      for (const [index, step] of steps.entries())
        readStep(reader, step, { ...at, steps, locate: (key) => document.locate(['jobs', name, 'steps', index, key]) });
    }
  }
}

/** The inputs that a caller gives, over the defaults that are written. */
function withDefaults(
  declared: readonly unknown[],
  inputs: Readonly<Record<string, unknown>> | null,
): Record<string, unknown> {
  const standard = declared.flatMap((one) =>
    fieldsAt(one).flatMap(([name, input]): [string, unknown][] => {
      const value = field(input, 'default');
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return { ...(inputs === null ? {} : Object.fromEntries(standard)), ...inputs };
}

function callWorkflow(
  reader: Reader,
  uses: string,
  given: unknown,
  { contexts, depth }: { contexts: Contexts; depth: number },
): void {
  const path = calledWorkflow(reader.files, uses, given);
  if (path === null || depth >= longestChain) return;
  reader.called.add(path);
  const inputs = filled(given, contexts);
  for (const { document, value } of documentsOf(reader, path))
    readWorkflow(reader, { path, document, value, inputs, depth: depth + 1 });
}

/** The values of a map of texts, as far as they are known. */
function filled(map: unknown, contexts: Contexts): Record<string, unknown> {
  return Object.fromEntries(
    fieldsAt(map).map(([name, value]) => [name, typeof value === 'string' ? fillExpressions(value, contexts) : value]),
  );
}

/** The variables of the workflow with those of a job over them. */
function environmentOf([outer, inner]: readonly [unknown, unknown], contexts: Contexts): Record<string, unknown> {
  const env = filled(outer, contexts);
  return { ...env, ...filled(inner, { ...contexts, env }) };
}

/** Where `actions/checkout` puts this repository, with a slash; '' for the workspace itself. */
function checkoutPath(steps: readonly unknown[], contexts: Contexts): string {
  const checkout = steps.find(
    (step) =>
      /^actions\/checkout@/.test(textAt(step, 'uses') ?? '') && textAt(step, 'with', 'repository') === undefined,
  );
  const path = normaliseRepositoryPath(fillExpressions(textAt(checkout, 'with', 'path') ?? '', contexts));
  return path === null || path === '' ? '' : `${path}/`;
}

/** A workflow whose matrix is made by `image-matrix` says nothing that is not known here already. */
function isOwnMatrix({ files }: Reader, path: string): boolean {
  return /\/actions\/image-matrix@|\/image-matrix(?:['"\s]|$)/m.test(files.text(path) ?? '');
}

interface StepPlace extends Omit<ActionPlace, 'name' | 'fill'> {
  contexts: Contexts;
  depth: number;
  /** `working-directory` of what has none. */
  folder: string;
  ownMatrix: boolean;
}

function readStep(reader: Reader, step: unknown, place: StepPlace): void {
  const env = { ...(place.contexts.env as object), ...filled(field(step, 'env'), place.contexts) };
  const contexts = { ...place.contexts, env };
  const uses = textAt(step, 'uses') ?? '';
  const input = (name: string): string | undefined => {
    const value = valueAt(step, ['with', name]);
    return value === undefined || value === null ? undefined : fillExpressions(String(value), contexts);
  };
  const name = jobName(contexts);
  const action = { ...place, name, fill: (text: string) => fillExpressions(text, contexts) };
  const other = builtByOther(uses, input, action);
  if (/^[\w.-]+\/build-push-action@/.test(uses)) pushBuild(reader, builtByAction(input, action), place);
  else if (/^redhat-actions\/buildah-build@/.test(uses)) pushBuild(reader, builtByBuildah(input, action), place);
  else if (/^[\w.-]+\/bake-action@/.test(uses)) bakeOfAction(reader, input);
  else if (other) pushBuild(reader, other, place);
  else if (uses.startsWith('./')) {
    const folder = normaliseRepositoryPath(uses);
    if (folder !== null) readAction(reader, folder, filled(field(step, 'with'), contexts), { ...place, contexts });
  }
  const run = textAt(step, 'run');
  if (run === undefined) return;
  const written = fillExpressions(textAt(step, 'working-directory') ?? place.folder, contexts);
  const folder = pathFrom('', inRepository(written, place.checkout));
  const variables = Object.entries(env).map(([name, value]) => `${name}='${String(value).replaceAll("'", '')}'\n`);
  const script = `${variables.join('')}${fillExpressions(run, contexts)}`;
  const at = { folder: folder ?? '', ownFolder: '', file: place.path, name, locate: () => place.locate('run') };
  const { builds, bakes, composes } = commandBuilds(script, at);
  for (const build of builds) pushBuild(reader, build, place);
  addAll(reader.bakes, bakes);
  addAll(reader.composes, composes);
}

function bakeOfAction({ bakes }: Reader, input: Input): void {
  const folder = pathFrom('', input('workdir') ?? input('source') ?? '.') ?? '';
  const files = lines(input('files')).flatMap((one) => pathFrom(folder, one.replace(/^cwd:\/\//, '')) ?? []);
  const set = wholeLines(input('set'));
  if (files.length > 0 || set.length > 0) bakes.push({ files, folder, set });
}

function pushBuild(reader: Reader, build: Build, place: StepPlace): void {
  if (saysSomething(build, place)) reader.result.builds.push(build);
  else reader.buildsAnything = true;
}

/** Whether a build is more than "some Dockerfile in some context", made by Rollcall's own matrix or by no caller. */
function saysSomething({ dockerfile, context }: Build, { ownMatrix, contexts }: StepPlace): boolean {
  const open = [dockerfile, context].filter((path) => path !== null && isHole(path)).length;
  const unknownCaller = contexts.inputs === undefined || Object.keys(contexts.inputs as object).length === 0;
  return !(open > 0 && (ownMatrix || (unknownCaller && /inputs\./.test(`${dockerfile}${context}`))));
}

/** The steps of an action of the repository. */
function readAction(
  reader: Reader,
  folder: string,
  inputs: Readonly<Record<string, unknown>> | null,
  { contexts, depth, ...place }: Pick<StepPlace, 'contexts' | 'depth' | 'folder'> & Partial<StepPlace>,
): void {
  const path = ['action.yml', 'action.yaml']
    .map((name) => joinPath(folder, name))
    .find((one) => reader.files.exists(one));
  reader.budget -= 1;
  if (path === undefined || depth >= longestChain || reader.budget < 0) return;
  reader.called.add(folder);
  for (const { document, value } of documentsOf(reader, path)) {
    if (!keysAt(value, 'runs').includes('steps')) continue;
    const given = withDefaults([field(value, 'inputs')], inputs);
    const inner = { ...contexts, inputs: given, github: { workspace: '.' } };
    const steps = listAt(field(value, 'runs'), 'steps');
    for (const [index, step] of steps.entries()) {
      readStep(reader, step, {
        path,
        contexts: inner,
        depth: depth + 1,
        folder: place.folder,
        checkout: place.checkout ?? '',
        ownMatrix: place.ownMatrix ?? false,
        steps,
        locate: (key) => document.locate(['runs', 'steps', index, key]),
      });
    }
  }
}
