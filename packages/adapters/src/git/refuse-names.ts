import { quoteName } from '@rollcall/domain/names';
import { UserError } from '@rollcall/domain/user-error';
import type { Git } from './command.ts';

/** UserError for an address that git would take for something else, or that holds a secret. */
export function refuseUrl(url: string): void {
  if (url === '' || url.startsWith('-') || /[\p{Cc}]/u.test(url))
    throw new UserError('the address of the repository is not one', {
      help: 'Give an address such as https://github.com/owner/name.',
    });
  if (/^https?:\/\/[^/]*@/i.test(url) || /^[a-z+]+:\/\/[^/@:]*:[^/@]*@/i.test(url))
    throw new UserError('the address of the repository holds credentials', {
      help: 'Give the address without them, and the token by itself.',
    });
  if (/^[a-z0-9+.-]+::/i.test(url))
    throw new UserError('the address of the repository names a remote helper', { help: 'Give a plain address.' });
}

/** UserError for what git takes for no branch's name. */
export async function refuseBranch(git: Git, name: string): Promise<void> {
  const isName = !name.startsWith('-') && (await git.ask(['check-ref-format', `refs/heads/${name}`])) !== null;
  if (!isName) throw new UserError(`${quoteName(name)} is not a branch's name`);
}
