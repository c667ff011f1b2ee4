import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node24 } from '@rollcall/node24';
import { parse } from 'yaml';
import { pathWith } from './render-programs.ts';
import { gitEnvironment, temporaryFolder } from './repository.ts';

const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

export interface StepRun {
  /** The folder that GITHUB_WORKSPACE names. */
  workspace: string;
  inputs?: Readonly<Record<string, string>>;
  event?: { name: string; payload: unknown };
  /** More of the runner's variables, such as GITHUB_SHA. */
  env?: Readonly<Record<string, string>>;
  token?: string;
  /** Files of the bundle that are taken away: what a run does not use it does not read. */
  without?: RegExp;
}

export interface StepResult {
  status: number;
  stdout: string;
  stderr: string;
  outputs: Readonly<Record<string, string>>;
  summary: string;
  /** RUNNER_TEMP of the step. */
  temp: string;
}

/**
 * Runs a committed bundle as GitHub's runner does: copied out of this repository, under Node 24, as a child
 * process, with the inputs of `action.yml` and their defaults, an event file and the output files.
 */
export async function runAction(name: string, step: StepRun): Promise<StepResult> {
  const temp = temporaryFolder('runner');
  const action = join(temp, 'actions', name);
  mkdirSync(dirname(action), { recursive: true });
  cpSync(join(projectRoot, 'actions', name, 'dist'), join(action, 'dist'), {
    recursive: true,
    filter: (path) => !step.without?.test(basename(path)),
  });
  const outputFile = join(temp, 'output');
  const summaryFile = join(temp, 'summary');
  const eventFile = join(temp, 'event.json');
  writeFileSync(outputFile, '');
  writeFileSync(summaryFile, '');
  writeFileSync(eventFile, JSON.stringify(step.event?.payload ?? {}));
  const runnerTemp = join(temp, 'temp');
  mkdirSync(runnerTemp);
  const env: NodeJS.ProcessEnv = {
    PATH: pathWith(),
    HOME: temp,
    GIT_CONFIG_GLOBAL: gitEnvironment.GIT_CONFIG_GLOBAL,
    GIT_CONFIG_SYSTEM: gitEnvironment.GIT_CONFIG_SYSTEM,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: step.workspace,
    GITHUB_OUTPUT: outputFile,
    GITHUB_STEP_SUMMARY: summaryFile,
    GITHUB_EVENT_NAME: step.event?.name ?? 'workflow_dispatch',
    GITHUB_EVENT_PATH: eventFile,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'example/shop',
    GITHUB_RUN_ID: '4242',
    GITHUB_RUN_NUMBER: '42',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REF_NAME: 'main',
    RUNNER_TEMP: runnerTemp,
    ...inputVariables(name, step),
    ...step.env,
  };
  const { path } = node24();
  const result = await collect(path, [join(action, 'dist', 'index.js')], env, step.workspace);
  return {
    ...result,
    outputs: outputsIn(readFileSync(outputFile, 'utf8')),
    summary: readFileSync(summaryFile, 'utf8'),
    temp: runnerTemp,
  };
}

/** Runs the command line's bundle, copied out of this repository; `node` is the running one unless told. */
export async function runCommandLine(
  args: readonly string[],
  options: { cwd: string; env?: Readonly<Record<string, string>>; node?: string },
): Promise<Omit<StepResult, 'outputs' | 'summary' | 'temp'>> {
  const temp = temporaryFolder('command');
  cpSync(join(projectRoot, 'packages/cli/dist'), join(temp, 'dist'), { recursive: true });
  const env = {
    PATH: pathWith(),
    HOME: temp,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    ...options.env,
  };
  return collect(options.node ?? process.execPath, [join(temp, 'dist', 'rollcall.js'), ...args], env, options.cwd);
}

function inputVariables(name: string, step: StepRun): Record<string, string> {
  const declared: Record<string, { default?: string }> =
    parse(readFileSync(join(projectRoot, 'actions', name, 'action.yml'), 'utf8')).inputs ?? {};
  for (const given of Object.keys(step.inputs ?? {})) {
    if (!Object.hasOwn(declared, given)) throw new Error(`${basename(name)} declares no input ${given}`);
  }
  const variables: Record<string, string> = {};
  for (const [input, { default: fallback = '' }] of Object.entries(declared)) {
    // The one expression our action.yml files use.
    const value = step.inputs?.[input] ?? fallback.replace('${{ github.token }}', step.token ?? '');
    variables[`INPUT_${input.replaceAll(' ', '_').toUpperCase()}`] = value;
  }
  return variables;
}

function collect(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<{ status: number; stdout: string; stderr: string }> {
  if (!existsSync(cwd)) throw new Error(`no such folder: ${cwd}`);
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', fail);
    child.on('close', (code, signal) => done({ status: code ?? (signal ? 128 : 1), stdout, stderr }));
  });
}

/** `name=value` lines and `name<<delimiter` blocks, as the runner reads them. */
export function outputsIn(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const block = /^([^=]+?)<<(.+)$/.exec(line);
    if (block) {
      const value: string[] = [];
      for (index += 1; index < lines.length && lines[index] !== block[2]; index += 1) value.push(lines[index] ?? '');
      outputs[block[1] ?? ''] = value.join('\n');
    } else if (line.includes('=')) {
      outputs[line.slice(0, line.indexOf('='))] = line.slice(line.indexOf('=') + 1);
    }
  }
  return outputs;
}

/** A command that the runner obeys: its name, its properties as they are written, and its data. */
export interface WorkflowCommand {
  name: string;
  properties: string;
  data: string;
}

/** Commands of the runner that scripts may give, which are those that it looks for. */
const commandNames: ReadonlySet<string> = new Set([
  ...['add-mask', 'add-matcher', 'add-path', 'debug', 'echo', 'endgroup', 'error', 'group', 'internal-set-repo-path'],
  ...['notice', 'remove-matcher', 'save-state', 'set-env', 'set-output', 'stop-commands', 'warning'],
]);

/**
 * The commands in what a step printed, as GitHub's runner 2.330 finds them (`ActionCommand.cs`): `::name …::data` at the
 * beginning of a line, else `##[name …]data` anywhere in it, and none until the token that stopped them comes.
 */
export function commandsIn(stdout: string): WorkflowCommand[] {
  const commands: WorkflowCommand[] = [];
  let token: string | undefined;
  for (const line of stdout.split(/\r\n|\r|\n/)) {
    const [, name = '', properties = '', data = ''] =
      /^\s*::([^\s:]+)(?: (.*?))?::(.*)$/.exec(line) ?? /##\[([^\s\]]+)(?: ([^\]]*))?\](.*)$/.exec(line) ?? [];
    if (token !== undefined) {
      if (name === token) token = undefined;
    } else if (name === 'stop-commands') token = data;
    else if (commandNames.has(name)) commands.push({ name, properties, data });
  }
  return commands;
}
