import { parseYamlFile, type YamlFile } from '../yaml/yaml-document.ts';
import { type HelmTemplate, readTemplate } from './helm-template.ts';

/**
 * A Helm template read as YAML, with its own places: lines that are actions alone are blank, any other action is a
 * word. Every branch stays, so what excludes each other stands side by side; where that is no YAML it has errors.
 */
export function templateYaml(path: string, text: string): YamlFile {
  return parseYamlFile(path, maskActions(readTemplate(path, text)));
}

/** The same to be edited: its text is that of the file. */
export function editableTemplate(path: string, text: string): YamlFile {
  const masked = templateYaml(path, text);
  const readAs = (written: string): string => maskActions(readTemplate(path, written));
  const file: YamlFile = { ...masked, text, readAs, documents: [] };
  const documents = masked.documents.map((document) => ({ ...document, file, contents: document.contents }));
  return Object.assign(file, { documents });
}

function maskActions({ clean, bare, actions }: HelmTemplate): string {
  const pieces: string[] = [];
  let at = 0;
  // A line may hold thousands of actions: it is looked at once.
  let line = { end: -1, blank: false };
  for (const { start, end } of actions) {
    if (start < at) continue;
    if (start > line.end || end > line.end) line = lineAround(bare, start, end);
    const alone = line.blank;
    pieces.push(clean.slice(at, start), clean.slice(start, end).replace(/[^\n]/g, alone ? ' ' : 'x'));
    at = end;
  }
  pieces.push(clean.slice(at));
  return pieces.join('');
}

/** Where the line of a range ends, and whether there is nothing but actions on it. */
function lineAround(bare: string, start: number, end: number): { end: number; blank: boolean } {
  const from = bare.lastIndexOf('\n', start - 1) + 1;
  const newline = bare.indexOf('\n', end);
  const to = newline === -1 ? bare.length : newline;
  return { end: to, blank: bare.slice(from, to).trim() === '' };
}
