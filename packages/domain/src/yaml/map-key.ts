import { isAlias, isScalar, type Pair, Scalar, type YAMLMap } from 'yaml';
import { readUnder } from './plain-scalar.ts';
import type { YamlDocument } from './yaml-document.ts';

/** What YAML 1.1 or 1.2 may take for something else than a string. Any other text is the key that it looks like. */
const mayBeTyped = /^([\d.+-]|(y|n|yes|no|on|off|true|false|null|~|)$)/i;

/**
 * Why a key of a map does not lead every parser to the same value, as a clause behind its path; undefined where it
 * does. A number in octal is another number to YAML 1.1, which also takes `yes` and `on` for one key: the last wins.
 */
export function keyAmbiguity(document: YamlDocument, map: YAMLMap, pair: Pair, step: string): string | undefined {
  const key = pair.key;
  if (!isScalar(key)) return undefined;
  const source = sourceOf(key);
  const typed = isTyped(key);
  const read = typed ? readAs11(key) : source;
  if (source !== step && read !== step) return `leads over the key ${source}, which YAML 1.1 reads as ${read}`;
  for (const { key: other } of map.items) {
    const its = document.resolve(other);
    if (other === key || !isScalar(its)) continue;
    const doubtful = typed || isAlias(other) || isTyped(its);
    const same =
      doubtful && (String(its.value) === String(key.value) || (typed && isTyped(its) && readAs11(its) === read));
    if (!same) continue;
    const shown = isAlias(other) ? `*${other.source}` : sourceOf(its);
    return `leads over the key ${source}, and ${shown} at line ${lineOf(document, other)} is the same key to some parsers`;
  }
  return undefined;
}

function readAs11(key: Scalar): string {
  return String(readUnder(sourceOf(key), 'yaml-1.1'));
}

function sourceOf(key: Scalar): string {
  return key.source ?? String(key.value);
}

function isTyped(key: Scalar): boolean {
  return key.type === Scalar.PLAIN && key.tag === undefined && mayBeTyped.test(key.source ?? '');
}

function lineOf(document: YamlDocument, node: unknown): number {
  const [start = 0] = (isScalar(node) || isAlias(node) ? node.range : undefined) ?? [];
  return document.file.location(start).line;
}
