import { didYouMean } from '@rollcall/domain/nearest';
import { UserError } from '@rollcall/domain/user-error';
import { rulePages } from '@rollcall/domain/verify/report/rule-pages';
import type { CommandInput } from '../command.ts';

/** The pages of the rules that are named; without a name, what rules there are. */
export async function run({ names, terminal }: CommandInput): Promise<number> {
  terminal.write(names.length === 0 ? list() : names.map(pageOf).join('\n'));
  return 0;
}

function list(): string {
  const width = Math.max(...rulePages.map(({ id }) => id.length));
  return rulePages.map(({ id, title }) => `${id.padEnd(width)}  ${title}\n`).join('');
}

function pageOf(name: string): string {
  const found = rulePages.find(({ id }) => id === name);
  if (found) return found.page;
  throw new UserError(`there is no rule ${JSON.stringify(name)}`, {
    help: `"rollcall explain" lists them.${didYouMean(
      name,
      rulePages.map(({ id }) => id),
    )}`,
  });
}
