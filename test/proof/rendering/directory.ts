import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from './applications.ts';
import { isMap, mapOf, type Plain, type PlainMap, readPlain, textOf } from './plain-yaml.ts';

/** The manifests of a folder as Argo CD 3.6.1 takes them. Jsonnet is not rendered. */
export function readDirectory(folder: string, source: PlainMap): Plain[] {
  const settings = mapOf(source.directory);
  const matcher = (field: string) => {
    const pattern = textOf(settings[field], field);
    return pattern === '' ? null : gobwas(pattern);
  };
  const [include, exclude] = [matcher('include'), matcher('exclude')];
  return filesBelow(folder)
    .filter((path) => settings.recurse === true || !path.includes('/'))
    .filter((path) => /\.(yaml|yml|json)$/.test(path) || settings.disableExtensionFilter === true)
    .filter((path) => !exclude?.test(path) && (include?.test(path) ?? true))
    .flatMap((path) => {
      const text = readFileSync(join(folder, path), 'utf8');
      if (text.includes('+argocd:skip-file-rendering')) return [];
      const documents = readable(path, text).filter((document) => document !== null);
      const known = documents.filter((document) => path.endsWith('.json') || (isMap(document) && document.kind));
      // A file of other documents is no manifest; one document of another kind among manifests is an error of the Application.
      if (known.length > 0 && known.length < documents.length)
        throw new Error(`${path} holds a document without a kind`);
      return known;
    });
}

/** What is no YAML and looks like no manifest either is left out. */
function readable(path: string, text: string): readonly Plain[] {
  try {
    return readPlain(text);
  } catch (error) {
    if (path.endsWith('.json') || ['apiVersion:', 'kind:', 'metadata:'].every((word) => text.includes(word)))
      throw error;
    return [];
  }
}

/** gobwas/glob without separators: a star crosses folders. A broken pattern matches nothing. */
function gobwas(pattern: string): RegExp {
  const parts = pattern.match(/\\.|\*+|\?|\[!?[^\]]+\]|\{|\}|,|[\s\S]/g) ?? [];
  let depth = 0;
  const source = parts.map((part) => {
    if (part.startsWith('*')) return '.*';
    if (part === '?') return '.';
    if (part.length > 1 && part.startsWith('[')) return part.replace('[!', '[^').replace(/^\[\^(?=\^)/, '[');
    if (part === '{') {
      depth += 1;
      return '(?:';
    }
    if (part === '}' && depth > 0) {
      depth -= 1;
      return ')';
    }
    if (part === ',' && depth > 0) return '|';
    const literal = part.length > 1 ? part.slice(1) : part;
    return literal.replace(/[.+^$()|[\]\\{}/]/g, '\\$&');
  });
  try {
    return new RegExp(`^${source.join('')}$`, 's');
  } catch {
    return /^(?!)/;
  }
}
