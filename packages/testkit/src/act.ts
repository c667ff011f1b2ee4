import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node24 } from '@rollcall/node24';
import { temporaryFolder } from './repository.ts';

const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Whether act is on this machine: it reads and runs workflows as GitHub's runner does, here without containers. */
export const hasAct = spawnSync('act', ['--version']).status === 0;

interface WorkflowRun {
  /** A clone with the workflow at `.github/workflows/<file>`; what the checkout step would check out. */
  directory: string;
  file: string;
  event: 'pull_request' | 'workflow_dispatch' | 'schedule' | 'push' | 'issues';
  payload: object;
  /** More of the runner's variables, such as GITHUB_API_URL. */
  env: Readonly<Record<string, string>>;
  token: string;
  secrets?: Readonly<Record<string, string>>;
  /** A folder whose programs come before those of this machine. */
  programs?: string;
}

export interface WorkflowResult {
  status: number;
  log: string;
  /** How each step that ran ended, as `job: step`, in order. */
  steps: readonly { job: string; step: string; result: string }[];
}

/** What a release of this repository has, for `owner/rollcall@v1`: its actions with their bundles, and its workflows. */
export function releasedTree(): string {
  const folder = temporaryFolder('released');
  cpSync(join(projectRoot, '.github/workflows'), join(folder, '.github/workflows'), { recursive: true });
  for (const name of readdirSync(join(projectRoot, 'actions')))
    for (const part of ['action.yml', 'dist']) {
      const from = join(projectRoot, 'actions', name, part);
      if (existsSync(from)) cpSync(from, join(folder, 'actions', name, part), { recursive: true });
    }
  return folder;
}

/**
 * Runs every job of a workflow with act, on this machine and not in containers. Of what is called only our own is there:
 * `actions/checkout` is what act does itself, the clone.
 *
 * @param standIns for actions of others that cannot run here: `owner/name@commit`, and the folder of what runs instead
 */
export async function runWorkflow(
  run: WorkflowRun,
  released: string,
  standIns: Readonly<Record<string, string>> = {},
): Promise<WorkflowResult> {
  const folder = temporaryFolder('act');
  const event = join(folder, 'event.json');
  writeFileSync(event, JSON.stringify(run.payload));
  const home = join(folder, 'home');
  mkdirSync(home);
  const words = [
    run.event,
    ...['--workflows', `.github/workflows/${run.file}`, '--eventpath', event, '--json', '--action-offline-mode'],
    ...['--platform', 'ubuntu-latest=-self-hosted', '--local-repository', `owner/rollcall@v1=${released}`],
    ...['--secret', `GITHUB_TOKEN=${run.token}`, '--env-file', '/dev/null', '--secret-file', '/dev/null'],
    ...Object.entries(run.env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...Object.entries(run.secrets ?? {}).flatMap(([name, value]) => ['--secret', `${name}=${value}`]),
    ...Object.entries(standIns).flatMap(([name, path]) => ['--local-repository', `${name}=${path}`]),
  ];
  const { status, output } = await collect(words, run.directory, {
    PATH: [...(run.programs ? [run.programs] : []), dirname(node24().path), process.env.PATH].join(':'),
    HOME: home,
    TMPDIR: folder,
    XDG_CACHE_HOME: join(folder, 'cache'),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
  });
  const lines = output.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as LogLine] : []));
  return {
    status,
    log: lines.map(({ msg }) => msg).join('\n'),
    steps: lines.flatMap(({ jobID = '', job = '', step = '', stepResult }) =>
      stepResult === undefined ? [] : [{ job: job || jobID, step, result: stepResult }],
    ),
  };
}

interface LogLine {
  msg: string;
  job?: string;
  jobID?: string;
  step?: string;
  stepResult?: string;
}

function collect(
  words: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ status: number; output: string }> {
  return new Promise((done, fail) => {
    const child = spawn('act', words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    child.on('error', fail);
    child.on('close', (code) => done({ status: code ?? 1, output }));
  });
}
