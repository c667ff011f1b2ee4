import type { Log } from '@rollcall/domain/ports';

/** One command: what the help says of it, the options it takes, and where its code is. */
export interface Command {
  /** What follows `rollcall NAME` in the help. */
  synopsis: string;
  summary: string;
  options: Readonly<Record<string, Option>>;
  /** Whether it takes words that are no options. */
  takesNames: boolean;
  /** What such a word is, as `value` says it of an option, where a shell can complete it. */
  names?: string;
  /** Loaded when it is called: a run pays only for what it uses. */
  load: () => Promise<{ run: (input: CommandInput) => Promise<number> }>;
}

export interface Option {
  type: 'string' | 'boolean';
  /** May be given several times. */
  multiple?: true;
  /** Its value in the help: a placeholder in capitals, or each word that it may be, as `text|json`. */
  value?: string;
  help: string;
}

export interface CommandInput {
  text(name: string): string | undefined;
  flag(name: string): boolean;
  /** Values of an option that may be repeated; each may itself be a list: JSON, or separated by commas. */
  list(name: string): string[];
  choice<const T extends string>(name: string, allowed: readonly T[], otherwise: T): T;
  /** A whole number of at least 1. */
  integer(name: string, otherwise: number): number;
  names: string[];
  terminal: Terminal;
}

/** Standard output for results, standard error for everything about the run. */
export interface Terminal {
  write(text: string): void;
  /** One JSON value and a line end. */
  writeJson(value: unknown): void;
  /** The line that a person answers; null where nobody sits at a terminal. */
  ask(question: string): Promise<string | null>;
  colour: boolean;
  /** The columns of the terminal that somebody looks at; absent where nobody does. */
  width?: number;
  log: Log;
}
