import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A question to test/oracles/definitions; see there. */
export interface DefinitionQuestion {
  /** Absolute. */
  folder: string;
  tool: 'bake' | 'compose';
  /** Relative to the folder; none is what the tool takes by itself. */
  files?: readonly string[];
  profiles?: readonly string[];
}

/** What a target of Bake, or a service of Compose, is built from; paths are absolute. */
export interface DefinedBuild {
  context: string;
  dockerfile?: string;
  inline?: string;
  target?: string;
  args?: Record<string, string>;
  contexts?: Record<string, string>;
}

export interface DefinitionAnswer {
  builds?: Record<string, DefinedBuild>;
  /** Why the tool builds nothing. */
  error?: string;
}

const program = join(resolve(import.meta.dirname, '../../..'), '.tools/bin/definitions-oracle');

/** The program that answers what Bake and Compose do, or a sentence that says why there is none. */
export function findDefinitionsOracle(): { program: string } | string {
  return existsSync(program) ? { program } : 'test/oracles/definitions is not built: .ci/run does where there is Go';
}

/** Asks all at once; answers in the same order. */
export function askDefinitions(
  { program }: { program: string },
  questions: readonly DefinitionQuestion[],
): DefinitionAnswer[] {
  const input = questions.map((question) => `${JSON.stringify(question)}\n`).join('');
  const { status, stdout, stderr } = spawnSync(program, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`the oracle failed: ${stderr}`);
  const answers = stdout.split('\n').slice(0, -1);
  if (answers.length !== questions.length)
    throw new Error(`${answers.length} answers to ${questions.length} questions`);
  return answers.map((line): DefinitionAnswer => JSON.parse(line));
}
