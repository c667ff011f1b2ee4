import { tryUser } from '../user-error.ts';
import { decodeUtf8 } from '../yaml/yaml-document.ts';

/** Null where there is no such file, or it is no text. */
export function textOf(path: string, bytes: Uint8Array | undefined): string | null {
  if (!bytes) return null;
  return tryUser(
    () => decodeUtf8(path, bytes),
    () => null,
  );
}
