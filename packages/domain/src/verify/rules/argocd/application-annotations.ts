import type { Application } from '../../../argocd/application.ts';
import { fieldsAt, plainValue } from '../../../yaml/value.ts';

/** The annotations of an Application as they are written, in their order; a value may be no text by mistake. */
export function annotationsOf({ document }: Application): ReadonlyMap<string, unknown> {
  return new Map(fieldsAt(plainValue(document), 'metadata', 'annotations'));
}

export const waveAnnotation = 'argocd.argoproj.io/sync-wave';

/** The sync wave of an Application; 0 without one, null for what is no whole number. */
export function waveOf(application: Application): number | null {
  const written = annotationsOf(application).get(waveAnnotation);
  if (written === undefined) return 0;
  return typeof written === 'string' && /^[+-]?\d{1,9}$/.test(written) ? Number(written) : null;
}
