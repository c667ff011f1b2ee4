import { appendFileSync, closeSync, fstatSync, ftruncateSync, openSync, statSync, writeSync } from 'node:fs';
import { EOL } from 'node:os';
import * as core from '@actions/core';
import { ExternalError } from '@rollcall/domain/user-error';
import { absentWord } from './absent-word.ts';

/** Bytes that outputs and summary are given room for: what one step of an action usually writes. */
const room = 64 * 1024;

/**
 * Proves that the files which the runner gave for outputs and the summary can be written, and that the disk has room,
 * by writing line ends and taking them back. ExternalError where one cannot: what is done after this can be told.
 */
export function proveOutputFiles(env: Readonly<Record<string, string | undefined>>): void {
  for (const name of ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY']) {
    const file = env[name];
    if (file) writing(`the file that ${name} names`, () => proveFile(file));
  }
}

/** Sets an output; ExternalError where its file cannot be written. A runner without such files is told by a command. */
export function writeOutput(name: string, text: string): void {
  const file = process.env.GITHUB_OUTPUT;
  const end = absentWord(text);
  writing(`the output ${name}`, () => {
    if (!file) {
      core.setOutput(name, text);
      return;
    }
    // The runner made it: one that is not there would be read by nobody.
    statSync(file);
    appendFileSync(file, [`${name}<<${end}`, text, end, ''].join(EOL));
  });
}

function writing(what: string, write: () => void): void {
  try {
    write();
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new ExternalError(`${what} cannot be written: ${said}`, {
      help: 'Make room on the disk of the runner, and see that no earlier step changed GITHUB_OUTPUT or GITHUB_STEP_SUMMARY.',
      cause,
    });
  }
}

/** The runner skips empty lines, should this be killed in between. */
function proveFile(file: string): void {
  const descriptor = openSync(file, 'a');
  try {
    const { size } = fstatSync(descriptor);
    try {
      for (let written = 0; written < room; ) written += writeSync(descriptor, '\n'.repeat(room - written));
    } finally {
      if (fstatSync(descriptor).isFile()) ftruncateSync(descriptor, size);
    }
  } finally {
    closeSync(descriptor);
  }
}
