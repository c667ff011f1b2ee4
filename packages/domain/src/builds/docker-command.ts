import { addAll } from '../grouping.ts';
import { lineEnd } from '../text-lines.ts';
import { pairsOf } from './compose.ts';
import { buildPrograms } from './definition-files.ts';
import { hole } from './hole.ts';

/** A command that builds an image, its words as the shell hands them over; variables that are not known are holes. */
export interface DockerCommand {
  /** The folder it runs in, relative to where the script starts. */
  folder: string;
  /** What it builds; for `bake` the files alone. */
  kind: 'build' | 'bake';
  context: string;
  files: string[];
  target: string | null;
  args: [string, string | null][];
  contexts: [string, string | null][];
  tags: string[];
  /** Offset in the script. */
  start: number;
}

/** A word of a command line, or what ends a command. */
interface Token {
  text: string;
  start: number;
  /** `;`, `&&`, `|`, a line end, a bracket of a subshell. */
  ends: boolean;
}

/** The commands of a script that build images: `docker build`, `docker buildx build` and `bake`, podman, buildah, nerdctl. */
export function dockerCommands(script: string): DockerCommand[] {
  if (!buildPrograms.test(script)) return [];
  const commands: DockerCommand[] = [];
  const variables = new Map<string, string>();
  /** The folder of each open subshell, the innermost last. */
  const folders = ['.'];
  let words: Token[] = [];
  for (const token of tokensOf(script, variables)) {
    if (!token.ends) {
      words.push(token);
      continue;
    }
    const folder = folders.at(-1) ?? '.';
    const moved = runCommand(words, folder, variables, commands);
    folders.splice(-1, 1, moved);
    if (token.text === '(') folders.push(moved);
    if (token.text === ')' && folders.length > 1) folders.pop();
    words = [];
  }
  return commands;
}

/** Takes note of a command; the folder that the next one runs in. */
function runCommand(
  tokens: readonly Token[],
  folder: string,
  variables: Map<string, string>,
  commands: DockerCommand[],
): string {
  let at = 0;
  for (; at < tokens.length; at += 1) {
    const [, name, value] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(tokens[at]?.text ?? '') ?? [];
    if (name === undefined) break;
    variables.set(name, value ?? '');
  }
  while (/^(?:sudo|time|exec|then|do|else|if|!|export|local|readonly|run)$/.test(tokens[at]?.text ?? '')) at += 1;
  const [program, ...rest] = tokens.slice(at);
  const name = program?.text.replace(/^.*\//, '');
  if (program && (name === 'cd' || name === 'pushd')) return moveTo(folder, rest[0]?.text);
  const assigned = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(program?.text ?? '');
  if (assigned?.[1] !== undefined) variables.set(assigned[1], assigned[2] ?? '');
  if (program && name !== undefined && buildPrograms.test(name)) {
    const command = readCommand(
      rest.map(({ text }) => text),
      { folder, start: program.start },
    );
    if (command) commands.push(command);
  }
  return folder;
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

function readCommand(words: readonly string[], place: { folder: string; start: number }): DockerCommand | null {
  const first = nextName(words, 0);
  const isGroup = /^(?:buildx|image|builder)$/.test(words[first] ?? '');
  const at = isGroup ? nextName(words, first + 1) : first;
  const name = words[at] ?? '';
  if (!/^(?:build|b|bud|build-using-dockerfile|bake)$/.test(name)) return null;
  const command: DockerCommand = {
    ...place,
    kind: name === 'bake' ? 'bake' : 'build',
    context: '',
    files: [],
    target: null,
    args: [],
    contexts: [],
    tags: [],
  };
  const [context = ''] = readOptions(command, words.slice(at + 1));
  return command.kind === 'bake' || (context !== '' && context !== '-') ? { ...command, context } : null;
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
  if (option === '-f' || option === '--file') command.files.push(value);
  else if (option === '-t' || option === '--tag') command.tags.push(value);
  else if (option === '--target') command.target = value;
  else if (option === '--build-arg') addAll(command.args, pairsOf([value]));
  else if (option === '--build-context') addAll(command.contexts, pairsOf([value]));
}

/** More than the variables of any script put into its commands. */
const longestValues = 1_000_000;

/** A script that is read word by word. */
interface Reading {
  script: string;
  variables: ReadonlyMap<string, string>;
  /** The characters that variables may still put in: one that holds another twice doubles with each line. */
  left: number;
  word: { text: string; start: number } | null;
  /** The word that ends the here-document whose body begins behind this line. */
  heredoc: string | null;
}

/** The words of a script and what ends its commands; comments and bodies of here-documents are left out. */
function* tokensOf(script: string, variables: ReadonlyMap<string, string>): Iterable<Token> {
  const reading: Reading = { script, variables, left: longestValues, word: null, heredoc: null };
  for (let at = 0; at < script.length; ) {
    const gap = gapAt(script, at, reading.word === null);
    if (!gap) {
      at = readOn(reading, at);
      continue;
    }
    if (reading.word) yield { ...reading.word, ends: false };
    reading.word = null;
    if (gap.ends) yield { text: script.charAt(at), start: at, ends: true };
    at = gap.end;
    if (script.charAt(at - 1) !== '\n' || reading.heredoc === null || !gap.ends) continue;
    at = behindHeredoc(script, at, reading.heredoc);
    reading.heredoc = null;
  }
  if (reading.word) yield { ...reading.word, ends: false };
  yield { text: '\n', start: script.length, ends: true };
}

/** What stands between words: a blank, a line that goes on, a comment, or what ends a command. */
function gapAt(script: string, at: number, betweenWords: boolean): { end: number; ends: boolean } | null {
  const character = script.charAt(at);
  const continued = character === '\\' ? /^\\\r?\n/.exec(script.slice(at, at + 3))?.[0] : undefined;
  if (continued !== undefined) return { end: at + continued.length, ends: false };
  if (' \t\r'.includes(character)) return { end: at + 1, ends: false };
  if ('\n;&|()'.includes(character)) return { end: at + 1, ends: true };
  return character === '#' && betweenWords ? { end: lineEnd(script, at), ends: false } : null;
}

/** Adds what stands at an offset to the word that is read; the offset behind it. */
function readOn(reading: Reading, at: number): number {
  const { script, word } = reading;
  const heredoc = script.startsWith('<<', at) ? /^<<-?[ \t]*\\?(['"]?)(\w+)\1/.exec(script.slice(at, at + 100)) : null;
  const piece = heredoc ? { text: '', end: at + heredoc[0].length } : readPiece(reading, at);
  reading.heredoc = heredoc?.[2] ?? reading.heredoc;
  reading.word = { text: (word?.text ?? '') + piece.text, start: word?.start ?? at };
  return piece.end;
}

function behindHeredoc(script: string, from: number, word: string): number {
  for (let at = from; at < script.length; ) {
    const newline = script.indexOf('\n', at);
    const end = newline < 0 ? script.length : newline;
    if (script.slice(at, end).trim() === word) return end;
    at = end + 1;
  }
  return script.length;
}

/** A quoted stretch, a variable, or a character. */
function readPiece(reading: Reading, at: number): { text: string; end: number } {
  const { script } = reading;
  const character = script.charAt(at);
  if (character === '\\') return { text: script.charAt(at + 1), end: at + 2 };
  if (character === "'") {
    const end = script.indexOf("'", at + 1);
    return end < 0 ? { text: '', end: at + 1 } : { text: script.slice(at + 1, end), end: end + 1 };
  }
  if (character === '"') return readQuoted(reading, at + 1);
  return character === '$' || character === '`' ? readVariable(reading, at) : { text: character, end: at + 1 };
}

function readQuoted(reading: Reading, from: number): { text: string; end: number } {
  const { script } = reading;
  let text = '';
  for (let at = from; at < script.length; ) {
    const character = script.charAt(at);
    if (character === '"') return { text, end: at + 1 };
    const variable = character === '$' || character === '`' ? readVariable(reading, at) : null;
    const escaped = character === '\\' && '"\\$`'.includes(script.charAt(at + 1));
    text += variable?.text ?? (escaped ? script.charAt(at + 1) : character);
    at = variable?.end ?? at + (escaped ? 2 : 1);
  }
  return { text, end: script.length };
}

/** What scripts write for the folder that they lie in, and for the top of the repository. */
const ownFolder =
  /^\$\(\s*(?:cd\s+"?)?(?:\$\(\s*)?dirname\s+(?:--\s+)?"?\$(?:0|\{?BASH_SOURCE(?:\[0\])?\}?)"?\s*\)(?:([\w./-]*)"?\s*(?:&&|;)\s*pwd(?:\s+-P)?\s*\))?/;
const topFolder = /^\$\(\s*git\s+rev-parse\s+--show-toplevel\s*\)/;

/** The hole for the folder of a script. */
export const scriptFolder: string = hole('script-folder');

/** The hole for the top of the repository. */
export const repositoryRoot: string = hole('repository-root');

function readVariable(reading: Reading, at: number): { text: string; end: number } {
  const { script, variables } = reading;
  const ahead = script.slice(at, at + 120);
  const [own, below = ''] = ownFolder.exec(ahead) ?? [];
  if (own !== undefined) return { text: `${scriptFolder}${below}`, end: at + own.length };
  const top = topFolder.exec(ahead)?.[0];
  if (top !== undefined) return { text: repositoryRoot, end: at + top.length };
  const [plain, bare, braced, rest = ''] =
    /^\$(?:(\w+|[@*#?])|\{(\w+)([^{}\n]{0,200})\})/.exec(script.slice(at, at + 300)) ?? [];
  const name = bare ?? braced;
  if (plain !== undefined && name !== undefined) {
    const standard = /^:?-(.*)$/.exec(rest)?.[1];
    const value = rest === '' || standard !== undefined ? (variables.get(name) ?? standard) : undefined;
    reading.left -= value?.length ?? 0;
    const isKnown = value !== undefined && !value.includes('$') && reading.left >= 0;
    return { text: isKnown ? value : hole(name), end: at + plain.length };
  }
  if (script.startsWith('$(', at))
    return { text: hole(script.slice(at, closing(script, at + 1))), end: closing(script, at + 1) };
  const end = script.charAt(at) === '`' ? script.indexOf('`', at + 1) + 1 : 0;
  return end > 0 ? { text: hole(script.slice(at, end)), end } : { text: script.charAt(at), end: at + 1 };
}

/** Behind the bracket that closes the one at an offset; at most the end of the line. */
function closing(script: string, from: number): number {
  let depth = 0;
  for (let at = from; at < script.length && script.charAt(at) !== '\n'; at += 1) {
    if (script.charAt(at) === '(') depth += 1;
    if (script.charAt(at) === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return from + 1;
}
