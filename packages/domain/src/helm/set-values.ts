/**
 * What Helm makes of a value given with `--set`, which is how Argo CD passes `helm.parameters` without
 * `forceString: true`: all digits without a leading zero become an integer, and three words are typed.
 */
export function helmSetType(value: string): 'integer' | 'boolean' | 'null' | 'string' {
  if (/^(true|false)$/i.test(value)) return 'boolean';
  if (/^null$/i.test(value)) return 'null';
  // What does not fit 64 bits stays a string.
  const digits = /^(0|[1-9]\d{0,18}|[+-]\d{1,19})$/.test(value);
  return digits && BigInt.asIntN(64, BigInt(value)) === BigInt(value) ? 'integer' : 'string';
}

/** One assignment as `helm template --set` reads it. */
interface SetValue {
  /** The keys on the way; a number is an index of a list. */
  path: (string | number)[];
  /** A list for `{a,b}`, null for one that removes the key. */
  value: unknown;
}

/**
 * What Helm makes of a parameter of Argo CD: with `forceString` (`--set-string`) every value is a text. Null where the
 * name is none that Helm takes.
 */
export function readSetValue(name: string, text: string, forceString: boolean): SetValue | null {
  const path = readSetPath(name);
  if (path === null) return null;
  const typed = (word: string): unknown => (forceString ? unescaped(word) : typedValue(unescaped(word)));
  // Argo CD escapes the commas of every value but a list's.
  const list = /^\{(.*)\}$/s.exec(text)?.[1];
  return { path, value: list === undefined ? typed(text) : (list.match(listItems) ?? ['']).map(typed) };
}

const listItems = /(?:\\.|[^\\,])+|(?<=^|,)(?=,|$)/gs;

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}

function typedValue(text: string): unknown {
  const type = helmSetType(text);
  if (type === 'boolean') return text.toLowerCase() === 'true';
  if (type === 'null') return null;
  return type === 'integer' ? Number(text) : text;
}

/** `a.b[0].c` as keys and indices; a backslash makes the next letter part of its key. Null for a broken name. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one state machine over the letters of a name
export function readSetPath(name: string): (string | number)[] | null {
  const path: (string | number)[] = [];
  let key = '';
  let indexed = false;
  const end = (): boolean => {
    if (key === '' && !indexed) return false;
    if (key !== '') path.push(key);
    key = '';
    indexed = false;
    return true;
  };
  for (let at = 0; at < name.length; at += 1) {
    const letter = name[at] ?? '';
    if (letter === '\\') {
      at += 1;
      key += name[at] ?? '';
    } else if (letter === '.') {
      if (!end()) return null;
    } else if (letter === '[') {
      const [whole, index = ''] = /^\[(\d{1,5})\]/.exec(name.slice(at, at + 7)) ?? [];
      if (whole === undefined || !end()) return null;
      path.push(Number(index));
      indexed = true;
      at += whole.length - 1;
    } else if (letter === '=' || letter === ',' || letter === ']') return null;
    else key += letter;
  }
  return end() ? path : null;
}
