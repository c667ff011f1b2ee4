/** What may stand between two parts: whatever there is, or at least one character, and no colon. */
export type Gap = (between: string) => boolean;

export const anything: Gap = () => true;
export const wordOfReference: Gap = (between) => between !== '' && !between.includes(':');

/**
 * Whether a text is these parts in their order, with gaps between them. Each part is looked for once, from where the
 * one before ends: what fits between later places of it fits between the first ones too, for both kinds of gaps.
 */
export function isInOrder(text: string, [first = '', ...others]: readonly string[], gap: Gap): boolean {
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let end = first.length;
  for (const part of others) {
    const start = text.indexOf(part, end + (gap('') ? 0 : 1));
    if (start === -1 || !gap(text.slice(end, start))) return false;
    end = start + part.length;
  }
  return end <= text.length - last.length && gap(text.slice(end, text.length - last.length));
}
