import { mountOptions, takeFlags } from './flags.ts';
import { heredocWord, type Instruction, readDockerfileLines } from './lines.ts';
import { expandWord, splitQuoted, startOfWord } from './words.ts';

/** A `COPY` or `ADD`. */
export interface DockerfileCopy {
  instruction: 'COPY' | 'ADD';
  /**
   * What it takes from the build context, or from where `from` says: relative to it, normalised, `.` for all of it,
   * possibly with Docker's wildcards. Heredocs, URLs and git repositories are not among them.
   */
  sources: string[];
  /** `--from`: a stage, an image or a named context; then nothing comes from the build context. */
  from: string | null;
  /** Index of the stage it stands in. */
  stage: number;
  /** Patterns of `--exclude`, as they are written: variables in them are not. */
  exclude: string[];
  /** `--parents`: `**` has its meaning in the sources. */
  parents: boolean;
  /** With `--parents`, how many segments of each source stand before its `/./`. */
  pivots: number[];
  /** Behind `ONBUILD`: done by a build on top of the image, so its sources need not be here. */
  onbuild: boolean;
  /** 1-based. */
  line: number;
}

/** A `RUN --mount=type=bind`, or a mount of another type that begins as a copy of something. */
export interface DockerfileBind {
  /** As a source of a copy; `.` when the mount names none. */
  source: string;
  onbuild: boolean;
  from: string | null;
  /** Index of the stage it stands in. */
  stage: number;
  line: number;
}

export interface DockerfileStage {
  name: string | null;
  base: string;
  line: number;
}

interface DockerfileNote {
  message: string;
  /** Index of the stage it is about; null for all of the file. */
  stage: number | null;
  /** The folders that a source begins with whose end is not told. */
  start?: string;
  line: number;
}

export interface Dockerfile {
  copies: DockerfileCopy[];
  binds: DockerfileBind[];
  stages: DockerfileStage[];
  /** What its `RUN` and `WORKDIR` say, with the values of variables that are known. */
  commands: string[];
  /** What its `CMD` and `ENTRYPOINT` say, likewise. */
  starts: string[];
  /** False when something it takes from the build context may be missing above: `notes` say why. */
  complete: boolean;
  notes: DockerfileNote[];
}

/**
 * Reads what a Dockerfile takes from its build context. Never throws.
 *
 * Our own reader, because paths must come out exactly: the parser at hand splits paths with spaces in the JSON
 * form, counts the bodies of heredocs as arguments, and does not resolve variables.
 *
 * @param buildArguments values that win over the defaults of `ARG`; null for one that is given and cannot be told
 */
export function readDockerfile(text: string, buildArguments: BuildArguments = new Map()): Dockerfile {
  const { instructions, escaper, syntax } = readDockerfileLines(text);
  const reader = createReader(escaper, buildArguments);
  if (syntax !== null && !/^(docker\.io\/)?docker\/dockerfile(-upstream)?([:@]|$)/.test(syntax)) {
    reader.result.complete = false;
    reader.result.notes.push({ message: `it is read by another frontend, ${syntax}`, line: 1, stage: null });
  }
  for (const instruction of instructions) readInstruction(reader, instruction, false);
  if (reader.result.stages.length === 0) {
    reader.result.complete = false;
    reader.result.notes.push({ message: 'it has no FROM', line: 1, stage: null });
  }
  return reader.result;
}

type BuildArguments = ReadonlyMap<string, string | null>;

/** What is known of a Dockerfile up to an instruction. */
interface Reader {
  result: Dockerfile;
  escaper: string;
  buildArguments: BuildArguments;
  /** The variables before the first `FROM`. */
  globals: Map<string, string>;
  /** The variables at the end of each stage that has a name, for the stages built on it. */
  scopes: Map<string, Map<string, string>>;
  /** The variables of the stage that is read; before the first `FROM` the globals. */
  variables: Map<string, string>;
}

/**
 * Variables that every build has before the first `FROM`, as far as their values are one name of a path: which of them
 * is not known, and one build may have several.
 */
const platformArguments = ['TARGETOS', 'TARGETARCH', 'BUILDOS', 'BUILDARCH'].map((name) => [name, '*'] as const);

function createReader(escaper: string, buildArguments: BuildArguments): Reader {
  const globals = new Map(platformArguments);
  const result: Dockerfile = { copies: [], binds: [], stages: [], commands: [], starts: [], complete: true, notes: [] };
  return { result, escaper, buildArguments, globals, scopes: new Map(), variables: globals };
}

function readInstruction(reader: Reader, instruction: Instruction, onbuild: boolean): void {
  const { keyword, text, line } = instruction;
  if (keyword === 'FROM') readFrom(reader, instruction);
  else if (keyword === 'ARG') readArg(reader, text);
  else if (keyword === 'ENV') readEnv(reader, text);
  else if (keyword === 'COPY' || keyword === 'ADD') readCopy(reader, instruction, onbuild);
  else if (keyword === 'RUN') readRun(reader, instruction, onbuild);
  else if (keyword === 'WORKDIR') reader.result.commands.push(withValues(reader, text));
  else if (keyword === 'CMD' || keyword === 'ENTRYPOINT') reader.result.starts.push(withValues(reader, text));
  else if (keyword === 'ONBUILD' && !onbuild) {
    const [inner, rest = ''] = splitOnce(text, /\s+/);
    readInstruction(reader, { keyword: inner.toUpperCase(), text: rest, line }, true);
  }
}

function expand({ variables, escaper }: Reader, word: string): string | undefined {
  return expandWord(word, variables, escaper);
}

/** A command, in which only the variables that have a value are replaced: the shell knows more of them. */
function withValues({ variables }: Reader, text: string): string {
  return text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (all, braced?: string, plain?: string) => {
    const value = variables.get(braced ?? plain ?? '');
    return value === undefined || value === '*' ? all : value;
  });
}

function incomplete({ result }: Reader, message: string, line: number, start?: string): void {
  result.complete = false;
  result.notes.push({ message, line, stage: stageOf(result), ...(start !== undefined && start !== '.' && { start }) });
}

/** The index of the stage that is read. */
function stageOf({ stages }: Dockerfile): number {
  return stages.length - 1;
}

/** A value that cannot be told takes the variable away: what uses it cannot be told either. */
function define({ variables }: Reader, name: string, value: string | undefined): void {
  if (value === undefined) variables.delete(name);
  else variables.set(name, value);
}

function readFrom(reader: Reader, { text, line }: Instruction): void {
  const { globals, scopes, escaper, result } = reader;
  const words = text.split(/\s+/).filter((word) => !word.startsWith('--'));
  const base = expandWord(words[0] ?? '', globals, escaper) ?? words[0] ?? '';
  const name = words[1]?.toUpperCase() === 'AS' ? (words[2]?.toLowerCase() ?? null) : null;
  result.stages.push({ name, base, line });
  reader.variables = new Map(scopes.get(base.toLowerCase()));
  if (name !== null) scopes.set(name, reader.variables);
}

/**
 * `ARG NAME` takes the value given before FROM; `ARG NAME=default` its default; a given argument wins. One that cannot be
 * told is taken for its default where it names a base, which has the same name in most cases, and never for a path.
 */
function readArg(reader: Reader, text: string): void {
  const { variables, globals, buildArguments, escaper } = reader;
  for (const word of splitQuoted(text, escaper)) {
    const [name, standard] = splitOnce(word, '=');
    const given = buildArguments.get(name);
    const inherited = variables === globals ? undefined : globals.get(name);
    if (given === null && variables !== globals) variables.delete(name);
    else if (typeof given === 'string') variables.set(name, given);
    else if (standard !== undefined) define(reader, name, expand(reader, standard));
    else if (inherited !== undefined) variables.set(name, inherited);
  }
}

function readEnv(reader: Reader, text: string): void {
  const words = splitQuoted(text, reader.escaper);
  const [first] = words;
  if (first === undefined) return;
  if (!first.includes('=')) {
    define(reader, first, expand(reader, text.slice(text.indexOf(first) + first.length).trim()));
    return;
  }
  // One instruction sees the values from before it, in all its words.
  const values = words.map((word) => {
    const equals = word.indexOf('=');
    return [word.slice(0, Math.max(equals, 0)), expand(reader, word.slice(equals + 1))] as const;
  });
  for (const [name, value] of values) define(reader, name, value);
}

function readCopy(reader: Reader, { keyword, text, line }: Instruction, onbuild: boolean): void {
  const { flags, rest } = takeFlags(text, reader.escaper);
  const values = (flag: string): string[] => flags.flatMap(([name, value]) => (name === flag ? [value] : []));
  const from = values('--from').at(-1);
  const copy: DockerfileCopy = {
    instruction: keyword === 'ADD' ? 'ADD' : 'COPY',
    sources: [],
    from: from === undefined ? null : (expand(reader, from) ?? from),
    exclude: values('--exclude'),
    stage: stageOf(reader.result),
    parents: (values('--parents').at(-1) ?? 'false').toLowerCase() !== 'false',
    pivots: [],
    onbuild,
    line,
  };
  const read = argumentsOf(rest)
    .slice(0, -1)
    .flatMap((word) => readSource(reader, word, copy) ?? []);
  copy.sources = read.map(cleanSource);
  if (copy.parents) copy.pivots = read.map(pivotOf);
  reader.result.copies.push(copy);
}

function pivotOf(source: string): number {
  const pivot = source.indexOf('/./');
  const before = pivot < 0 ? '.' : cleanSource(source.slice(0, pivot));
  return before === '.' ? 0 : before.split('/').length;
}

function readSource(reader: Reader, word: string, { instruction, line, from }: DockerfileCopy): string | undefined {
  if (heredocWord.test(word) || (instruction === 'ADD' && isRemote(word))) return undefined;
  const source = expand(reader, word);
  // Of another stage, an image or a named context, all of it may be meant.
  if (source === undefined && from !== null) return '.';
  if (source === undefined) {
    const start = cleanSource(startOfWord(word, reader.variables, reader.escaper));
    incomplete(reader, `${instruction} ${word}: it has a variable without a value`, line, start);
    return undefined;
  }
  return instruction === 'ADD' && isRemote(source) ? undefined : source;
}

function readRun(reader: Reader, { text, line }: Instruction, onbuild: boolean): void {
  const { flags, rest } = takeFlags(text, reader.escaper);
  reader.result.commands.push(withValues(reader, rest));
  for (const [name, value] of flags) {
    if (name !== '--mount') continue;
    const options = mountOptions(value);
    const from = options.get('from') ?? null;
    // Whatever its type, a mount has what it is from built.
    if (from === null && (options.get('type') ?? 'bind') !== 'bind') continue;
    const word = options.get('source') ?? options.get('src') ?? '.';
    const source = expand(reader, word) ?? (from === null ? undefined : '.');
    const stage = stageOf(reader.result);
    if (source !== undefined) reader.result.binds.push({ source: cleanSource(source), from, stage, onbuild, line });
    else incomplete(reader, `RUN --mount of ${word}: it has a variable without a value`, line);
  }
}

/** The JSON form when it is one, else words between white space: quotes do not join words here, as in Docker. */
function argumentsOf(text: string): string[] {
  if (text.startsWith('[')) {
    try {
      const value: unknown = JSON.parse(text);
      if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    } catch {
      // Not JSON: Docker, too, then takes it as words.
    }
  }
  return text.split(/\s+/).filter((word) => word !== '');
}

function splitOnce(text: string, separator: string | RegExp): [string, string?] {
  const at = typeof separator === 'string' ? text.indexOf(separator) : text.search(separator);
  if (at < 0) return [text];
  const length = typeof separator === 'string' ? separator.length : (separator.exec(text.slice(at))?.[0].length ?? 0);
  return [text.slice(0, at), text.slice(at + length)];
}

function isRemote(source: string): boolean {
  return /^(?:https?|ftp|git|ssh):\/\/|^[\w.-]+@[\w.-]+:/i.test(source);
}

/** Relative to the context, which nothing leaves: `/a/` is `a`, `../a` is `a`. */
function cleanSource(source: string): string {
  const kept: string[] = [];
  for (const segment of source.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') kept.pop();
    else kept.push(segment);
  }
  return kept.length === 0 ? '.' : kept.join('/');
}
