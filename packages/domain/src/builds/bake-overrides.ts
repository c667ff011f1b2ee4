import type { Target } from './bake-target.ts';
import { hasHole, hole } from './hole.ts';

/**
 * A target with what `--set` says over it: `name.key=value`, where the name may have `*` in it and the key a part below
 * it, as in `api.args.VERSION=1` (buildx 0.38.2, bake/bake.go, newOverrides).
 */
export function overridden(target: Target, set: readonly string[]): Target {
  return set.reduce((made, text) => {
    const equals = text.indexOf('=');
    const [pattern = '', key = '', ...below] = text.slice(0, Math.max(equals, 0)).split('.');
    return isFor(pattern, target.name)
      ? withValue(made, key, { below: below.join('.'), value: text.slice(equals + 1) })
      : made;
  }, target);
}

function isFor(pattern: string, name: string): boolean {
  if (hasHole(pattern)) return true;
  const [head = '', ...tails] = pattern.split('*');
  if (tails.length === 0) return pattern === name;
  if (!name.startsWith(head)) return false;
  let at = head.length;
  for (const tail of tails.slice(0, -1)) {
    const next = name.indexOf(tail, at);
    if (next < 0) return false;
    at = next + tail.length;
  }
  const last = tails.at(-1) ?? '';
  return name.length - last.length >= at && name.endsWith(last);
}

function withValue(target: Target, key: string, { below, value }: { below: string; value: string }): Target {
  if (key === 'args') return { ...target, args: new Map([...target.args, [below, hasHole(value) ? null : value]]) };
  if (key === 'contexts') return { ...target, contexts: new Map([...target.contexts, [below, value]]) };
  if (!['context', 'dockerfile', 'target'].includes(key)) return target;
  const unknown = new Set(target.unknown);
  if (hasHole(value)) unknown.add(key);
  else unknown.delete(key);
  return { ...target, unknown, texts: new Map([...target.texts, [key, hasHole(value) ? hole(key) : value]]) };
}
