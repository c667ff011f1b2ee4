import { expandWord } from '../dockerfile/words.ts';
import type { BuildFiles } from './build.ts';
import { hole, withoutHoles } from './hole.ts';

/** Fills the variables of a text in. */
export type Expand = (text: string) => string;

/** Fills in the variables of files; one that is not there is left to whoever runs Compose. */
export function expander(files: BuildFiles, environment: readonly string[]): Expand {
  let variables: Map<string, string> | undefined;
  return (text) => {
    if (!text.includes('$')) return text;
    variables ??= new Map(environment.toReversed().flatMap((path) => [...environmentOf(files.text(path) ?? '')]));
    return expandWord(text, variables, '\0') ?? withHoles(text, variables);
  };
}

/** The files that a `.env` has Compose take in the place of the standard ones, as it writes them. */
export function composeFilesIn(environment: string): string[] {
  const variables = environmentOf(environment);
  const separator = variables.get('COMPOSE_PATH_SEPARATOR') || ':';
  return (variables.get('COMPOSE_FILE') ?? '').split(separator).filter((path) => path !== '');
}

/** A text with holes for the variables that are not there; what is behind a name in braces is left out. */
function withHoles(text: string, variables: ReadonlyMap<string, string>): string {
  const [first = '', ...rest] = text.split('$');
  const pieces = rest.map((piece) => {
    const [whole = '', name = ''] = /^\{?([A-Za-z_]\w*)/.exec(piece) ?? [];
    const close = whole.startsWith('{') ? piece.indexOf('}', whole.length) : whole.length - 1;
    if (name === '' || close < 0) return `$${piece}`;
    return `${variables.get(name) ?? hole(name)}${piece.slice(close + 1)}`;
  });
  return [first, ...pieces].join('');
}

/** The variables that a `.env` sets. */
function environmentOf(text: string): Map<string, string> {
  const variables = new Map<string, string>();
  for (const line of withoutHoles(text).split('\n')) {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(line);
    const value = match ? expandWord((match[2] ?? '').replace(/\s#.*/, '').trim(), variables, '\\') : undefined;
    if (match?.[1] !== undefined && value !== undefined) variables.set(match[1], value);
  }
  return variables;
}
