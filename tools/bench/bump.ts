import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { node24 } from '@rollcall/node24';
import { startGitHubServer } from '@rollcall/testkit/github-server';
import { gitEnvironment, openRepository } from '@rollcall/testkit/repository';
import { figuresTable, measure, type Subject } from './measure.ts';

const branch = 'k8s-deploy-prod';
const token = 'ghs_bench';

/**
 * bump-image-tags writing every service of a deploy branch in one commit, cold, beside the same work by hand in git
 * plumbing; every run begins at the same origin. Then how often each of them asks the server.
 */
export async function run(words: string[]): Promise<void> {
  const { values } = parseArgs({
    args: words,
    options: { rounds: { type: 'string', default: '9' }, services: { type: 'string', default: '1000' } },
  });
  const [rounds, services] = [Number(values.rounds), Number(values.services)];
  const folder = mkdtempSync(join(tmpdir(), 'bench-bump-'));
  try {
    const shop = generate(folder, services);
    const subjects = subjectsFor(shop);
    console.log(
      `Node ${execFileSync(node24().path, ['--version'], { encoding: 'utf8' }).trim()}, ${git(folder, '--version')}, ${rounds} rounds, interleaved, every run a new process.\n`,
    );
    console.log(`### ${services.toLocaleString('en')} services in one commit, over file://\n`);
    console.log(`${figuresTable(measure(subjects, rounds))}\n`);
    console.log(['| what | fetches | pushes | mutations | files changed |', '|---|---|---|---|---|'].join('\n'));
    for (const subject of subjects) console.log(countOverGit(subject, shop));
    for (const bundle of subjects.slice(2)) console.log(await countOverApi(bundle, shop));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Shop {
  folder: string;
  /** The origin, made anew from `template` for every run. */
  origin: string;
  template: string;
  /** A clone of depth 1 of the newest commit of main, as a workflow has it by default. */
  workspace: string;
  /** A clone with all history, as `fetch-depth: 0` brings it. */
  fullWorkspace: string;
  head: string;
  /** What the deploy branch has, built from the first commit of main, and what it is to have. */
  tag: string;
  services: string[];
}

function generate(folder: string, count: number): Shop {
  const template = join(folder, 'template');
  mkdirSync(template);
  git(template, 'init', '--quiet', '--bare', '--initial-branch=main');
  // As GitHub's servers answer: partial clones, and any object that is asked for by name.
  git(template, 'config', 'uploadpack.allowFilter', 'true');
  git(template, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  const services = Array.from({ length: count }, (_, index) => `service-${String(index).padStart(4, '0')}`);
  const main = [
    ...commit('main', 'before', 1_767_000_000),
    ...services.flatMap((name) => file(`services/${name}/Dockerfile`, 'FROM scratch\n')),
  ];
  importCommits(template, main);
  const built = git(template, 'rev-parse', 'main');
  const old = built.slice(0, 7);
  // As the last bump left it: the message says what it wrote, and from which commit.
  const trailers = [
    ...['Bump-Id: bench', 'Bump-Environment: prod', `Bump-Source: example/shop@${built}`],
    ...services.map((name) => `Bump-Service: ${name} 99-${old} -> 100-${old}`),
  ];
  importCommits(template, [
    ...commit(branch, `deploy(prod): all\n\n${trailers.join('\n')}\n`, 1_767_000_050),
    'from refs/heads/main',
    ...services.flatMap((name) => file(`k8s/argocd/apps/prod/${name}.yaml`, application(name, `100-${old}`))),
    ...commit('main', 'after', 1_767_000_100),
    'from refs/heads/main^0',
    ...file('services/service-0000/main.go', 'package main\n'),
  ]);
  git(template, 'repack', '-a', '-d', '--quiet');
  const head = git(template, 'rev-parse', 'main');
  const [workspace, fullWorkspace] = [join(folder, 'workspace'), join(folder, 'full-workspace')];
  const origin = join(folder, 'example/shop');
  mkdirSync(join(folder, 'example'));
  git(folder, 'clone', '--quiet', '--depth=1', `file://${template}`, workspace);
  git(folder, 'clone', '--quiet', `file://${template}`, fullWorkspace);
  for (const clone of [workspace, fullWorkspace]) git(clone, 'remote', 'set-url', 'origin', `file://${origin}`);
  return { folder, origin, template, workspace, fullWorkspace, head, tag: `101-${head.slice(0, 7)}`, services };
}

/** As people write it: with comments, and other parameters around the tag. */
function application(service: string, tag: string): string {
  return `# Written by the pipeline: only the tag.
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${service}-prod
  namespace: argocd
spec:
  project: default
  source:
    repoURL: https://github.com/example/shop.git
    targetRevision: ${branch}
    path: k8s/helm/charts/${service}
    helm:
      valueFiles:
        - values.yaml
      parameters:
        - name: replicas
          value: '2'
        - name: image.tag
          value: '${tag}' # the commit it was built from
  destination:
    server: https://kubernetes.default.svc
    namespace: shop-prod
  syncPolicy:
    automated: { prune: true, selfHeal: true }
`;
}

function subjectsFor(shop: Shop): Subject[] {
  const { folder, origin, template, workspace, fullWorkspace, tag } = shop;
  const { path: node } = node24();
  const prepare = (): void => {
    for (const path of [origin, ...['by-hand', 'files', 'index', 'temp'].map((name) => join(folder, name))])
      rmSync(path, { recursive: true, force: true });
    mkdirSync(join(folder, 'temp'));
    cpSync(template, origin, { recursive: true });
    for (const name of ['output', 'summary']) writeFileSync(join(folder, name), '');
  };
  const bundle = (name: string, place: string, allowOlder: boolean) => ({
    name: `bump-image-tags, ${name}`,
    command: node,
    args: [resolve('actions/bump-image-tags/dist/index.js')],
    cwd: place,
    env: bundleEnvironment(shop, place, allowOlder),
    prepare,
  });
  return [
    {
      name: 'git plumbing by hand, in batches',
      command: node,
      args: [resolve('tools/bench/bump-by-hand.mjs'), folder, `file://${origin}`, branch, tag],
      cwd: folder,
      env: gitOnly(folder),
      prepare,
    },
    {
      name: 'git plumbing by hand, a blob at a time',
      command: 'sh',
      args: [resolve('tools/bench/bump-by-hand.sh'), folder, `file://${origin}`, branch, tag],
      cwd: folder,
      env: gitOnly(folder),
      prepare,
    },
    bundle('in a clone with history', fullWorkspace, false),
    bundle('in a clone of depth 1', workspace, false),
    bundle('`allow-older: true`', workspace, true),
  ];
}

function gitOnly(folder: string): NodeJS.ProcessEnv {
  const { GIT_CONFIG_GLOBAL, GIT_CONFIG_SYSTEM } = gitEnvironment;
  return { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_GLOBAL, GIT_CONFIG_SYSTEM };
}

function bundleEnvironment(
  { folder, head, tag, services }: Shop,
  workspace: string,
  allowOlder: boolean,
): NodeJS.ProcessEnv {
  return {
    ...gitOnly(folder),
    GITHUB_WORKSPACE: workspace,
    GITHUB_EVENT_NAME: 'workflow_dispatch',
    GITHUB_SHA: head,
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SERVER_URL: `file://${folder}`,
    GITHUB_REPOSITORY: 'example/shop',
    GITHUB_RUN_ID: '4242',
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
    RUNNER_TEMP: join(folder, 'temp'),
    INPUT_ENVIRONMENT: 'prod',
    INPUT_BRANCH: branch,
    INPUT_IMAGES: JSON.stringify(services.map((service) => ({ service, tag }))),
    'INPUT_ALLOW-OLDER': String(allowOlder),
  };
}

/** One more run, with the processes that answer for the origin counted: one for each time it is asked. */
function countOverGit({ name, command, args, cwd, env, prepare }: Subject, shop: Shop): string {
  prepare?.();
  const trace = join(shop.folder, 'trace');
  writeFileSync(trace, '');
  const { status, stderr } = spawnSync(command, args, { cwd, env: { ...env, GIT_TRACE: trace }, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} failed (${status}): ${stderr}`);
  const lines = readFileSync(trace, 'utf8').split('\n');
  const count = (program: string): number => lines.filter((line) => line.includes(`built-in: git ${program} `)).length;
  return `| ${[name, count('upload-pack'), count('receive-pack'), 0, filesChanged(shop)].join(' | ')} |`;
}

/** The same over a loopback GitHub: its API writes, and the requests of git's protocol are counted. */
async function countOverApi({ name, command, args, cwd, env, prepare }: Subject, shop: Shop): Promise<string> {
  prepare?.();
  const server = await startGitHubServer(openRepository(shop.origin), { token });
  try {
    const child = spawn(command, args, {
      cwd,
      env: {
        ...env,
        ...server.variables,
        INPUT_TOKEN: token,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const status = await new Promise<number | null>((done) => child.on('close', done));
    if (status !== 0 || server.problems.length > 0)
      throw new Error(`over the API: exit ${status}: ${server.problems.join('; ')}`);
    const count = (service: string): number =>
      server.requests.filter(
        ({ method, path, status: answer }) =>
          method === 'GET' && path.endsWith(`?service=${service}`) && answer === 200,
      ).length;
    const mutations = server.requests.filter(({ operation }) => operation === 'createCommitOnBranch').length;
    const cells = [count('git-upload-pack'), count('git-receive-pack'), mutations, filesChanged(shop)];
    return `| ${[`${name}, over the API`, ...cells].join(' | ')} |`;
  } finally {
    await server.close();
  }
}

/** Of the one commit that was made: anything else ends the benchmark. */
function filesChanged({ origin, tag, services }: Shop): number {
  const stat = git(origin, 'diff', '--numstat', `${branch}~1`, branch).split('\n');
  const tags = git(origin, 'grep', '-c', `'${tag}'`, branch).split('\n');
  const good = stat.every((line) => line.startsWith('1\t1\t')) && tags.every((line) => line.endsWith(':1'));
  if (!good || stat.length !== services.length || tags.length !== services.length)
    throw new Error(`${stat.length} files changed, ${tags.length} have the tag`);
  return stat.length;
}

function commit(name: string, message: string, time: number): string[] {
  return [`commit refs/heads/${name}`, `committer A Person <person@example.com> ${time} +0000`, data(message)];
}

function file(path: string, text: string): string[] {
  return [`M 100644 inline ${path}`, data(text)];
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}

function importCommits(directory: string, lines: readonly string[]): void {
  execFileSync('git', ['fast-import', '--quiet'], { cwd: directory, input: `${lines.join('\n')}\n` });
}

function git(directory: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd: directory,
    env: gitEnvironment,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  }).trimEnd();
}
