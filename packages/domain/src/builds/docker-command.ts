import { addAll } from '../grouping.ts';
import { buildPrograms } from './definition-files.ts';
import { hole, isHole } from './hole.ts';
import { pairsOf } from './settings.ts';
import { betweenWords, repositoryRoot, scriptFolder, type Token, tokensOf } from './shell-tokens.ts';

/** A command that builds an image, its words as the shell hands them over; variables that are not known are holes. */
export interface DockerCommand {
  /** The folder it runs in, relative to where the script starts. */
  folder: string;
  /** What it builds; for `bake` and `compose` the files alone, and what `--set` says. */
  kind: 'build' | 'bake' | 'compose';
  context: string;
  files: string[];
  target: string | null;
  args: [string, string | null][];
  contexts: [string, string | null][];
  tags: string[];
  /** `target.key=value`, as Bake takes it. */
  set: string[];
  /** Offset in the script. */
  start: number;
}

/** What a script is read into. */
interface Script {
  variables: Map<string, string>;
  commands: DockerCommand[];
  /** How many scripts are around it: `bash -c "…"`. */
  depth: number;
}

/** The commands of a script that build images: `docker build`, `docker buildx build` and `bake`, podman, buildah, nerdctl. */
export function dockerCommands(script: string): DockerCommand[] {
  if (!buildPrograms.test(script)) return [];
  const commands: DockerCommand[] = [];
  readScript(script, '.', { variables: new Map(), commands, depth: 0 });
  return commands;
}

function readScript(script: string, start: string, into: Script): void {
  /** The folder of each open subshell, the innermost last. */
  const folders = [start];
  let words: Token[] = [];
  /** The name of the array whose words are being read. */
  let array: string | null = null;
  for (const token of tokensOf(script, into.variables)) {
    if (!token.ends) {
      words.push(token);
      continue;
    }
    if (array !== null) {
      if (token.text !== ')') continue;
      setVariable(into.variables, array, words.map(({ text }) => text).join(betweenWords));
      [array, words] = [null, []];
      continue;
    }
    const opened = token.text === '(' && script.charAt(token.start - 1) === '=' ? words.at(-1)?.text : undefined;
    if (opened !== undefined && /^[A-Za-z_]\w*\+?=$/.test(opened)) {
      [array, words] = [opened, []];
      continue;
    }
    const folder = folders.at(-1) ?? '.';
    const moved = runCommand(words, folder, into);
    folders.splice(-1, 1, moved);
    if (token.text === '(') folders.push(moved);
    if (token.text === ')' && folders.length > 1) folders.pop();
    words = [];
  }
}

/** Sets a variable, or adds to it: `NAME=` and `NAME+=`. */
function setVariable(variables: Map<string, string>, assigned: string, value: string): void {
  const isAdded = assigned.endsWith('+=');
  const name = assigned.slice(0, isAdded ? -2 : -1);
  const before = isAdded ? variables.get(name) : undefined;
  variables.set(name, before === undefined ? value : `${before}${value.startsWith(' ') ? '' : betweenWords}${value}`);
}

/** Programs that run the command behind them, and words of the shell before one. */
const before =
  /^(?:sudo|time|exec|then|do|else|if|!|export|local|readonly|run|env|nice|nohup|timeout|retry|command|-)$/;

/** Takes note of a command; the folder that the next one runs in. */
function runCommand(tokens: readonly Token[], folder: string, into: Script): string {
  const [program, ...rest] = tokens.slice(programAt(tokens, into.variables));
  const name = program?.text.replace(/^.*\//, '') ?? '';
  if (program === undefined) return folder;
  if (name === 'cd' || name === 'pushd') return moveTo(folder, rest[0]?.text);
  const words = rest.map(({ text }) => text);
  const place = { folder, start: program.start };
  if (/^(?:(?:ba|da|k|z|a)?sh|eval)$/.test(name)) readInner(scriptIn(name, words), place, into);
  if (name === 'executor' && program.text.includes('kaniko')) addAll(into.commands, kanikoCommands(words, place));
  if (buildPrograms.test(name)) {
    const command = readCommand(name.endsWith('-compose') ? ['compose', ...words] : words, place);
    if (command) into.commands.push(command);
  }
  return folder;
}

/** Where the program of a command stands, behind what it sets and what runs it. */
function programAt(tokens: readonly Token[], variables: Map<string, string>): number {
  let isWrapped = false;
  for (const [at, { text }] of tokens.entries()) {
    const [, assigned, value = ''] = /^([A-Za-z_]\w*\+?=)([\s\S]*)$/.exec(text) ?? [];
    if (assigned !== undefined) setVariable(variables, assigned, value);
    else if (before.test(text)) isWrapped = true;
    // The options of what runs it: `sudo -E`, `timeout 10m`.
    else if (!isWrapped || !/^(?:-.*|\d+[smhd]?)$/.test(text)) return at;
  }
  return tokens.length;
}

/** Reads a script that a command runs. */
function readInner(script: string | null, { folder, start }: { folder: string; start: number }, into: Script): void {
  if (script === null || into.depth >= deepest) return;
  const from = into.commands.length;
  readScript(script, folder, { ...into, variables: new Map(into.variables), depth: into.depth + 1 });
  for (const command of into.commands.slice(from)) command.start = start;
}

/** Scripts within scripts of which one builds. */
const deepest = 3;

/** The script that a shell is given on its command line. */
function scriptIn(program: string, words: readonly string[]): string | null {
  if (program === 'eval') return words.join(' ');
  const flag = words.findIndex((word) => /^-[a-z]*c$/.test(word));
  return flag < 0 ? null : (words[flag + 1] ?? null);
}

function moveTo(folder: string, path: string | undefined): string {
  if (path === undefined || path === '-' || path.startsWith('/') || path.startsWith('~')) return hole('folder');
  return inFolder(folder, path);
}

/** A path as a command in a folder means it. */
export function inFolder(folder: string, path: string): string {
  const isAbsolute = path.startsWith(scriptFolder) || path.startsWith(repositoryRoot) || path.startsWith('/');
  return isAbsolute || path.includes('://') ? path : `${folder}/${path}`;
}

/** Options without a value; every other option of these commands has one. */
const switches: ReadonlySet<string> = new Set(
  [
    'check compress debug disable-content-trust force-rm help load no-cache print pull push',
    'quiet rm squash tls-verify layers all-platforms insecure-registry squash-all omit-history',
  ]
    .join(' ')
    .split(' ')
    .map((name) => `--${name}`),
);

/** Options before the name of a command that have no value (docker 29, podman 5); every other one has. */
const switchesBefore =
  /^(?:-D|--debug|--tls|--tlsverify|-r|--remote|--syslog|--trace|--transient-store|--noout|--\w[\w-]*=.*)$/s;

/** Where the next word is that is no option, nor the value of one. */
function nextName(words: readonly string[], from: number): number {
  let at = from;
  while (words[at]?.startsWith('-')) at += switchesBefore.test(words[at] ?? '') ? 1 : 2;
  return at;
}

function emptyCommand(place: { folder: string; start: number }): DockerCommand {
  return { ...place, kind: 'build', context: '', files: [], target: null, args: [], contexts: [], tags: [], set: [] };
}

function readCommand(words: readonly string[], place: { folder: string; start: number }): DockerCommand | null {
  const first = nextName(words, 0);
  const command = emptyCommand(place);
  if (words[first] === 'compose') return composeCommand(command, words.slice(first + 1));
  const isGroup = /^(?:buildx|image|builder)$/.test(words[first] ?? '');
  const at = isGroup ? nextName(words, first + 1) : first;
  const name = words[at] ?? '';
  if (!/^(?:build|b|bud|build-using-dockerfile|bake)$/.test(name)) return null;
  const { words: plain, stdin } = withoutRedirects(words.slice(at + 1));
  const positional = readOptions(command, plain);
  if (name === 'bake') return { ...command, kind: 'bake', context: positional[0] ?? '' };
  const context = positional.at(-1) ?? '';
  if (command.files.length === 0 && positional.length > 1 && positional.slice(0, -1).some(isHole))
    command.files.push(hole('dockerfile'));
  const isPiped = context === '-' && command.files.length > 0;
  if (command.files[0] === '-' && stdin !== null) command.files = [stdin];
  if (isPiped) return { ...command, context: hole('stdin') };
  return context !== '' && context !== '-' ? { ...command, context } : null;
}

/** Options of kaniko's executor without a value. */
const kanikoSwitches =
  /^--(?:cache|cache-copy-layers|cache-run-layers|cleanup|compressed-caching|force|ignore-var-run|initial-fs-unpacked|insecure|insecure-pull|no-push|no-push-cache|push-ignore-immutable-tag-errors|reproducible|run-v2|single-snapshot|skip-default-registry-fallback|skip-push-permission-check|skip-tls-verify|skip-tls-verify-pull|skip-unused-stages|use-new-run)$/;

/** What kaniko builds: its Dockerfile is relative to where it runs where it is there, and else to its context. */
function kanikoCommands(words: readonly string[], place: { folder: string; start: number }): DockerCommand[] {
  const command = emptyCommand(place);
  readOptions(
    command,
    words.filter((word) => !kanikoSwitches.test(word)),
  );
  const context = command.context.replace(/^dir:\/\//, '').replace(/^\/workspace\b/, repositoryRoot) || repositoryRoot;
  const [file = 'Dockerfile'] = command.files.map((path) => path.replace(/^\/workspace\b/, repositoryRoot));
  const below = inFolder(context, file);
  return [file, ...(below === file ? [] : [below])].map((path) => ({ ...command, context, files: [path] }));
}

/** Options of Compose without a value. */
const composeSwitches = /^--(?:all-resources|compatibility|dry-run|verbose|\w[\w-]*=.*)$/s;

/** The files that Compose is given where it builds or starts what it builds. */
function composeCommand(command: DockerCommand, words: readonly string[]): DockerCommand | null {
  let at = 0;
  while (words[at]?.startsWith('-')) {
    const word = words[at] ?? '';
    const [file, inline] = /^(?:-f|--file)=?([\s\S]+)?$/.exec(word) ?? [];
    if (file !== undefined) command.files.push(inline ?? words[at + 1] ?? '');
    at += inline === undefined && !composeSwitches.test(word) ? 2 : 1;
  }
  const builds = /^(?:build|up|push|create|run|watch)$/.test(words[at] ?? '');
  return builds && command.files.length > 0 ? { ...command, kind: 'compose' } : null;
}

/** The words of a command without where its output goes, and the file that it reads. */
function withoutRedirects(words: readonly string[]): { words: string[]; stdin: string | null } {
  const plain: string[] = [];
  let stdin: string | null = null;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const [, sign, file] = /^(?:\d*)(<|>>?)([^<>(][\s\S]*)?$/.exec(word) ?? [];
    if (sign === undefined) {
      plain.push(word);
      continue;
    }
    if (file === undefined) at += 1;
    if (sign === '<') stdin = file ?? words[at] ?? null;
  }
  return { words: plain, stdin };
}

/** Takes the options into the command; the words that are none. */
function readOptions(command: DockerCommand, words: readonly string[]): string[] {
  const positional: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const [, long, longValue, short, shortValue] =
      /^(?:(--[\w-]+)(?:=([\s\S]*))?|(-[ftcmo])([\s\S]+)?)$/.exec(word) ?? [];
    const [option, inline] = [long ?? short, longValue ?? shortValue];
    if (option === undefined) {
      if (!word.startsWith('-') || word === '-') positional.push(word);
    } else if (inline !== undefined) take(command, option, inline);
    else if (!switches.has(option)) {
      at += 1;
      take(command, option, words[at] ?? '');
    }
  }
  return positional;
}

function take(command: DockerCommand, option: string, value: string): void {
  if (/^(?:-f|--file|--dockerfile)$/.test(option)) command.files.push(value);
  else if (option === '-c' || option === '--context') command.context = value;
  else if (option === '-t' || option === '--tag' || option === '--destination') command.tags.push(value);
  else if (option === '--target') command.target = value;
  else if (option === '--set') command.set.push(value);
  else if (option === '--build-arg') addAll(command.args, pairsOf([value]));
  else if (option === '--build-context') addAll(command.contexts, pairsOf([value]));
}
