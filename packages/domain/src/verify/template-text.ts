import { type HelmTemplate, readTemplate } from '../manifest/helm-template.ts';
import { parseYamlFile, type YamlFile } from '../manifest/yaml-document.ts';

/**
 * A Helm template read as YAML, with its own places: lines that are actions alone are blank, any other action is a
 * word. Every branch stays, so what excludes each other stands side by side; where that is no YAML it has errors.
 */
export function templateYaml(path: string, text: string): YamlFile {
  return parseYamlFile(path, neutral(readTemplate(path, text)));
}

function neutral({ clean, bare, actions }: HelmTemplate): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of actions) {
    if (start < at) continue;
    const line = bare.lastIndexOf('\n', start - 1) + 1;
    const newline = bare.indexOf('\n', end);
    const alone = bare.slice(line, newline === -1 ? bare.length : newline).trim() === '';
    pieces.push(clean.slice(at, start), clean.slice(start, end).replace(/[^\n]/g, alone ? ' ' : 'x'));
    at = end;
  }
  pieces.push(clean.slice(at));
  return pieces.join('');
}
