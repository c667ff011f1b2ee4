import { parseArgs } from 'node:util';
import { parseList } from '@rollcall/domain/list-input';
import { didYouMean } from '@rollcall/domain/nearest';
import { UserError } from '@rollcall/domain/user-error';
import type { Command, CommandInput, Terminal } from './command.ts';

/** Parses the words behind a command's name; what it does not take is a UserError with the nearest it does. */
export function parseCommand(name: string, command: Command, words: string[], terminal: Terminal): CommandInput {
  const { tokens } = parseArgs({
    args: words,
    options: forParser(command),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, string[]>();
  const names: string[] = [];
  const help = `Run "rollcall ${name} --help".`;
  for (const token of tokens) {
    if (token.kind === 'option') {
      const option = Object.hasOwn(command.options, token.name) ? command.options[token.name] : undefined;
      if (!option) {
        const known = Object.keys(command.options);
        throw new UserError(`rollcall ${name} has no option ${JSON.stringify(token.rawName)}`, {
          help: help + didYouMean(token.name, known),
        });
      }
      if (option.type === 'string' && token.value === undefined)
        throw new UserError(`--${token.name} needs a value`, { help });
      if (option.type === 'boolean' && token.value !== undefined)
        throw new UserError(`--${token.name} takes no value`, { help });
      const given = values.get(token.name) ?? [];
      if (given.length > 0 && !option.multiple) throw new UserError(`--${token.name} is given twice`, { help });
      values.set(token.name, [...given, token.value ?? 'true']);
    } else if (token.kind === 'positional') {
      names.push(token.value);
    }
  }
  if (names.length > 0 && !command.takesNames)
    throw new UserError(`rollcall ${name} does not take ${JSON.stringify(names[0])}`, { help });
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
    names,
    terminal,
  };
}

function forParser(command: Command): Record<string, { type: 'string' | 'boolean'; multiple: boolean }> {
  return Object.fromEntries(
    Object.entries(command.options).map(([name, { type }]) => [name, { type, multiple: true }]),
  );
}
