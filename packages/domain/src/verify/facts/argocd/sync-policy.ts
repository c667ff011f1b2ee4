import type { Application } from '../../../argocd/application.ts';
import { field, listAt, plainValue, textAt, valueAt } from '../../../yaml/value.ts';

/** Whether an Application deletes by itself what is no longer in Git. */
export function prunes({ document }: Application): boolean {
  const automated = valueAt(plainValue(document), ['spec', 'syncPolicy', 'automated']);
  // `enabled: false` switches automated syncs off and leaves the rest where it is.
  return field(automated, 'prune') === true && field(automated, 'enabled') !== false;
}

/** The sync options of an Application, by their place in the list. */
export function syncOptionsOf({ document }: Application): string[] {
  const policy = valueAt(plainValue(document), ['spec', 'syncPolicy']);
  return listAt(policy, 'syncOptions').map((option) => String(option).replace(/\s/g, ''));
}

/** The sync options an object has of its own, of its annotation. */
export function ownSyncOptions(value: unknown): string[] {
  const written = textAt(value, 'metadata', 'annotations', 'argocd.argoproj.io/sync-options');
  return (written ?? '').split(',').map((option) => option.trim());
}
