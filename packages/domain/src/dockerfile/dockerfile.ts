import { heredocWord, type Instruction, readDockerfileLines } from './lines.ts';
import { expandWord, splitQuoted, type Variables } from './words.ts';

/** A `COPY` or `ADD`. */
export interface DockerfileCopy {
  instruction: 'COPY' | 'ADD';
  /**
   * What it takes from the build context: relative to it, normalised, `.` for all of it, possibly with Docker's
   * wildcards. Heredocs, URLs and git repositories are not among them.
   */
  sources: string[];
  /** `--from`: a stage, an image or a named context; then nothing comes from the build context. */
  from: string | null;
  /** Patterns of `--exclude`. */
  exclude: string[];
  /** `--parents`: `**` has its meaning in the sources. */
  parents: boolean;
  /** Behind `ONBUILD`: done by a build on top of the image, so its sources need not be here. */
  onbuild: boolean;
  /** 1-based. */
  line: number;
}

/** A `RUN --mount=type=bind`. */
export interface DockerfileBind {
  /** As a source of a copy; `.` when the mount names none. */
  source: string;
  from: string | null;
  line: number;
}

export interface DockerfileStage {
  name: string | null;
  base: string;
  line: number;
}

export interface DockerfileNote {
  message: string;
  line: number;
}

export interface Dockerfile {
  copies: DockerfileCopy[];
  binds: DockerfileBind[];
  stages: DockerfileStage[];
  /** What its `RUN` and `WORKDIR` say. */
  commands: string[];
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
 * @param buildArguments values that win over the defaults of `ARG`
 */
export function readDockerfile(text: string, buildArguments: Variables = new Map()): Dockerfile {
  const { instructions, escaper, syntax } = readDockerfileLines(text);
  const reader = dockerfileReader(escaper, buildArguments);
  if (syntax !== null && !/^(docker\.io\/)?docker\/dockerfile(-upstream)?([:@]|$)/.test(syntax)) {
    reader.incomplete(`it is read by another frontend, ${syntax}`, 1);
  }
  for (const instruction of instructions) reader.read(instruction, false);
  if (reader.result.stages.length === 0) reader.incomplete('it has no FROM', 1);
  return reader.result;
}

function dockerfileReader(escaper: string, buildArguments: Variables) {
  const result: Dockerfile = { copies: [], binds: [], stages: [], commands: [], complete: true, notes: [] };
  const globals = new Map<string, string>();
  const scopes = new Map<string, Map<string, string>>();
  let variables = globals;

  const expand = (word: string): string | undefined => expandWord(word, variables, escaper);

  function incomplete(message: string, line: number): void {
    result.complete = false;
    result.notes.push({ message, line });
  }

  function define(name: string, word: string | undefined): void {
    const value = word === undefined ? undefined : expand(word);
    if (value === undefined) variables.delete(name);
    else variables.set(name, value);
  }

  function readFrom({ text, line }: Instruction): void {
    const words = text.split(/\s+/).filter((word) => !word.startsWith('--'));
    const base = expandWord(words[0] ?? '', globals, escaper) ?? words[0] ?? '';
    const name = words[1]?.toUpperCase() === 'AS' ? (words[2]?.toLowerCase() ?? null) : null;
    result.stages.push({ name, base, line });
    variables = new Map(scopes.get(base.toLowerCase()));
    if (name !== null) scopes.set(name, variables);
  }

  /** `ARG NAME` takes the value given before FROM; `ARG NAME=default` its default; a given argument wins. */
  function readArg({ text }: Instruction): void {
    for (const word of splitQuoted(text, escaper)) {
      const equals = word.indexOf('=');
      const name = equals < 0 ? word : word.slice(0, equals);
      const given = buildArguments.get(name);
      const inherited = variables === globals ? undefined : globals.get(name);
      if (given !== undefined) variables.set(name, given);
      else if (equals >= 0) define(name, word.slice(equals + 1));
      else if (inherited !== undefined) variables.set(name, inherited);
      else if (!variables.has(name)) variables.delete(name);
    }
  }

  function readEnv({ text }: Instruction): void {
    const words = splitQuoted(text, escaper);
    if (words[0]?.includes('=')) {
      // One instruction sees the values from before it, in all its words.
      const values = words.map((word) => {
        const equals = word.indexOf('=');
        return [word.slice(0, Math.max(equals, 0)), expand(word.slice(equals + 1))] as const;
      });
      for (const [name, value] of values) {
        if (value === undefined) variables.delete(name);
        else variables.set(name, value);
      }
    } else if (words[0] !== undefined) {
      define(words[0], text.slice(text.indexOf(words[0]) + words[0].length).trim());
    }
  }

  function readCopy({ keyword, text, line }: Instruction, onbuild: boolean): void {
    const { flags, rest } = takeFlags(text);
    const copy: DockerfileCopy = {
      instruction: keyword === 'ADD' ? 'ADD' : 'COPY',
      sources: [],
      from: null,
      exclude: [],
      parents: false,
      onbuild,
      line,
    };
    for (const flag of flags) {
      const [name, value = ''] = splitOnce(flag, '=');
      if (name === '--from') copy.from = expand(value) ?? value;
      if (name === '--parents') copy.parents = value.toLowerCase() !== 'false';
      // An exclusion that cannot be resolved is left away: then more counts, not less.
      const pattern = name === '--exclude' ? expand(value) : undefined;
      if (pattern !== undefined) copy.exclude.push(pattern);
    }
    if (copy.from === null) {
      for (const word of argumentsOf(rest).slice(0, -1)) {
        const source = readSource(word, copy, line);
        if (source !== undefined) copy.sources.push(source);
      }
    }
    result.copies.push(copy);
  }

  function readSource(word: string, copy: DockerfileCopy, line: number): string | undefined {
    if (heredocWord.test(word)) return undefined;
    if (copy.instruction === 'ADD' && isRemote(word)) return undefined;
    const source = expand(word);
    if (source === undefined) {
      incomplete(`${copy.instruction} ${word}: it has a variable without a value`, line);
      return undefined;
    }
    return copy.instruction === 'ADD' && isRemote(source) ? undefined : cleanSource(source);
  }

  function readRun({ text, line }: Instruction): void {
    const { flags, rest } = takeFlags(text);
    result.commands.push(rest);
    for (const flag of flags) {
      const [name, value = ''] = splitOnce(flag, '=');
      if (name !== '--mount') continue;
      const options = new Map(
        value
          .replace(/^(["'])(.*)\1$/, '$2')
          .split(',')
          .map((option) => {
            const [key, setting = ''] = splitOnce(option, '=');
            return [key.trim().toLowerCase(), setting.replace(/^"(.*)"$/, '$1')] as const;
          }),
      );
      if ((options.get('type') ?? 'bind') !== 'bind') continue;
      const word = options.get('source') ?? options.get('src') ?? '.';
      const from = options.get('from') ?? null;
      const source = expand(word);
      if (source !== undefined) result.binds.push({ source: cleanSource(source), from, line });
      else if (from === null) incomplete(`RUN --mount of ${word}: it has a variable without a value`, line);
    }
  }

  function read(instruction: Instruction, onbuild: boolean): void {
    const { keyword, text, line } = instruction;
    if (keyword === 'FROM') readFrom(instruction);
    else if (keyword === 'ARG') readArg(instruction);
    else if (keyword === 'ENV') readEnv(instruction);
    else if (keyword === 'COPY' || keyword === 'ADD') readCopy(instruction, onbuild);
    else if (keyword === 'RUN') readRun(instruction);
    else if (keyword === 'WORKDIR') result.commands.push(text);
    else if (keyword === 'ONBUILD' && !onbuild) {
      const [inner, rest = ''] = splitOnce(text, /\s+/);
      read({ keyword: inner.toUpperCase(), text: rest, line }, true);
    }
  }

  return { result, read, incomplete };
}

/** Flags come before everything else: `--chown=x --from=y a b`. */
function takeFlags(text: string): { flags: string[]; rest: string } {
  const flag = /\s*(--\S+)(?=\s|$)/y;
  const flags: string[] = [];
  let end = 0;
  for (let match = flag.exec(text); match; match = flag.exec(text)) {
    flags.push(match[1] ?? '');
    end = flag.lastIndex;
  }
  return { flags, rest: text.slice(end).trim() };
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
  return /^(?:https?|ftp|git|ssh):\/\/|^git@/i.test(source);
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
