import { isMap, isScalar } from 'yaml';
import type { Application } from '../catalog/catalog.ts';
import { nearest } from '../nearest.ts';
import { annotationsOf } from './application-annotations.ts';
import type { Fix } from './finding.ts';
import { type Subscription, subscriptionKey } from './notifications.ts';

/**
 * Renames the annotation of a subscription, its value untouched. Safe when it is `webhook.x` for the service that
 * is addressed as `x`; a guess at a name that was mistyped is not. Null where nothing comes near, or the key is there.
 */
export function renamedSubscription(
  application: Application,
  { key, trigger, service, rest }: Subscription,
  known: { service: ReadonlySet<string> } | { trigger: ReadonlySet<string> },
): Fix | null {
  const addressed = 'service' in known && rest.length === 1 && known.service.has(rest[0] ?? '') ? rest[0] : undefined;
  const guess =
    'service' in known ? (addressed ?? nearest(service, known.service)) : nearest(trigger ?? '', known.trigger);
  if (guess === undefined) return null;
  const renamed = 'service' in known ? subscriptionKey(trigger, guess) : subscriptionKey(guess, service);
  const [start, end] = keyRange(application, key) ?? [0, 0];
  const { text, path } = application.document.file;
  // Only a key that is written as it reads is replaced.
  if (text.slice(start, end) !== key || annotationsOf(application).has(renamed) || !/^[\w./-]+$/.test(renamed))
    return null;
  return {
    description: `Subscribe by ${renamed}`,
    safe: addressed !== undefined,
    edits: [{ path, range: [start, end], newText: renamed }],
  };
}

/** Where the text of an annotation's key is, without quotes. */
function keyRange({ document }: Application, key: string): [number, number] | undefined {
  const annotations = document.node(['metadata', 'annotations']);
  for (const item of isMap(annotations) ? annotations.items : []) {
    if (!isScalar(item.key) || item.key.value !== key || !item.key.range) continue;
    const [start, end] = item.key.range;
    const quoted = /^["']/.test(document.file.text[start] ?? '');
    return quoted ? [start + 1, end - 1] : [start, end];
  }
  return undefined;
}
