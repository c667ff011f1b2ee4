import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { longestFile, tooLongFile } from '@rollcall/domain/tree/too-long-file';
import { answerParser, type GitObject } from './batch-answers.ts';
import { externalFailure, saysDamaged } from './failure.ts';

/**
 * Reads objects by name, in the order asked; undefined where the repository does not hold one. ExternalError where git
 * cannot read what it holds.
 */
export type ObjectReader = (names: readonly string[]) => Promise<readonly (GitObject | undefined)[]>;

export interface ObjectSource {
  /** Starts `git cat-file --batch`. */
  start(): ChildProcessWithoutNullStreams;
  /** Rejects where git is not to be believed. */
  check(): Promise<void>;
  /** The error of git that could not be started. */
  startFailure(cause: Error): Error;
}

/**
 * A reader over one `git cat-file --batch` that stays open for the next call, so that a use case that reads in
 * several steps pays for one process. It does not keep Node running, and ends when Node does. Where a partial clone
 * ends git early, what it has not answered counts as not held, and the next call starts another.
 */
export function objectReader(source: ObjectSource): ObjectReader {
  let conversation: Conversation | undefined;
  const ask = (questions: readonly Question[]): void => {
    conversation ??= converse(source, {
      onEnd: () => {
        conversation = undefined;
      },
      askAgain: ask,
    });
    conversation.ask(questions);
  };
  return async (names) => {
    if (names.length === 0) return [];
    const questions: Question[] = [];
    const answers = names.map(
      (name) => new Promise<Answer>((resolve, reject) => questions.push({ name, resolve, reject })),
    );
    ask(questions);
    const [found] = await Promise.all([Promise.all(answers), source.check()]);
    for (const { object, complaint } of found) {
      if (object !== undefined) continue;
      // What git complains of is written before its answer, and is read in the same turn at the latest.
      await nextTurn();
      const said = complaint();
      if (saysDamaged(said)) throw unreadable(said);
      break;
    }
    return found.map(({ object }) => object);
  };
}

interface Answer {
  object: GitObject | undefined;
  /** What git has complained of until now. */
  complaint(): string;
}

interface Question {
  name: string;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

interface Conversation {
  ask(questions: readonly Question[]): void;
}

/** Characters of git's complaints that are kept. */
const longestComplaint = 4096;

interface Ends {
  onEnd(): void;
  askAgain(questions: readonly Question[]): void;
}

function converse(source: ObjectSource, { onEnd, askAgain }: Ends): Conversation {
  const child = source.start();
  const waiting: Question[] = [];
  let answered = 0;
  let said = '';
  const complaint = (): string => said;
  const settle = (object: GitObject | undefined): void => {
    waiting[answered]?.resolve({ object, complaint });
    answered += 1;
    if (answered < waiting.length) return;
    waiting.length = 0;
    answered = 0;
    holdNode(child, false);
  };
  /** Takes what is not answered yet; git is not listened to any more. */
  const takeRest = (): Question[] => {
    onEnd();
    const rest = waiting.slice(answered);
    waiting.length = 0;
    answered = 0;
    return rest;
  };
  const parse = answerParser({
    settle,
    isTooLong: ({ type, size }) => type === 'blob' && size > longestFile,
    // The content would come next: git is ended instead, and another one answers the rest.
    onTooLong: ({ id, type }) => {
      const [question, ...rest] = takeRest();
      question?.resolve({ object: { id, type, content: Buffer.from(tooLongFile.buffer) }, complaint });
      child.kill('SIGKILL');
      holdNode(child, false);
      if (rest.length > 0) askAgain(rest);
    },
  });
  child.stdout.on('data', parse);
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString('utf8')}`.slice(0, longestComplaint);
  });
  child.stdin.on('error', () => {}); // git that has ended is seen by its end
  child.on('error', (cause) => {
    for (const { reject } of takeRest()) reject(source.startFailure(cause));
  });
  child.on('close', () => {
    for (const { resolve, reject } of takeRest()) {
      if (stoppedAtRemote(said)) resolve({ object: undefined, complaint });
      else reject(unreadable(said));
    }
  });
  return {
    ask: (questions) => {
      holdNode(child, true);
      for (const item of questions) waiting.push(item);
      child.stdin.write(questions.map(({ name }) => `${oneLine(name)}\n`).join(''));
    },
  };
}

/** git before 2.45 ends where a partial clone would fetch what it lacks. */
function stoppedAtRemote(said: string): boolean {
  return /promisor remote|transport '[^']*' not allowed|lazy fetch/i.test(said) && !saysDamaged(said);
}

function unreadable(said: string): Error {
  return externalFailure(`git cannot read its objects: ${said.trim() || 'cat-file ended early'}`, said);
}

/** A name with a line end would be two questions; no object has such a name. */
function oneLine(name: string): string {
  return /[\n\0]/.test(name) ? '' : name;
}

/** While nothing is asked, neither the process nor its pipes keep Node from ending. */
function holdNode(child: ChildProcessWithoutNullStreams, hold: boolean): void {
  const handles = [child, ...[child.stdin, child.stdout, child.stderr].map((stream) => stream as unknown as Socket)];
  for (const handle of handles) {
    if (hold) handle.ref();
    else handle.unref();
  }
}
