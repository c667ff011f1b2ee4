import { UserError } from '../user-error.ts';
import { decodeUtf8 } from '../yaml/yaml-document.ts';

/** Null where there is no such file, or it is no text. */
export function textOf(path: string, bytes: Uint8Array | undefined): string | null {
  try {
    return bytes ? decodeUtf8(path, bytes) : null;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
