import { randomUUID } from 'node:crypto';
import type { Place } from '@rollcall/adapters/disk/inside';
import { openCheckout } from '@rollcall/adapters/git/checkout';
import { originRefs } from '@rollcall/adapters/git/origin-refs';
import type { GitHubApi } from '@rollcall/adapters/github/api';
import { githubPullRequests } from '@rollcall/adapters/github/pull-requests';
import { paceUntil } from '@rollcall/adapters/network/deadline';
import { type BranchWriter, branchWriter, type WriterInputs } from '@rollcall/adapters/runner/branch-writer';
import {
  choiceInput,
  flagInput,
  listInput,
  placeInput,
  requiredInput,
  textInput,
} from '@rollcall/adapters/runner/inputs';
import { filesAddress, writeReport } from '@rollcall/adapters/runner/report-files';
import {
  addressOf,
  credentialOf,
  isSameAddress,
  repositoryUrl,
  runUrl,
  workspaceOfRun,
} from '@rollcall/adapters/runner/repository';
import type { Runner } from '@rollcall/adapters/runner/runner';
import { deployRepositories } from '@rollcall/domain/bump/deploy-target';
import { type LoadedConfig, readConfig } from '@rollcall/domain/catalog/config';
import { longestBody } from '@rollcall/domain/deploy-branch/pull-request-text';
import type { Asking } from '@rollcall/domain/deploy-branch/pull-requests';
import type { Tree } from '@rollcall/domain/ports';
import { present } from '@rollcall/domain/present';
import { changeJson } from '@rollcall/domain/service-change/change-json';
import { planEverywhere, type ServicePlanner } from '@rollcall/domain/service-change/manifests-elsewhere';
import { type ChangePush, type PushedChange, pushChanges } from '@rollcall/domain/service-change/push-change';
import { renderChangeMarkdown, renderChangeText } from '@rollcall/domain/service-change/render-change';
import type { ServiceChange } from '@rollcall/domain/service-change/service-change';
import { pathReference } from '@rollcall/domain/tree/path-reference';
import { UserError } from '@rollcall/domain/user-error';
import type { DeployRepository } from '@rollcall/domain/verify/engine/other-repositories';
import type { VerifyOptions } from '@rollcall/domain/verify/verify-services';
import { branchToChange } from './branch-to-change.ts';
import { otherRepositoriesOfRun } from './other-repositories-of-run.ts';

/** What both actions that change a service take. */
export interface ChangeInputs {
  service: string;
  config: string | undefined;
  mode: 'pull-request' | 'branch' | 'patch' | 'checklist';
  /** The branch that the change is for. */
  branch: string | undefined;
  token: string | undefined;
  via: 'api' | 'git' | 'auto';
  labels: readonly string[];
  autoMerge: boolean;
  message: string | undefined;
  patchFile: Place | undefined;
  /** The repository that holds the manifests: `owner/name`, its address, or a folder; undefined for the configured one. */
  deployRepository: string | undefined;
  /** The token that writes there. */
  deployToken: string | undefined;
}

export function changeInputs(): ChangeInputs {
  return {
    service: requiredInput('service'),
    config: textInput('config'),
    mode: choiceInput('mode', ['pull-request', 'branch', 'patch', 'checklist'], 'pull-request'),
    branch: textInput('branch'),
    token: textInput('token'),
    via: choiceInput('via', ['api', 'git', 'auto'], 'auto'),
    labels: listInput('labels') ?? [],
    autoMerge: flagInput('auto-merge'),
    message: textInput('message'),
    patchFile: placeInput('patch-file', 'file', process.env),
    deployRepository: textInput('deploy-repository'),
    deployToken: textInput('deploy-token'),
  };
}

/** What is done in one repository: planned, and pushed where the mode says so. */
interface Part {
  planned: ServiceChange;
  /** Null where nothing is pushed. */
  push: ChangePush | null;
  /** The address that paths are appended to; null where they are no links. */
  files: string | null;
}

/**
 * Plans a change of a service and does with it what the mode says: a request, a branch, a patch, or the checklist
 * alone; and the same in repositories that hold its manifests. What is pushed is planned from the branch that it is for.
 * Exit code 1 where something would still be missing.
 */
export async function changeService(runner: Runner, inputs: ChangeInputs, planner: ServicePlanner): Promise<void> {
  const { env } = process;
  const checkout = await openCheckout(workspaceOfRun(env), {
    credential: credentialOf(env, inputs.token, runner.network),
    deadline: runner.network.deadline,
    workspace: workspaceOfRun(env),
  });
  const options = {
    remote: originRefs(checkout).names,
    repositoryUrl: repositoryUrl(env),
    today: new Date().toISOString().slice(0, 10),
  };
  const parts = await planParts(runner, inputs, planner, { checkout: checkout.tree, options });
  const results = await pushParts(runner, inputs, parts);
  const reports = results.map((result, index) => report(runner, inputs, result, parts[index]?.files ?? null));
  const [here, ...there] = reports;
  const complete = reports.every((one) => one.complete);
  runner.setOutputs({
    files: here?.files,
    checklist: here?.checklist,
    complete,
    branch: here?.branch,
    commit: here?.commit,
    'pull-request': here?.pullRequest?.number,
    'pull-request-url': here?.pullRequest?.url,
    'patch-file': here?.patchFile,
    deploy: there.map(({ pullRequest, ...one }) => ({ ...one, pullRequest: pullRequest?.url ?? null })),
  });
  if (!complete) process.exitCode = 1;
}

/** Plans the change here and in the repositories of manifests, and opens the branches that it is for. */
async function planParts(
  runner: Runner,
  inputs: ChangeInputs,
  planner: ServicePlanner,
  { checkout, options }: { checkout: Tree; options: Omit<VerifyOptions, 'config'> },
): Promise<Part[]> {
  const { env } = process;
  const configOf = (files: Tree): Promise<LoadedConfig> => readConfig(files, inputs.config);
  const target = pushes(inputs) ? openTarget(runner, inputs) : null;
  const base = target && (await target.openBranch(target.branch));
  const tree = base ? (await base.read()).tree : checkout;
  const config = await configOf(tree);
  const { deploy, missing } = await openManifests(runner, inputs, config);
  const source = { name: env.GITHUB_REPOSITORY ?? '', url: options.repositoryUrl, tree, config };
  const { here, elsewhere, there } = await planEverywhere(planner, source, deploy, { ...options, config });
  for (const repository of missing) runner.log.warning(withoutToken(repository));
  const changed = withMissing(here, missing);
  const push: ChangePush | null = target &&
    base && {
      base,
      branchFor: (head) => target.openBranch(head, target.branch),
      asking: askingBy(runner, inputs, target.api),
      planned: changed,
      plan: async (files) => planner.here(files, { ...options, config: await configOf(files) }, elsewhere),
    };
  const parts: Part[] = [{ planned: changed, push, files: filesAddress(env, '') }];
  for (const { repository, change, replan } of there) {
    const pushed = pushes(inputs) ? await openPush(runner, inputs, repository) : null;
    parts.push({
      planned: change,
      push: pushed && { ...pushed, planned: change, plan: replan },
      files: repository.files,
    });
  }
  return parts;
}

function pushes({ mode }: ChangeInputs): boolean {
  return mode === 'pull-request' || mode === 'branch';
}

/** The branch of this repository that the change is for. UserError where the run may write none. */
function openTarget(runner: Runner, inputs: ChangeInputs): BranchWriter & { branch: string } {
  const { env } = process;
  const target = branchToChange(env, inputs.branch);
  if ('because' in target) throw new UserError(`nothing is written: ${target.because}`, { help: target.help });
  runner.proveOutputs();
  return { ...branchWriter(runner, env, writerInputs(inputs, inputs.token)), branch: target.branch };
}

/** The default branch of a repository of manifests, which is where people merge. */
async function openPush(
  runner: Runner,
  inputs: ChangeInputs,
  { url }: DeployRepository,
): Promise<Pick<ChangePush, 'base' | 'branchFor' | 'asking'>> {
  const writer = branchWriter(runner, process.env, writerInputs(inputs, inputs.deployToken), url ?? undefined);
  const branch = await writer.defaultBranch();
  return {
    base: await writer.openBranch(branch),
    branchFor: (head) => writer.openBranch(head, branch),
    asking: askingBy(runner, inputs, writer.api),
  };
}

function writerInputs({ mode, via }: ChangeInputs, token: string | undefined): WriterInputs {
  return { token, via, mode: mode === 'pull-request' ? 'pull-request' : 'commit' };
}

function askingBy(runner: Runner, { mode, labels, autoMerge }: ChangeInputs, api: GitHubApi | null): Asking | null {
  return mode === 'pull-request' && api !== null
    ? { pullRequests: githubPullRequests(api), labels, autoMerge, log: runner.log }
    : null;
}

/** The repositories of manifests that can be read, and the names of those for which no token is given. */
async function openManifests(
  runner: Runner,
  { deployRepository, deployToken, token }: ChangeInputs,
  config: LoadedConfig,
): Promise<{ deploy: readonly DeployRepository[]; missing: string[] }> {
  const url = repositoryUrl(process.env);
  const named = deployRepositories(config.config, deployRepository).filter(
    ({ written }) => !isSameAddress(addressOf(written, process.env), url),
  );
  if (named.length === 0) return { deploy: [], missing: [] };
  if (deployToken === undefined) return { deploy: [], missing: named.map(({ written }) => written) };
  const { deploy } = await otherRepositoriesOfRun(runner, { deployRepository, deployToken, token })(config);
  return { deploy, missing: [] };
}

function withoutToken(repository: string): string {
  return `nothing is changed in ${repository}, which holds manifests: give "deploy-token", a token that may write there.`;
}

function withMissing(change: ServiceChange, repositories: readonly string[]): ServiceChange {
  const steps = repositories.map((repository) => ({
    what: `do the same in ${repository}: nothing was looked at there, for no deploy-token was given`,
    places: [],
    command: null,
  }));
  return { ...change, steps: [...steps, ...change.steps] };
}

/** What became of each part; where nothing is pushed, what is planned. */
async function pushParts(runner: Runner, { message }: ChangeInputs, parts: readonly Part[]): Promise<PushedChange[]> {
  const pushing = parts.flatMap(({ push }) => push ?? []);
  if (pushing.length === 0)
    return parts.map(({ planned }) => ({ change: planned, branch: null, commit: null, pullRequest: null }));
  return pushChanges(pushing, {
    pace: paceUntil(runner.network.deadline),
    log: runner.log,
    origin: { id: randomUUID(), run: runUrl(process.env), ...present({ subject: message }) },
  });
}

/** Tells what became of a part, and gives the values of its outputs. */
function report(
  runner: Runner,
  { mode, patchFile: named }: ChangeInputs,
  { change, branch, commit, pullRequest }: PushedChange,
  links: string | null,
) {
  runner.print(renderChangeText(change));
  const link = ({ path, line }: { path: string; line?: number }): string | null =>
    links === null || change.created.has(path) || change.files.get(path) === null
      ? null
      : `${links}/${pathReference(path)}${line === undefined ? '' : `#L${line}`}`;
  runner.summarize(renderChangeMarkdown(change, longestBody, link));
  const of = change.repository === undefined ? '' : ` of ${change.repository}`;
  if (pullRequest) runner.print(`Pull request ${pullRequest.number}${of}: ${pullRequest.url}\n`);
  else if (commit !== null) runner.print(`Commit ${commit.slice(0, 12)} on ${branch}${of}.\n`);
  const isOther = change.repository !== undefined;
  const patchFile =
    mode === 'patch'
      ? writeReport(runner, {
          named: isOther ? undefined : named,
          otherwise: isOther ? `rollcall-${change.repository?.replaceAll(/[^\w.-]/g, '-')}.patch` : 'rollcall.patch',
          text: change.diff,
        })
      : '';
  return { ...changeJson(change), branch, commit, pullRequest, patchFile };
}
