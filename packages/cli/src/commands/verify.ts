import { openWorkTreeWriter } from '@rollcall/adapters/disk/work-tree-writer';
import { branchOf, type Checkout, originUrl } from '@rollcall/adapters/git/checkout';
import { readConfig } from '@rollcall/domain/catalog/config';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import type { WorkTreeWriter } from '@rollcall/domain/deploy-branch/deploy-branch';
import { showPath } from '@rollcall/domain/names';
import type { Tree } from '@rollcall/domain/ports';
import { present } from '@rollcall/domain/present';
import type { ManifestRenderer } from '@rollcall/domain/rendering/renderer';
import { changeJson } from '@rollcall/domain/service-change/change-json';
import { renderChangeText } from '@rollcall/domain/service-change/render-change';
import { requestedServices, requestHeadline } from '@rollcall/domain/service-change/requested-services';
import type { ServiceChange } from '@rollcall/domain/service-change/service-change';
import { UserError } from '@rollcall/domain/user-error';
import { type Confidence, confidences, type Fix } from '@rollcall/domain/verify/findings/finding';
import { fixServices } from '@rollcall/domain/verify/fix-services';
import { parseServiceTags } from '@rollcall/domain/verify/fixes/clone/service-tags';
import {
  assertSomethingFound,
  type FailOn,
  failOnWords,
  isIncomplete,
  passes,
} from '@rollcall/domain/verify/report/fail-on';
import { renderAnnotations, renderUnread } from '@rollcall/domain/verify/report/render/annotations';
import { renderJson } from '@rollcall/domain/verify/report/render/json';
import { renderMarkdown } from '@rollcall/domain/verify/report/render/markdown';
import { renderText, type TextOptions } from '@rollcall/domain/verify/report/render/text';
import type { Report } from '@rollcall/domain/verify/report/report';
import { configChangesWords, type RequestReview, verifyRequest } from '@rollcall/domain/verify/verify-request';
import type { VerifyOptions } from '@rollcall/domain/verify/verify-services';
import { planBaseline } from '@rollcall/domain/verify/write-baseline';
import { changedSince } from '@rollcall/shell/changed-services';
import { namedBase } from '@rollcall/shell/reviewed-base';
import { verifiedTrees } from '@rollcall/shell/verified-trees';
import type { CommandInput } from '../command.ts';
import { networkOf } from '../network-of.ts';
import { otherRepositoriesOfClone } from '../other-repositories.ts';
import { logProblems } from '../problems.ts';
import { openWorkTree } from '../work-tree.ts';

const formats = ['text', 'json', 'sarif', 'github', 'markdown', 'junit'] as const;

/** 1 when a finding reaches --fail-on and --min-confidence; 2 when something could not be read, for then nobody knows. */
export async function run(input: CommandInput): Promise<number> {
  const format = input.choice('format', formats, input.flag('json') ? 'json' : 'text');
  const failOn = input.choice('fail-on', failOnWords, 'error');
  const minConfidence = input.choice('min-confidence', confidences, 'proved');
  refuseMixture(input);
  const checkout = await openWorkTree(input);
  // Before anything is read that decides what is written.
  const writes = input.flag('fix') || input.flag('write-baseline');
  const writer = writes ? await openWorkTreeWriter(checkout, input.terminal.log) : null;
  const { tree, besides } = await verifiedTrees(checkout, input.list('ref'), () => branchOf(checkout));
  const base = input.text('base');
  const config = await readConfig(tree, input.text('config'));
  const verified = { tree, config: config.config, log: input.terminal.log };
  const services = base === undefined ? null : await changedSince(base, checkout, verified);
  const options: VerifyOptions = {
    ...besides,
    config,
    others: await otherRepositoriesOfClone(input, checkout),
    ...present({ removed: services?.removed }),
    repositoryUrl: await originUrl(checkout),
    today: new Date().toISOString().slice(0, 10),
    services: input.list('service'),
    environments: input.list('environment'),
    rules: input.list('rule'),
    baseline: input.text('baseline'),
    tags: parseServiceTags(input.list('tag')),
    ...(input.flag('render') && { renderer: await openRenderer(input) }),
  };
  if (writer && input.flag('write-baseline')) return writeBaseline(input, writer, tree, options);
  const report = writer
    ? await fixFiles(input, writer, tree, options)
    : await verifyRequest(tree, options, await reviewOf(input, checkout));
  assertSomethingFound(report);
  const changes =
    services === null || services.added.length + services.removed.length === 0
      ? []
      : await requestedServices(tree, report, services, await loadCatalog(tree, config.config, options));
  input.terminal.write(
    format === 'junit'
      ? await junit(report, failOn, minConfidence)
      : await render(report, changes, format, shown(input)),
  );
  logProblems(report.problems, input.terminal);
  if (isIncomplete(report)) return 2;
  return passes(report, failOn, minConfidence) ? 0 : 1;
}

/** The programs of the PATH; loaded where something is rendered. */
async function openRenderer(input: CommandInput): Promise<ManifestRenderer> {
  const { manifestRenderer } = await import('@rollcall/adapters/rendering/manifest-renderer');
  const { ownTemporaryFolder } = await import('@rollcall/adapters/git/scratch');
  const { deadline } = networkOf(input);
  return manifestRenderer({ env: process.env, temporaryFolder: ownTemporaryFolder, deadline });
}

/** What is compared with `--base`; nothing without it. */
async function reviewOf(input: CommandInput, checkout: Checkout): Promise<RequestReview> {
  const mode = input.choice('config-changes', configChangesWords, 'report');
  const base = input.text('base');
  const tree = base === undefined || mode === 'allow' ? null : await namedBase(base, checkout);
  return { mode, base: tree, config: input.text('config') };
}

/** Options that say nothing together, and words that nothing takes. */
function refuseMixture(input: CommandInput): void {
  if (input.flag('tag') && !(input.flag('fix') && input.flag('unsafe')))
    throw new UserError('--tag is given without --fix --unsafe', {
      help: 'Only the Applications they write take a tag.',
    });
  if (input.flag('config-changes') && !input.flag('base'))
    throw new UserError('--config-changes is given without --base', {
      help: 'Name the revision whose configuration this one is compared with.',
    });
  if (input.flag('config-changes') && input.flag('fix'))
    throw new UserError('--config-changes and --fix are both given', {
      help: 'Fixes are planned by the configuration on disk: leave one of them out.',
    });
  const [file, ...more] = input.names;
  const unexpected = input.flag('write-baseline') ? more[0] : file;
  if (unexpected !== undefined)
    throw new UserError(`rollcall verify does not take ${JSON.stringify(unexpected)}`, {
      help: 'Run "rollcall verify --help".',
    });
  const besideBaseline = ['ref', 'fix', 'format', 'json', 'config-changes'].find((name) => input.flag(name));
  if (input.flag('write-baseline') && besideBaseline !== undefined)
    throw new UserError(`--write-baseline and --${besideBaseline} are both given`, {
      help: 'The baseline is of the files on disk as they are: leave the other one out.',
    });
  if (input.flag('fix') && input.text('ref') !== undefined)
    throw new UserError('--fix and --ref are both given', {
      help: 'Fixes are written to the files on disk: leave --ref out.',
    });
}

async function writeBaseline(
  { names: [file], terminal }: CommandInput,
  writer: WorkTreeWriter,
  tree: Tree,
  options: VerifyOptions,
): Promise<number> {
  const planned = await planBaseline(tree, { ...options, baseline: file ?? options.baseline });
  const { path, content, isNew, accepted, removed } = planned;
  await writer.write(new Map([[path, content]]), new Set(isNew ? [path] : []));
  terminal.write(`${path} accepts ${accepted} findings${removed > 0 ? `, ${removed} fewer than before` : ''}.\n`);
  return 0;
}

/** Writes the fixes to the files on disk, all or none, and reports what is left. */
async function fixFiles(
  { flag, terminal }: CommandInput,
  writer: WorkTreeWriter,
  tree: Tree,
  options: VerifyOptions,
): Promise<Report> {
  const { files, created, fixed, report } = await fixServices(tree, options, flag('unsafe'));
  await writer.write(files, created);
  for (const { fix } of fixed) if (fix) terminal.log.notice(sayFix(fix));
  return report;
}

/** How the text is shown: as the terminal is, unless --color says otherwise. */
function shown({ choice, terminal }: CommandInput): TextOptions {
  const when = choice('color', ['auto', 'always', 'never'], 'auto');
  const colour = when === 'auto' ? terminal.colour : when === 'always';
  return { colour, ...present({ width: terminal.width }) };
}

async function render(
  report: Report,
  changes: readonly ServiceChange[],
  format: Exclude<(typeof formats)[number], 'junit'>,
  options: TextOptions,
): Promise<string> {
  if (format === 'json')
    return renderJson(report, changes.length > 0 ? { serviceChanges: changes.map(changeJson) } : {});
  if (format === 'sarif') return sarif(report);
  if (format === 'github') return `${renderUnread(report)}${renderAnnotations(report)}`;
  if (format === 'markdown') return renderMarkdown(report);
  return [renderText(report, options), ...changes.map((one) => renderChangeText(one, requestHeadline(one)))].join('\n');
}

/** What became of which files, and what for: `edited a.yaml, created b.yaml: …`. */
function sayFix({ description, edits, creates = [], deletes = [] }: Fix): string {
  const done = [
    ...[...new Set(edits.map(({ path }) => path))].map((path) => `edited ${showPath(path)}`),
    ...creates.map(({ path }) => `created ${showPath(path)}`),
    ...deletes.map((path) => `deleted ${showPath(path)}`),
  ];
  return `${done.join(', ')}: ${description}`;
}

/** Loaded when it is asked for: the pages of all rules come with it. */
async function sarif(report: Report): Promise<string> {
  const { renderSarif } = await import('@rollcall/domain/verify/report/render/sarif');
  return renderSarif(report);
}

async function junit(report: Report, failOn: FailOn, minConfidence: Confidence): Promise<string> {
  const { renderJunit } = await import('@rollcall/domain/verify/report/render/junit');
  return renderJunit(report, failOn, minConfidence);
}
