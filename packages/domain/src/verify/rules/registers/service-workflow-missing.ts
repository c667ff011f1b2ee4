import type { Service } from '../../../catalog/catalog.ts';
import { replaceName, replaceTokens } from '../../../name-spellings.ts';
import { listFew, showPath } from '../../../names.ts';
import { listedNames } from '../../../registers/listed-names.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { textPattern } from '../../../text-pattern.ts';
import { baseName, folderOf, joinPath } from '../../../tree/repository-paths.ts';
import { textsIn, valueAt } from '../../../yaml/value.ts';
import { matchesFiles } from '../../facts/registers/matches-files.ts';
import type { Fix } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';

export const serviceWorkflowMissing: Rule = {
  id: 'service-workflow-missing',
  title: 'Where each service has a workflow of its own, every one has, and no workflow is of a folder that is gone',
  severity: 'warning',
  help: 'Add the workflow of the service as the others are, or delete the one whose files are gone.',
  needs: [registerFiles],
  *check(context) {
    const set = workflowsOfServices(context);
    if (!set) return;
    yield* missingWorkflows(set, context);
    yield* leftWorkflows(set, context);
  },
};

/** The workflows that are called alike, each after a service whose folder it names. */
interface WorkflowSet {
  members: ReadonlyMap<string, { service: Service & { path: string }; file: string; text: string }>;
  /** Those that are called like them, after what is no service. */
  others: readonly string[];
  /** The file that the workflow of a service would be. */
  fileOf(name: string): string | null;
}

const folder = '.github/workflows';

function workflowsOfServices(context: RuleContext): WorkflowSet | null {
  const files = [...context.texts.keys()].filter((path) => folderOf(path) === folder && /\.ya?ml$/.test(path)).sort();
  const byName = new Map(context.listed.map((service) => [service.name, service]));
  const known = { services: context.listed, byName, text: () => undefined };
  const words = files.map((file) => baseName(file).replace(/\.ya?ml$/, ''));
  const listed = listedNames(words, known, { affixes: true });
  const members = new Map<string, { service: Service & { path: string }; file: string; text: string }>();
  const others: string[] = [];
  for (const [index, file] of files.entries()) {
    const word = words[index] ?? '';
    const name = listed.names[index] ?? '';
    const text = context.text(file) ?? '';
    const service = byName.get(name);
    if (service?.path && namesPath(text, service.path))
      members.set(name, { service: { ...service, path: service.path }, file, text });
    else if (!service && listed.write(name) === word) others.push(file);
  }
  const [first] = members.values();
  if (!first || members.size < 2) return null;
  const ending = first.file.slice(first.file.lastIndexOf('.'));
  const fileOf = (name: string): string | null => {
    const written = listed.write(name);
    return written === null ? null : joinPath(folder, `${written}${ending}`);
  };
  return { members, others, fileOf };
}

function namesPath(text: string, path: string): boolean {
  return text.includes(path) && textPattern()`(?<![\w.-])${path}(?![\w-])`.test(text);
}

function* missingWorkflows({ members, fileOf }: WorkflowSet, context: RuleContext): Iterable<RuleFinding> {
  const all = [...members.values()];
  const [sibling] = all;
  if (!sibling) return;
  const parents = new Set(all.map(({ service }) => folderOf(service.path)));
  const kinds = new Set(all.map(({ service }) => service.kind));
  const missing = context.listed.flatMap((service) => {
    const { name, path, kind } = service;
    const file = fileOf(name);
    if (members.has(name) || !path || !parents.has(folderOf(path)) || !kinds.has(kind) || file === null) return [];
    const isThere = context.paths.at(file) !== null || isRunElsewhere({ name, path }, members, context);
    return isThere ? [] : [{ service: { ...service, path }, file }];
  });
  const place = { location: { path: sibling.file, line: 1, column: 1 } };
  const have = listFew(all.map(({ service }) => service.name));
  if (missing.length > all.length) {
    const names = listFew(missing.map(({ service }) => service.name));
    yield {
      ...place,
      subject: baseName(sibling.file),
      ...unsure,
      message: `${missing.length} services have no workflow of their own, as ${have} have (${names}): nothing runs when they change, unless only these are to have one`,
      fix: null,
    };
    return;
  }
  const builds = all.every(({ text }) => /build-push-action|\bdocker\s+(?:buildx\s+)?build\b|\bkaniko\b/.test(text));
  const isOthers = context.paths.all.some((other) => otherCi.test(other));
  for (const { service, file } of missing) {
    const isProved = builds && service.dockerfile !== null && !isOthers;
    const why = isProved ? '' : ' (no workflow names it, but what builds the others may not be for all)';
    yield {
      ...place,
      subject: service.name,
      ...(isProved ? {} : unsure),
      key: `${service.name} ${file}`,
      message: `service ${service.name} has no workflow ${showPath(file)}, as ${have} have: nothing runs when it changes${why}`,
      fix: clone(service, file, all),
    };
  }
}

const unsure = { severity: 'notice', confidence: 'likely' } as const;

/** Files by which something else than GitHub runs what is built. */
const otherCi =
  /^(?:\.gitlab-ci\.ya?ml|Jenkinsfile.*|azure-pipelines.*\.ya?ml|bitbucket-pipelines\.yml|\.circleci\/config\.yml|\.drone\.yml|cloudbuild\.ya?ml)$|(?:^|\/)(?:Jenkinsfile|cloudbuild\.ya?ml)$|^\.tekton\//;

/** Whether another workflow or an action names the service, or takes the folders beside it as they come. */
function isRunElsewhere(
  { name, path }: { name: string; path: string },
  members: WorkflowSet['members'],
  { texts }: RuleContext,
): boolean {
  const own = new Set([...members.values()].map(({ file }) => file));
  const called = [...members.values()].map(({ text }) => text);
  const parent = folderOf(path);
  return [...texts].some(([file, text]) => {
    // What lies beside the workflows runs nothing, and what they call runs for them alone.
    if (!/^\.github\/(?:workflows|actions)\/.+\.ya?ml$/.test(file)) return false;
    if (isCalledAlone(text) && called.some((one) => one.includes(`uses: ./${file}`))) return false;
    if (text.includes(name) && textPattern()`(?<![\w-])${name}(?![\w-])`.test(text)) return true;
    return !own.has(file) && (parent === '' || text.includes(`${parent}/*`) || text.includes(`${parent}/$`));
  });
}

/** Whether a workflow runs only where another one calls it. */
function isCalledAlone(text: string): boolean {
  return /^[ \t]+workflow_call:/m.test(text) && !/^[ \t]+(?:push|pull_request|schedule|workflow_dispatch):/m.test(text);
}

/** The workflow of a sibling with the names of the service, where all of them are alike; else no fix. */
function clone(
  { name, path }: { name: string; path: string },
  file: string,
  members: readonly { service: Service & { path: string }; file: string; text: string }[],
): Fix | null {
  const texts = members.map((one) => {
    const text = replaceTokens(one.text, [[one.service.path, '\0path']]);
    return replaceName(text, one.service.name, '\0name');
  });
  const [shape, ...more] = new Set(texts);
  if (shape === undefined || more.length > 0) return null;
  const text = shape.replaceAll('\0path', path).replaceAll('\0name', name);
  return {
    description: `add ${file}, and look at what it may do`,
    safe: false,
    edits: [],
    creates: [{ path: file, text }],
  };
}

/** Workflows of the set that are started by files alone of which none is there. */
function* leftWorkflows({ others }: WorkflowSet, context: RuleContext): Iterable<RuleFinding> {
  for (const file of others) {
    const value = context.yaml(file)?.documents[0]?.value();
    const globs = ['push', 'pull_request'].flatMap((event) => textsIn(valueAt(value, ['on', event, 'paths'])));
    const own = globs.filter((glob) => !glob.startsWith('!') && !glob.startsWith('.github/'));
    if (own.length === 0 || matchesFiles(own, context.paths)) continue;
    yield {
      location: { path: file, line: 1, column: 1 },
      subject: baseName(file),
      message: `${showPath(file)} is left over: of the files that start it (${listFew(own.map(showPath))}) there is none`,
      fix: { description: `delete ${file}, unless it is started by hand`, safe: false, edits: [], deletes: [file] },
    };
  }
}
