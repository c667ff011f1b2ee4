import { appendFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as core from '@actions/core';
import { formatLocation } from '@rollcall/domain/location';
import type { Log } from '@rollcall/domain/ports';
import { printableLines } from '@rollcall/domain/printable';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import { diskFailure } from '../disk/failure.ts';
import { makeKeptFolder, type RunFolder, temporaryRunFolder } from '../disk/run-folder.ts';
import { type Network, openNetwork } from '../network/network.ts';
import { judgeFault } from '../system-fault.ts';
import { absentWord } from './absent-word.ts';
import { placeInput, workspaceOf } from './inputs.ts';
import { proveOutputFiles, writeOutput } from './output-files.ts';

/** Most bytes of one output; a longer one goes to a file, because a job may hold 1 MB of outputs in all. */
const outputLimit = 100 * 1024;
/** GitHub refuses a larger step summary as a whole. */
const summaryLimit = 1024 * 1024;

/** What GitHub's runner gives an action and takes from it. */
export interface Runner {
  readonly log: Log;
  /** What the inputs `timeout` and `allow-insecure` allow; the time runs since the action began. */
  readonly network: Network;
  /** The checkout, or the folder of it that `working-directory` names; never outside the workspace. */
  directory(): string;
  /** A folder of this run under RUNNER_TEMP, made at the first call, and gone when it ends. */
  temporaryFolder(): string;
  /** The same, for files that later steps read. */
  keptFolder(): string;
  /** Sets outputs: objects as one line of JSON, a value over 100 KiB as a file named by `<name>-file`. */
  setOutputs(outputs: Readonly<Record<string, unknown>>): void;
  /** ExternalError where outputs or the summary could not be written: asked before something is done for good. */
  proveOutputs(): void;
  /** Adds to the job summary; a text that would pass 1 MiB is cut at a line, and says so. */
  summarize(markdown: string): void;
  /** Prints text that may hold anything: no line of it is taken for a workflow command. */
  print(text: string): void;
  /** Prints workflow commands as they are: the annotations a renderer made. */
  command(lines: string): void;
  /** Says what is not as it was asked for, although all was done that could be: exit code 1. */
  fail(message: string): void;
}

/** Runs an action: what it throws becomes one annotation and the exit code of the contract. */
export async function runAction(main: (runner: Runner) => Promise<void>): Promise<void> {
  try {
    await main(createRunner(process.env));
  } catch (error) {
    reportFailure(judgeFault(error));
  }
}

function createRunner(env: NodeJS.ProcessEnv): Runner {
  const [timeout, allowInsecure] = ['timeout', 'allow-insecure'].map((name) => core.getInput(name) || undefined);
  let run: RunFolder | undefined;
  let kept: string | undefined;
  const runFolder = (): RunFolder => {
    run ??= temporaryRunFolder(runnerTemp(env));
    return run;
  };
  const keptFolder = (): string => {
    kept ??= makeKeptFolder(runFolder());
    return kept;
  };
  return {
    log: {
      progress: (message) => core.debug(message),
      notice: (message) => core.notice(printableLines(message)),
      warning: (message) => core.warning(printableLines(message)),
    },
    network: openNetwork({ timeout, allowInsecure }),
    directory: () => placeInput('working-directory', 'folder', env)?.target.toString() ?? workspaceOf(env),
    temporaryFolder: () => runFolder().path,
    keptFolder,
    setOutputs: (outputs) => {
      for (const [name, value] of Object.entries(outputs)) setOutput(name, value, keptFolder);
    },
    proveOutputs: () => proveOutputFiles(env),
    summarize: (markdown) => appendSummary(env.GITHUB_STEP_SUMMARY, markdown),
    print,
    command: (lines) => {
      if (lines) process.stdout.write(lines.endsWith('\n') ? lines : `${lines}\n`);
    },
    fail: (message) => {
      core.error(printableLines(message), { title: 'Rollcall' });
      process.exitCode = 1;
    },
  };
}

/** The runner looks for `##[command]` anywhere in a line, and for `::command::` at its beginning. */
function print(text: string): void {
  const token = absentWord(text);
  process.stdout.write(`::stop-commands::${token}\n${text.endsWith('\n') ? text : `${text}\n`}::${token}::\n`);
}

function runnerTemp({ RUNNER_TEMP: folder }: NodeJS.ProcessEnv): string {
  if (!folder)
    throw new UserError('RUNNER_TEMP is not set', {
      help: 'This is an action: run it in a workflow, or use the command line instead.',
    });
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw diskFailure('written', folder, error);
  }
  return folder;
}

function setOutput(name: string, value: unknown, keptFolder: () => string): void {
  const text =
    value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (Buffer.byteLength(text) <= outputLimit) {
    writeOutput(name, text);
    return;
  }
  const file = join(keptFolder(), `${name}${typeof value === 'object' ? '.json' : '.txt'}`);
  writeFileSync(file, text);
  writeOutput(name, JSON.stringify({ 'too-large': true, file }));
  writeOutput(`${name}-file`, file);
  core.notice(`output ${name} is over 100 KiB: it is in the file that output ${name}-file names`);
}

function appendSummary(file: string | undefined, markdown: string): void {
  if (!file) return;
  const taken = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const room = summaryLimit - taken - 1024;
  const bytes = Buffer.from(markdown.endsWith('\n') ? markdown : `${markdown}\n`);
  if (bytes.length <= room) {
    appendFileSync(file, bytes);
    return;
  }
  const end = bytes.lastIndexOf(0x0a, Math.max(room, 0));
  const kept = bytes.subarray(0, end + 1);
  appendFileSync(file, kept);
  appendFileSync(
    file,
    `\n> The summary was cut here: ${bytes.length - kept.length} more bytes would pass the 1 MiB that GitHub takes.\n`,
  );
}

/** 2 for a user's mistake, 3 for the outside world, 70 for a bug of ours: the same as on the command line. */
function reportFailure(error: unknown): void {
  if (error instanceof UserError) {
    const { location } = error;
    core.error(
      withHelp(error),
      location
        ? { title: 'Rollcall', file: location.path, startLine: location.line, startColumn: location.column }
        : { title: 'Rollcall' },
    );
    if (location) print(`  at ${formatLocation(location)}`);
    process.exitCode = 2;
  } else if (error instanceof ExternalError) {
    core.error(withHelp(error), { title: 'Rollcall' });
    process.exitCode = 3;
  } else {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    core.error(`a bug in Rollcall, please report it: ${detail}`, { title: 'Rollcall' });
    process.exitCode = 70;
  }
}

function withHelp({ message, help }: UserError | ExternalError): string {
  return printableLines(help ? `${message}\n${help}` : message);
}
