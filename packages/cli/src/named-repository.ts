import { quoteName } from '@rollcall/domain/names';
import { isFolderName, isRepositoryAddress, isRepositoryName } from '@rollcall/domain/repository-url';
import { UserError } from '@rollcall/domain/user-error';

/** An address as it is given; `owner/name` is on the server of the clone's origin, spelled as that address is. */
export function addressBeside(named: string, origin: string | null): string {
  if (isRepositoryAddress(named)) return named.replace(/(?<!\/)\/+$/, '');
  if (!isRepositoryName(named))
    throw new UserError(`${quoteName(named)} names no repository`, {
      help: 'Give owner/name, an address such as https://github.com/owner/name, or the path of a clone, such as ../deploy.',
    });
  const beside = origin?.replace(/(?<![^/:])[^/:]+\/[^/:]+\/?$/, '') ?? '';
  return `${beside === '' ? 'https://github.com/' : beside}${named}`;
}

/** A repository as a configuration names it, and where it stands there. */
export interface ConfiguredName {
  written: string;
  key: string;
  /** The option that names a clone in its place; null where there is none. */
  option: string | null;
}

/**
 * The address of a repository that a configuration names. UserError for one on the disk: a configuration comes with what
 * somebody offers, and which folders of this machine are read is the person's own choice.
 */
export function configuredAddress({ written, key, option }: ConfiguredName, origin: string | null): string {
  if (!isFolderName(written) && !/^file:/i.test(written)) return addressBeside(written, origin);
  const clone = option === null ? '' : ` A clone of it is named with ${option} PATH.`;
  throw new UserError(`rollcall.yaml names the repository ${quoteName(written)} (${key}), which is a path`, {
    help: `Write owner/name or an address there.${clone}`,
  });
}
