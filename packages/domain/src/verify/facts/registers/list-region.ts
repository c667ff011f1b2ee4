import { isMap, isScalar } from 'yaml';
import { offsetsIn } from '../../../location.ts';
import { memoize } from '../../../memo.ts';
import type { Register } from '../../../registers/register.ts';
import { textPattern } from '../../../text-pattern.ts';
import { folderOf, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import { plainValue, textAt, textsIn, valueAt } from '../../../yaml/value.ts';
import type { YamlPath } from '../../../yaml/yaml-document.ts';
import type { RuleContext } from '../../rule/context.ts';
import { linesWithoutComments } from '../ci/comments.ts';

/** What of a file works with a list: the job that has it, or the whole of a script. Comments are left out. */
export interface ListRegion {
  text: string;
  /** The ids of all jobs of the file, and of those that work with the list; none where it is no workflow. */
  jobs: readonly string[];
  own: ReadonlySet<string>;
  /** The condition of the job that has the list; null where it has none. */
  condition: string | null;
  /** The jobs that the one that has the list waits for. */
  needs: readonly string[];
  /** The folder that the job is bound to by `working-directory`; '' where it is to none. */
  folder: string;
  /** Folders that its commands may run in: the root, that of the file, each that is changed to. */
  folders: readonly string[];
}

/** The region of a list. A list that other jobs get their matrix from has those in its region; that of a loop is its body. */
export function regionOf(register: Register, context: RuleContext): ListRegion {
  const region = regionAround(register, context);
  return register.kind === 'shell-loop' ? { ...region, text: bodyOf(register, context) } : region;
}

/** What a loop of a shell does: its lines up to the `done` of its own; of one that is longer, the first lines. */
function bodyOf({ line, file }: Register, context: RuleContext): string {
  const { lines, ends } = readFile(context)(file);
  const end = Math.min(ends[line - 1] ?? lines.length, line - 1 + longestBody);
  return lines.slice(line - 1, end).join('\n');
}

/** Lines of a loop: in loops within loops each reads those of all that are within it. */
const longestBody = 300;

/** For each line, how many lines there are up to the end of what begins on it. */
function endsOfLoops(lines: readonly string[]): number[] {
  const ends: number[] = [];
  // The lines whose end is not known yet, with how many loops were open before each.
  const open: { line: number; depth: number }[] = [];
  let depth = 0;
  for (const [line, code] of lines.entries()) {
    open.push({ line, depth });
    depth += [
      ...code.matchAll(/(?:^|[;&|({]|\bdo|\bthen|\belse|\brun:)[ \t]*(?:-[ \t])?(?:for|while|until|select)[ \t]/g),
    ].length;
    depth -= [...code.matchAll(/(?:^|[;&|})])[ \t]*done(?![\w-])/g)].length;
    for (let last = open.at(-1); last && last.depth >= depth; last = open.at(-1)) {
      ends[last.line] = line + 1;
      open.pop();
    }
  }
  return ends;
}

interface ReadFile {
  lines: readonly string[];
  clean: string;
  ends: readonly number[];
  /** The offset of a place in it as it is written. */
  offsetOf: ReturnType<typeof offsetsIn>;
}

/** Files without comments, each read once: several lists may lie in it. */
const readFile = memoize((context: RuleContext) => {
  const read = new Map<string, ReadFile>();
  return (file: string): ReadFile => {
    const before = read.get(file);
    if (before) return before;
    const lines = linesWithoutComments(file, context.text(file) ?? '');
    const offsetOf = offsetsIn(context.text(file) ?? '');
    const made = { lines, clean: lines.join('\n'), ends: endsOfLoops(lines), offsetOf };
    read.set(file, made);
    return made;
  };
});

/** The regions of a file, each made once: many lists may lie in one job, and what is read of it is read once as well. */
const regionsOf = memoize((_context: RuleContext) => new Map<string, ListRegion>());

function regionAround(register: Register, context: RuleContext): ListRegion {
  const { file, kind } = register;
  const jobs = jobsOf(context)(file);
  const offset = jobs.length === 0 ? 0 : readFile(context)(file).offsetOf(register);
  const own = jobAt(jobs, offset);
  const takesExpressions = kind === 'json-array' || kind === 'paths-filter' || kind === 'shell-array';
  const how = kind === 'workflow-choices' ? `input ${register.key}` : String(takesExpressions);
  const key = JSON.stringify([file, own, how]);
  const regions = regionsOf(context);
  const region = regions.get(key) ?? (jobs.length === 0 ? regionOfScript(file, context) : regionOfJobs());
  regions.set(key, region);
  return region;

  function regionOfJobs(): ListRegion {
    const job = jobs[own];
    const alone = job ? [job] : [];
    const isAlone = kind !== 'workflow-choices' && !takesExpressions;
    const users = isAlone
      ? alone
      : jobs.filter((one) =>
          kind === 'workflow-choices'
            ? textPattern('i')`\binputs\.${register.key}\b`.test(one.text)
            : one === job || isMadeByExpression(one),
        );
    const mine = users.map((one) => one.text).join('\n');
    const [, bound = ''] = /\bworking-directory:[ \t]{0,20}["']?([\w./-]+)/.exec(job?.defaults ?? '') ?? [];
    return {
      text: mine,
      jobs: idsOf(jobs),
      own: new Set(idsOf(users)),
      condition: job?.condition ?? null,
      needs: job?.needs ?? [],
      folder: normaliseRepositoryPath(bound) ?? '',
      folders: fewFolders(['', ...foldersIn(mine)]),
    };
  }
}

/** The job that an offset lies in; -1 where it lies in none. */
function jobAt(jobs: readonly Job[], offset: number): number {
  let [from, to] = [0, jobs.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((jobs[middle]?.start ?? 0) <= offset) from = middle + 1;
    else to = middle;
  }
  return offset < (jobs[from - 1]?.end ?? 0) ? from - 1 : -1;
}

function regionOfScript(file: string, context: RuleContext): ListRegion {
  const { clean } = readFile(context)(file);
  const own = /\.ya?ml$/.test(file) ? [] : [folderOf(file)];
  return {
    text: clean,
    jobs: [],
    own: new Set(),
    condition: null,
    needs: [],
    folder: '',
    folders: fewFolders(['', ...own, ...foldersIn(clean)]),
  };
}

/** Whether the matrix of a job is made by an expression. */
const isMadeByExpression = memoize(({ text }: Job) => /\bmatrix:/.test(text) && /\bfromJSON\b/i.test(text));

const idsOf = memoize((jobs: readonly Job[]) => jobs.map(({ id }) => id));

interface Job {
  id: string;
  text: string;
  /** The text of `defaults`. */
  defaults: string;
  condition: string | null;
  needs: readonly string[];
  start: number;
  end: number;
}

/** The jobs of a workflow, read once. */
const jobsOf = memoize((context: RuleContext) => {
  const read = new Map<string, Job[]>();
  return (file: string): Job[] => {
    const jobs = read.get(file) ?? jobsIn(file, context);
    read.set(file, jobs);
    return jobs;
  };
});

function jobsIn(file: string, context: RuleContext): Job[] {
  const document = /^\.github\//.test(file) ? context.yaml(file)?.documents[0] : undefined;
  const jobs = document?.node(['jobs']);
  if (!document || !isMap(jobs)) return [];
  const plain = plainValue(document);
  const text = context.text(file) ?? '';
  return jobs.items.flatMap(({ key, value }): Job[] => {
    if (!isScalar(key) || !isMap(value) || !key.range || !value.range) return [];
    const [start, end] = [key.range[0], value.range[1]];
    const part = (name: string): string => {
      const pair = value.items.find((item) => isScalar(item.key) && item.key.value === name);
      const node = pair?.value;
      if (isScalar(node)) return String(node.value);
      return isMap(node) && node.range ? text.slice(node.range[0] - 1, node.range[1]) : '';
    };
    const condition = part('if');
    const clean = linesWithoutComments(file, text.slice(start, end)).join('\n');
    return [
      {
        id: String(key.value),
        text: clean,
        defaults: part('defaults').replace(/^\S/, ' $&'),
        condition: condition === '' ? null : condition,
        needs: wordsAt(plain, ['jobs', String(key.value), 'needs']),
        start,
        end,
      },
    ];
  });
}

/** One word or a list of them. */
function wordsAt(value: unknown, path: YamlPath): string[] {
  const one = textAt(value, ...path);
  return one === undefined ? textsIn(valueAt(value, path)) : [one];
}

/** More folders than this no list is used from. */
const mostFolders = 20;

function foldersIn(text: string): string[] {
  const changed = [
    ...text.matchAll(/(?:\b(?:cd|pushd)[ \t]+|\bworking-directory:[ \t]*|[ \t]-C[ \t]+)["']?([\w./-]+)/g),
  ];
  return fewFolders(changed.flatMap(([, written = '']) => normaliseRepositoryPath(written) ?? []));
}

function fewFolders(folders: readonly string[]): string[] {
  return [...new Set(folders)].slice(0, mostFolders);
}
