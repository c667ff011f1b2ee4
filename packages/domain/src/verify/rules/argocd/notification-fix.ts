import { isMap, isScalar } from 'yaml';
import type { Application } from '../../../argocd/application.ts';
import { nearest } from '../../../nearest.ts';
import { tryUser } from '../../../user-error.ts';
import type { Edit } from '../../../yaml/edit.ts';
import { insertEntry } from '../../../yaml/map-entry.ts';
import type { YamlDocument } from '../../../yaml/yaml-document.ts';
import type { Fix } from '../../findings/finding.ts';
import { annotationsOf } from './application-annotations.ts';
import { type Subscription, subscriptionKey, subscriptionsOf } from './notifications.ts';

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

/**
 * Adds the subscriptions of the triggers as those that have them write them. Null where these do not agree, or there is
 * nowhere to write them.
 */
export function addedSubscriptions(
  { document }: Application,
  triggers: readonly string[],
  siblings: readonly Application[],
): Fix | null {
  const added = new Map<string, string>();
  for (const trigger of triggers) {
    const ways = new Map(
      siblings.flatMap((sibling) => {
        const way = subscriptionsOf(sibling).flatMap((one): [string, unknown][] =>
          triggerName(one) === trigger ? [[one.key, annotationsOf(sibling).get(one.key)]] : [],
        );
        return way.length === 0 ? [] : [[JSON.stringify(way), way] as const];
      }),
    );
    const [way = []] = ways.values();
    if (ways.size !== 1) return null;
    for (const [key, value] of way) {
      if (typeof value !== 'string' || !/^[\w./-]+$/.test(key)) return null;
      added.set(key, value);
    }
  }
  // A layout that one edit cannot add to has none.
  const edits = tryUser(
    () => newAnnotations(document, added),
    () => [],
  );
  const what = [...added.keys()].join(' and ');
  return edits.length === 0 ? null : { description: `Subscribe by ${what}`, safe: true, edits };
}

/** Behind the last annotation, or in a block of their own behind the last entry of the metadata that is plain. */
function newAnnotations(document: YamlDocument, added: ReadonlyMap<string, string>): Edit[] {
  const last = (path: readonly string[]): string | undefined => {
    const map = document.node(path);
    const item = isMap(map) ? map.items.findLast(({ key, value }) => isScalar(key) && isScalar(value)) : undefined;
    return isScalar(item?.key) ? String(item.key.value) : undefined;
  };
  const annotation = last(['metadata', 'annotations']);
  if (annotation !== undefined)
    return [...added].map(([key, value]) => insertEntry(document, ['metadata', 'annotations'], annotation, key, value));
  const entry = last(['metadata']);
  if (entry === undefined || document.node(['metadata', 'annotations'])) return [];
  return [...added].flatMap(([key, value], index): Edit[] => {
    const edit = insertEntry(document, ['metadata'], entry, key, value);
    const [, newline, indent = '', written = ''] = /^(\r?\n)( *)((?! ).*)?$/s.exec(edit.newText) ?? [];
    // A map in braces has no lines to add.
    if (newline === undefined) return [];
    const line = `${newline}${indent}  ${written}`;
    return [{ ...edit, newText: index === 0 ? `${newline}${indent}annotations:${line}` : line }];
  });
}

/** A subscription without a trigger is to the default ones of its service. */
export function triggerName({ trigger, service }: Subscription): string {
  return trigger ?? `the default of ${service}`;
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
