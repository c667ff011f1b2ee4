import { field, isRecord, listAt, textAt } from '../yaml/value.ts';

/** The artifacts that the patches of a profile make of those of a build; null where one is of a kind that is not read. */
export function patchedArtifacts(build: unknown, patches: readonly unknown[]): unknown[] | null {
  const whole = { build: structuredClone(build) };
  const done = patches.every((patch) => {
    const steps = (textAt(patch, 'path') ?? '').split('/').slice(1);
    const key = steps.pop() ?? '';
    return applied(steps.reduce<unknown>(field, whole), key, patch);
  });
  return done ? listAt(whole.build, 'artifacts') : null;
}

/** Patches a list or a map in place, as JSON patches do; false where that is not read. */
function applied(inside: unknown, key: string, patch: unknown): boolean {
  const operation = textAt(patch, 'op') ?? 'replace';
  const values = operation === 'remove' ? [] : [field(patch, 'value')];
  if (!/^(?:add|replace|remove)$/.test(operation)) return false;
  if (Array.isArray(inside)) {
    const at = key === '-' ? inside.length : Number(key);
    if (!Number.isInteger(at) || at < 0 || at > inside.length) return false;
    inside.splice(at, operation === 'add' ? 0 : 1, ...values);
    return true;
  }
  if (!isRecord(inside)) return false;
  delete inside[key];
  for (const value of values)
    Object.defineProperty(inside, key, { value, enumerable: true, configurable: true, writable: true });
  return true;
}
