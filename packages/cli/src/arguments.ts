import { parseArgs } from 'node:util';
import { parseList } from '@rollcall/domain/list-input';
import { didYouMean } from '@rollcall/domain/nearest';
import { UserError } from '@rollcall/domain/user-error';
import type { Command, CommandInput, Option, Terminal } from './command.ts';

/** The words with the command first: `--root DIR` may stand before it, as it does for git. */
export function commandFirst(words: readonly string[]): string[] {
  const [first = '', second, ...rest] = words;
  if (first.startsWith('--root=') && second !== undefined) return [second, first, ...rest];
  const [command, ...others] = rest;
  if (first === '--root' && second !== undefined && command !== undefined) return [command, first, second, ...others];
  return [...words];
}

/** Parses the words behind a command's name; what it does not take is a UserError with the nearest it does. */
export function parseCommand(name: string, command: Command, words: string[], terminal: Terminal): CommandInput {
  const { tokens } = parseArgs({
    args: words,
    options: forParser(command),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const help = `Run "rollcall ${name} --help".`;
  const values = new Map<string, string[]>();
  const names: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') names.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(command.options, token.name) ? command.options[token.name] : undefined;
    if (!option)
      throw new UserError(`rollcall ${name} has no option ${JSON.stringify(token.rawName)}`, {
        help: help + didYouMean(token.name, Object.keys(command.options)),
      });
    const given = values.get(token.name) ?? [];
    values.set(token.name, [...given, checkedValue(token, option, given.length > 0, help)]);
  }
  if (names.length > 0 && !command.takesNames)
    throw new UserError(`rollcall ${name} does not take ${JSON.stringify(names[0])}`, { help });
  return { ...readers(values), names, terminal };
}

function checkedValue(
  token: { name: string; value?: string | undefined },
  option: Option,
  isGiven: boolean,
  help: string,
) {
  const { name, value } = token;
  if (option.type === 'string' && value === undefined) throw new UserError(`--${name} needs a value`, { help });
  if (option.type === 'boolean' && value !== undefined) throw new UserError(`--${name} takes no value`, { help });
  if (isGiven && !option.multiple) throw new UserError(`--${name} is given twice`, { help });
  return value ?? 'true';
}

/** Reads the values that options were given, each in the form that the command asks for. */
function readers(values: ReadonlyMap<string, readonly string[]>): Omit<CommandInput, 'names' | 'terminal'> {
  const text = (option: string): string | undefined => values.get(option)?.[0] || undefined;
  return {
    text,
    flag: (option) => values.has(option),
    list: (option) => (values.get(option) ?? []).flatMap((value) => parseList(value, `--${option}`)),
    choice: (option, allowed, otherwise) => {
      const value = text(option) ?? otherwise;
      const choice = allowed.find((word) => word === value);
      if (choice === undefined)
        throw new UserError(`--${option} is ${JSON.stringify(value)}`, { help: `Allowed: ${allowed.join(', ')}.` });
      return choice;
    },
    integer: (option, otherwise) => {
      const value = text(option);
      if (value === undefined) return otherwise;
      if (!/^[1-9]\d{0,8}$/.test(value))
        throw new UserError(`--${option} is ${JSON.stringify(value)}`, { help: 'Give a whole number of at least 1.' });
      return Number(value);
    },
  };
}

function forParser(command: Command): Record<string, { type: 'string' | 'boolean'; multiple: boolean }> {
  return Object.fromEntries(
    Object.entries(command.options).map(([name, { type }]) => [name, { type, multiple: true }]),
  );
}
