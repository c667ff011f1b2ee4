import { parseXml, XmlCdata, XmlElement, XmlText } from '@rgrove/parse-xml';
import { placesIn } from '../../location.ts';
import type { Element } from './xml-element.ts';

const longest = 1 << 20;
const deepest = 200;

/**
 * The root element of an XML file. Entities are never expanded: those that HTML has become `?` (Maven knows them), and
 * a file that declares its own is refused, as one that is longer than 1 MiB or nested deeper than 200.
 *
 * @throws SyntaxError where it is no XML
 * @throws Error where it is beyond a limit
 */
export function readXml(text: string): Element {
  if (text.length > longest) throw new Error('it is longer than 1 MiB');
  if (text.includes('<!DOCTYPE')) throw new Error('it has a document type');
  const { root } = parse(text);
  if (root === null) throw new Error('it has no element');
  const placeOf = placesIn({ path: '', text });
  return convert(root, (offset) => placeOf(offset).line, 0);
}

function parse(text: string): ReturnType<typeof parseXml> {
  try {
    return parseXml(text, { includeOffsets: true, resolveUndefinedEntity: () => '?' });
  } catch (error) {
    if (error instanceof RangeError) throw new Error('it is nested too deeply');
    throw new SyntaxError(error instanceof Error ? error.message : String(error));
  }
}

function convert(element: XmlElement, lineAt: (offset: number) => number, depth: number): Element {
  if (depth > deepest) throw new Error('it is nested too deeply');
  const children: Element[] = [];
  const texts: string[] = [];
  for (const node of element.children) {
    if (node instanceof XmlElement) children.push(convert(node, lineAt, depth + 1));
    else if (node instanceof XmlText || node instanceof XmlCdata) texts.push(node.text);
  }
  return { name: element.name, children, text: texts.join('').trim(), line: lineAt(element.start) };
}
