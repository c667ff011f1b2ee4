/**
 * Names in git are bytes. Almost all are UTF-8; a byte that is not becomes a lone surrogate U+DC80…U+DCFF,
 * which no UTF-8 text contains, so that every name survives the way in and out.
 */
export function decodePath(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  if (!text.includes('\uFFFD')) return text;
  let result = '';
  let position = 0;
  while (position < bytes.length) {
    const length = sequenceLength(bytes, position);
    if (length === 0) {
      result += String.fromCharCode(0xdc00 + (bytes[position] ?? 0));
      position += 1;
    } else {
      result += Buffer.from(bytes.subarray(position, position + length)).toString('utf8');
      position += length;
    }
  }
  return result;
}

/** The bytes of a name that `decodePath` gave. */
export function encodePath(path: string): Buffer {
  if (!/[\uDC80-\uDCFF]/.test(path)) return Buffer.from(path, 'utf8');
  const parts: Buffer[] = [];
  for (const character of path) {
    const code = character.codePointAt(0) ?? 0;
    parts.push(code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character, 'utf8'));
  }
  return Buffer.concat(parts);
}

/** Length of the valid UTF-8 sequence at `start`, 0 when there is none. */
function sequenceLength(bytes: Uint8Array, start: number): number {
  const first = bytes[start] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0;
  if (length === 0 || start + length > bytes.length || first >= 0xf5) return 0;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, start + length));
    return length;
  } catch {
    return 0;
  }
}
