import { joinPath } from '../tree/repository-paths.ts';
import type { PlacedScript } from './pipeline-scripts.ts';

/** A comment, a step in a folder, a step that runs a script, one that builds an image, another text, a bracket. */
const piece =
  /\/\/[^\n]*|\bdir[ \t]?\([ \t]?(?:'([^'\n]*)'|"([^"\n]*)")[ \t]?\)[ \t]?\{|\b(?:(?:sh|bat|pwsh|powershell)[ \t]?\(?|script:)[ \t]?('''|"""|'|")|\bdocker\.build[ \t]?\([ \t]?('''|"""|'|")|('''|"""|'|")|[{}]/g;

/** A bracket or a comma, and the text behind it. */
const second = /^\s?,\s?('''|"""|'|")/;

/** The scripts that a Jenkinsfile runs, with the folders of the steps around them; `docker.build` as its command. */
export function groovyScripts(text: string): PlacedScript[] {
  const scripts: PlacedScript[] = [];
  const variables = assignedTexts(text);
  /** The folder of each open bracket, the innermost last. */
  const folders = [''];
  piece.lastIndex = 0;
  for (let found = piece.exec(text); found !== null; found = piece.exec(text)) {
    const [whole, single, double, run, image, other] = found;
    const folder = folders.at(-1) ?? '';
    followBrackets(folders, whole, single ?? double);
    const quote = run ?? image ?? other;
    if (quote === undefined) continue;
    const { body, end } = textFrom(text, piece.lastIndex, quote);
    const options = image === undefined ? null : optionsBehind(text, end);
    piece.lastIndex = options?.end ?? end;
    const script = image === undefined ? body : `docker build -t "${body}" ${options?.body ?? '.'}`;
    if (run !== undefined || image !== undefined)
      scripts.push({ script: assigned(variables, withoutEnv(script)), folder });
  }
  return scripts;
}

/** The texts that a pipeline gives variables, as in its `environment`; none for one with two. */
function assignedTexts(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const twice = new Set<string>();
  const assignment = /^[ \t]*(?:env\.|def[ \t]+)?(\w+)[ \t]?=[ \t]?(?:'([^'"$\\\n]*)'|"([^'"$\\\n]*)")/gm;
  for (const [, name = '', single, double = ''] of text.replace(/[ \t]+/g, ' ').matchAll(assignment)) {
    if (found.has(name) && found.get(name) !== (single ?? double)) twice.add(name);
    found.set(name, single ?? double);
  }
  for (const name of twice) found.delete(name);
  return found;
}

/** A script with the variables before it that it reads. */
function assigned(variables: ReadonlyMap<string, string>, script: string): string {
  const read = [...variables].filter(([name]) => script.includes(`\${${name}}`) || script.includes(`$${name}`));
  return [...read.map(([name, value]) => `${name}="${value}"\n`), script].join('');
}

/** @param named the folder of a step that a bracket belongs to */
function followBrackets(folders: string[], bracket: string, named: string | undefined): void {
  const folder = folders.at(-1) ?? '';
  if (bracket === '}' && folders.length > 1) folders.pop();
  if (bracket.endsWith('{')) folders.push(named === undefined ? folder : joinPath(folder, named));
}

/** The second text of a call. */
function optionsBehind(text: string, end: number): { body: string; end: number } | null {
  const [comma, quote] = second.exec(text.slice(end, end + 10)) ?? [];
  return comma === undefined || quote === undefined ? null : textFrom(text, end + comma.length, quote);
}

function textFrom(text: string, start: number, quote: string): { body: string; end: number } {
  let at = text.indexOf(quote, start);
  while (at > 0 && quote.length === 1 && text.charAt(at - 1) === '\\') at = text.indexOf(quote, at + 1);
  return at < 0 ? { body: '', end: text.length } : { body: text.slice(start, at), end: at + quote.length };
}

/** `${env.NAME}` and `${params.NAME}` as a shell writes them. */
function withoutEnv(text: string): string {
  return text.replace(/\$\{(?:env|params)\.(\w+)\}/g, '${$1}');
}

/** What a Tiltfile builds, as commands: `docker_build('name', 'context', dockerfile='file')`. */
export function tiltScript(text: string): string {
  let script = '';
  const call = /\bdocker_build(?:_with_restart)?\(/g;
  for (let found = call.exec(text); found !== null; found = call.exec(text)) {
    const inside = text.slice(call.lastIndex, closingOf(text, call.lastIndex));
    call.lastIndex += inside.length;
    const words = wordsOfCall(inside);
    const [name, context = words.get('context') ?? '${context}'] = words.get('')?.split('\0') ?? [];
    const options = [
      ['-t', name] as const,
      ['-f', words.get('dockerfile')] as const,
      ['--target', words.get('target')] as const,
    ];
    const given = options.flatMap(([option, value]) => (value === undefined ? [] : [`${option} "${value}"`]));
    script += `docker build ${given.join(' ')} "${context}"\n`;
  }
  return script;
}

/** The texts that a call is given, by their names; those without one are under '', with NUL between them. */
function wordsOfCall(inside: string): Map<string, string> {
  const words = new Map<string, string>();
  let name = '';
  for (const [, named, single, double] of inside.matchAll(/\b(\w+)[ ]?=|'([^'\n]*)'|"([^"\n]*)"/g)) {
    const value = single ?? double;
    if (value === undefined) name = named ?? '';
    else {
      const before = words.get(name);
      if (name !== '') words.set(name, before ?? value);
      else words.set('', before === undefined ? value : `${before}\0${value}`);
      name = '';
    }
  }
  return words;
}

function closingOf(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}
