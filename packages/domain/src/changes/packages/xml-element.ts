/** An element of XML without its attributes, which poms and project files do not need. */
export interface Element {
  name: string;
  children: readonly Element[];
  /** Its own text, trimmed. */
  text: string;
  /** 1-based. */
  line: number;
}

/** The children of this name. */
export function childrenOf(element: Element | undefined, name: string): Element[] {
  return (element?.children ?? []).filter((child) => child.name === name);
}

/** The first child at the end of a path of names. */
export function childAt(element: Element | undefined, ...names: readonly string[]): Element | undefined {
  return names.reduce<Element | undefined>(
    (from, name) => from?.children.find((child) => child.name === name),
    element,
  );
}
