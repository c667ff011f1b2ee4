import type { Config } from '../catalog/config-schema.ts';
import { linearRegExp } from '../linear-regexp/linear-regexp.ts';
import { NotLinear } from '../linear-regexp/parse.ts';
import { quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';

/** How tickets are found in messages of commits, and where they lead. */
export interface Tickets {
  find(message: string): string[];
  /** The address of a ticket; null where none is configured. */
  address(ticket: string): string | null;
}

/** More of a message than this is no place where tickets are named. */
const longestMessage = 10_000;
const mostTickets = 20;

/** The tickets that `tickets` of the configuration describes; null without it. UserError for a pattern that cannot be one. */
export function configuredTickets({ tickets }: Config): Tickets | null {
  if (tickets === undefined) return null;
  const expression = compile(tickets.pattern);
  return {
    find: (message) => {
      const text = message.slice(0, longestMessage);
      const found = expression.matchAll(text).flatMap(([whole]) => (whole ? [wellFormed(text.slice(...whole))] : []));
      return [...new Set(found.filter((ticket) => ticket !== ''))].slice(0, mostTickets);
    },
    address: (ticket) => tickets.url?.replaceAll('{ticket}', encoded(ticket)) ?? null,
  };
}

/** A pattern may end within a character of two parts, of which half alone is no text. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** As a part of an address, and of a link in Markdown, which a parenthesis ends. */
function encoded(ticket: string): string {
  return encodeURIComponent(ticket).replaceAll('(', '%28').replaceAll(')', '%29');
}

function compile(pattern: string) {
  try {
    return linearRegExp(new RegExp(pattern, 'm'));
  } catch (cause) {
    const why =
      cause instanceof NotLinear
        ? `cannot be searched in bounded time: it has ${cause.message}`
        : 'is no regular expression';
    if (!(cause instanceof NotLinear || cause instanceof SyntaxError)) throw cause;
    throw new UserError(`the pattern of tickets ${quoteName(pattern)} ${why}`, {
      help: 'Correct `tickets.pattern`, such as [A-Z]+-[0-9]+.',
      cause,
    });
  }
}
