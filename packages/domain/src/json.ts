/** Brackets within brackets that no person writes: who walks such a value runs out of stack. */
const deepest = 500;

/**
 * The value of a JSON text; undefined where it is none, or is nested too deeply. The text may hold secrets: nobody quotes
 * it.
 */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether more brackets are open at once than may be; those in strings do not count. Linear. */
function isTooDeep(text: string): boolean {
  let open = 0;
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (part === '[' || part === '{') open += 1;
    else if (part === ']' || part === '}') open -= 1;
    if (open > deepest) return true;
  }
  return false;
}
