import { expect } from '@jest/globals';
import { isMap, type Plain } from './plain-yaml.ts';
import type { Rendering } from './render.ts';
import { isAsWanted, referencesTo, type Wanted, withoutTags } from './retag.ts';

/** What was asked of a repository, and why it can only be refused where the rendering shows that. */
export interface Asked {
  environment: string;
  wanted: Wanted;
  because: 'argocd-fails' | 'image-not-run' | null;
}

/** The scenario is one: its Applications run the image, or what its archive says instead is so. */
export function assertReal(before: Rendering, { environment, wanted, because }: Asked): void {
  const run = [...before].filter(([name, { file }]) => isOf(environment, name, file));
  const failures = run.filter(([, { manifests }]) => manifests instanceof Error);
  if (because === 'argocd-fails') {
    expect(failures).not.toEqual([]);
    return;
  }
  expect(failures).toEqual([]);
  const references = run.flatMap(([, { manifests }]) =>
    manifests instanceof Error ? [] : referencesTo(manifests, wanted),
  );
  if (because === 'image-not-run') expect(references).toEqual([]);
  else expect(references).not.toEqual([]);
}

/** Every reference to the image in the environment is the one asked for, and nothing else is another. */
export function assertBumped(before: Rendering, after: Rendering, { environment, wanted }: Asked): void {
  expect([...after.keys()]).toEqual([...before.keys()]);
  for (const [name, { manifests, file }] of before) {
    const now = after.get(name)?.manifests;
    if (manifests instanceof Error || now === undefined || now instanceof Error || !isOf(environment, name, file)) {
      const [then, here] = [now, manifests].map((all) => (Array.isArray(all) ? all.filter(isRun) : all));
      expect([name, then]).toEqual([name, here]);
      continue;
    }
    const [then, here] = [now, manifests].map((all) => withoutTags(all.filter(isRun), wanted));
    expect([name, then]).toEqual([name, here]);
    expect(referencesTo(now, wanted).filter((reference) => !isAsWanted(reference, wanted))).toEqual([]);
  }
}

/** An Application among the manifests, or one of a set, is rendered by itself: what it says of a tag is no workload. */
function isRun(manifest: Plain): boolean {
  return !(isMap(manifest) && ['Application', 'ApplicationSet'].includes(String(manifest.kind)));
}

/** Whether the name of an Application, or the path of its file, says the environment as a word. */
function isOf(environment: string, name: string, file: string): boolean {
  return new RegExp(`(?:^|[^a-z])${environment}(?:[^a-z]|$)`).test(`${name} ${file}`);
}
