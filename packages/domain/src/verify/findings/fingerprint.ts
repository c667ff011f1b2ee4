/** 64 bits of a text as 16 hexadecimal digits: two multiplicative hashes over its UTF-16 units. Not cryptographic. */
export function hashText(text: string): string {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x5bd1e995);
    low ^= low >>> 15;
  }
  high = Math.imul(high ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (high >>> 16), 0x27d4eb2f);
  return [high ^ (low >>> 11), low ^ (high >>> 15)].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('');
}

/**
 * The identity of a finding: what it is about, never where its line happens to be. `nth` tells apart findings that
 * are the same in everything else; 0 for the first.
 */
export function fingerprintOf(
  finding: { rule: string; subject: string; environment?: string; path: string },
  key: string,
  nth: number,
): string {
  const { rule, subject, environment = '', path } = finding;
  return hashText(JSON.stringify([rule, subject, environment, path, key, nth]));
}
