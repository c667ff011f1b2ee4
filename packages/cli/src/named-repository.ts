import { quoteName } from '@rollcall/domain/names';
import { isRepositoryAddress, isRepositoryName } from '@rollcall/domain/repository-url';
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

/** The mistake of a configuration that names a clone: `option` is what names one, `key` says where it stands there. */
export function pathInConfiguration(given: string, key: string, option: string): UserError {
  const named = `rollcall.yaml names ${quoteName(given)} as the repository of the manifests (${key})`;
  return new UserError(`${named}, which is a path`, {
    help: `Write owner/name or an address there. A clone of it is named with ${option} PATH.`,
  });
}
