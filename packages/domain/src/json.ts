/** The value of a JSON text; undefined where it is none. The text may hold secrets: nobody quotes it. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
