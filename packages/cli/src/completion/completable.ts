import { rulePages } from '@rollcall/domain/verify/report/rule-pages';
import type { Command } from '../command.ts';

/** What a shell can offer for a word: words of ours, files, folders, or nothing, where only the person knows. */
export type Offer = { words: readonly string[] } | 'files' | 'folders' | 'nothing';

/** An option, as every shell needs it. */
export interface CompletableOption {
  name: string;
  help: string;
  /** What may stand behind it; null where nothing does. */
  value: Offer | null;
  /** What the help calls its value. */
  placeholder: string;
  isRepeated: boolean;
}

/** A command, as every shell needs it. */
export interface CompletableCommand {
  name: string;
  summary: string;
  options: readonly CompletableOption[];
  /** What its words are that are no options. */
  names: Offer;
}

export function completableCommands(commands: ReadonlyMap<string, Command>): CompletableCommand[] {
  return [...commands].map(([name, { summary, options, names }]) => ({
    name,
    summary,
    names: offerOf(names),
    options: [
      ...Object.entries(options).map(([option, { type, value, help, multiple = false }]) => ({
        name: option,
        help,
        value: type === 'boolean' ? null : offerOf(value),
        placeholder: value ?? '',
        isRepeated: multiple,
      })),
      { name: 'help', help: 'Say what the command does.', value: null, placeholder: '', isRepeated: false },
    ],
  }));
}

/** What is offered for a value that the help shows so. */
function offerOf(placeholder = ''): Offer {
  if (/^[a-z][a-z-]*(?:\|[a-z-]+)+$/.test(placeholder)) return { words: placeholder.split('|') };
  if (placeholder === 'RULE') return { words: rulePages.map(({ id }) => id) };
  if (placeholder === 'FILE') return 'files';
  return /^(?:DIR|PATH)\b/.test(placeholder) ? 'folders' : 'nothing';
}
