/**
 * A path as a relative reference of an address. All that a shell, Markdown or HTML might read is escaped; bytes that
 * are no UTF-8, which stand as U+DC80…U+DCFF in a path, stay the bytes they are.
 */
export function pathReference(path: string): string {
  return path.replace(/\p{Cs}|[^A-Za-z0-9._~/-]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const bytes = code >= 0xdc80 && code <= 0xdcff ? [code - 0xdc00] : [...new TextEncoder().encode(character)];
    return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
  });
}
