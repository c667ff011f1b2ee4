/** A path as a relative reference; bytes that are no UTF-8 stay the bytes they are. */
export function pathReference(path: string): string {
  return path.split('/').map(segmentReference).join('/');
}

function segmentReference(segment: string): string {
  return Array.from(segment, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xdc80 && code <= 0xdcff) return `%${(code - 0xdc00).toString(16).toUpperCase()}`;
    return encodeURIComponent(code >= 0xd800 && code <= 0xdfff ? '\uFFFD' : character);
  }).join('');
}
