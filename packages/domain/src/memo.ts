/**
 * A reading that is made once for each object it is about, such as the context of a run or a parsed document, and is
 * forgotten with the object. What was read may be null or undefined; that is remembered too.
 */
export function memoize<K extends object, T>(read: (key: K) => T): (key: K) => T {
  const known = new WeakMap<K, { value: T }>();
  return (key) => {
    const before = known.get(key);
    if (before) return before.value;
    const value = read(key);
    known.set(key, { value });
    return value;
  };
}

/** The same for an object and a text, such as a context and the path of a file. */
export function memoizeByText<K extends object, T>(read: (key: K, text: string) => T): (key: K, text: string) => T {
  const knownOf = memoize((_key: K) => new Map<string, { value: T }>());
  return (key, text) => {
    const known = knownOf(key);
    const before = known.get(text);
    if (before) return before.value;
    const value = read(key, text);
    known.set(text, { value });
    return value;
  };
}
