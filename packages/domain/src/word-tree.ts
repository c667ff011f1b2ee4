/** What stands for a text that was found, and where the text ends. */
export interface Found<T> {
  value: T;
  end: number;
}

interface Node<T> {
  next: Map<number, Node<T>>;
  values: T[];
}

/**
 * Many texts at once: finds those that another text has at an offset, the shorter first, in a step for each character
 * that they share, however many they are.
 */
export function wordTree<T>(words: Iterable<readonly [word: string, value: T]>) {
  const root: Node<T> = { next: new Map(), values: [] };
  for (const [word, value] of words) {
    let node = root;
    for (let at = 0; at < word.length; at += 1) {
      const code = word.charCodeAt(at);
      const next: Node<T> = node.next.get(code) ?? { next: new Map(), values: [] };
      node.next.set(code, next);
      node = next;
    }
    node.values.push(value);
  }
  return (text: string, offset: number): Found<T>[] => {
    const found: Found<T>[] = [];
    let node: Node<T> | undefined = root;
    for (let at = offset; node; at += 1) {
      for (const value of node.values) found.push({ value, end: at });
      node = at < text.length ? node.next.get(text.charCodeAt(at)) : undefined;
    }
    return found;
  };
}
