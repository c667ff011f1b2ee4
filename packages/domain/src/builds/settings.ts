import { isRecord, textsIn } from '../yaml/value.ts';
import { type NamedContext, pathFrom } from './build.ts';

/** `service:x` is what another service's build makes, `target:x` what another Bake target does. */
export function namedContext(value: string, folder: string, keyOf: (name: string) => string): NamedContext {
  const [, kind, name = ''] = /^(service|target|docker-image):(.*)$/.exec(value) ?? [];
  if (kind === 'docker-image') return { kind: 'image', name: name.replace(/^\/\//, '') };
  if (kind !== undefined) return { kind: 'build', key: keyOf(name) };
  const path = pathFrom(folder, value);
  return path === null ? { kind: 'unknown', text: value } : { kind: 'folder', path };
}

/** `{name: value}`, or a list of `name=value`; null for a name alone, which is taken from the environment. */
export function pairsOf(value: unknown): [string, string | null][] {
  if (isRecord(value)) {
    return Object.entries(value).map(([name, one]) => [name, one === null ? null : String(one)]);
  }
  return textsIn(value).map((item) => {
    const equals = item.indexOf('=');
    return equals < 0 ? [item, null] : [item.slice(0, equals), item.slice(equals + 1)];
  });
}
