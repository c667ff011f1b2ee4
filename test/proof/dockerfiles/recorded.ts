import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BuildCase } from './builds.ts';
import type { IgnoreCase } from './ignore-files.ts';

/** A build, what BuildKit reads of it, and what detect has too much. */
export interface RecordedBuild extends BuildCase {
  reads: string[];
  noise: string[];
}

/** An ignore file, and what BuildKit leaves out. */
export interface RecordedIgnoreFile extends IgnoreCase {
  ignored: string[];
}

const folder = resolve(import.meta.dirname, '../../fixtures/buildkit');

/** Keeps answers for the tests that run without Go: `ROLLCALL_PROOF_RECORD=1 npm test -- --all proof/dockerfiles`. */
export function record(name: string, answers: readonly unknown[]): void {
  if (process.env.ROLLCALL_PROOF_RECORD === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.jsonl`), answers.map((answer) => `${JSON.stringify(answer)}\n`).join(''));
}

export function recordedLines(name: string): string[] {
  return readFileSync(join(folder, `${name}.jsonl`), 'utf8')
    .split('\n')
    .slice(0, -1);
}

export function recordedBuilds(name: 'builds' | 'named-contexts'): RecordedBuild[] {
  return recordedLines(name).map((line): RecordedBuild => JSON.parse(line));
}

export function recordedIgnoreFiles(): RecordedIgnoreFile[] {
  return recordedLines('ignore-files').map((line): RecordedIgnoreFile => JSON.parse(line));
}
