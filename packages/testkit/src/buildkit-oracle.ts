import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A question to test/oracles/buildkit; see there. */
export type Question =
  | { ignore: { text: string; paths: readonly string[] } }
  | {
      build: {
        root: string;
        dockerfile: string;
        context: string;
        target?: string;
        args?: Readonly<Record<string, string>>;
        /** Folders, or images as `docker-image://name`. */
        contexts?: Readonly<Record<string, string>>;
      };
    };

export interface Answer {
  reads?: string[];
  /** What it takes from, as it is named: `docker.io/library/busybox:latest`. */
  images?: string[];
  ignored?: string[];
  /** Why BuildKit builds nothing, or refuses the ignore file. */
  error?: string;
}

const program = join(resolve(import.meta.dirname, '../../..'), '.tools/bin/buildkit-oracle');

/** The program that answers what BuildKit does, or a sentence that says why there is none. */
export function findOracle(): { program: string } | string {
  return existsSync(program) ? { program } : 'test/oracles/buildkit is not built: .ci/run does where there is Go';
}

/**
 * Asks all at once; answers in the same order.
 *
 * @param scratch where the program puts what it copies
 */
export function ask({ program }: { program: string }, questions: readonly Question[], scratch?: string): Answer[] {
  const input = questions.map((question) => `${JSON.stringify(question)}\n`).join('');
  const { status, stdout, stderr } = spawnSync(program, {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    env: { ...process.env, ...(scratch === undefined ? {} : { TMPDIR: scratch }) },
  });
  if (status !== 0) throw new Error(`the oracle failed: ${stderr}`);
  const answers = stdout.split('\n').slice(0, -1);
  if (answers.length !== questions.length)
    throw new Error(`${answers.length} answers to ${questions.length} questions`);
  return answers.map((line): Answer => JSON.parse(line));
}
