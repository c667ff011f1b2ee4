import { dotnet } from './dotnet.ts';
import { go } from './go.ts';
import { isGradleScript, isPom, isTypeScriptConfig } from './manifest-names.ts';
import type { Ecosystem } from './manifests.ts';
import { node } from './node.ts';
import { python } from './python.ts';
import { rust } from './rust.ts';

const always: readonly Ecosystem[] = [go, node, rust, python, dotnet];

/** What is loaded only where a file of it is there: most repositories pay nothing for these readers. */
const onDemand: readonly { isManifest(name: string): boolean; load(): Promise<Ecosystem> }[] = [
  { isManifest: isGradleScript, load: async () => (await import('./gradle.ts')).gradle },
  { isManifest: isTypeScriptConfig, load: async () => (await import('./typescript.ts')).typescript },
  { isManifest: isPom, load: async () => (await import('./maven.ts')).maven },
];

/** Whether a file of this name is read for the local packages it names. */
export function isPackageManifest(name: string): boolean {
  return [...always, ...onDemand].some(({ isManifest }) => isManifest(name));
}

/** What reads manifests of these names. */
export async function loadEcosystems(names: ReadonlySet<string>): Promise<readonly Ecosystem[]> {
  const needed = onDemand.filter(({ isManifest }) => [...names].some(isManifest));
  return [...always, ...(await Promise.all(needed.map(({ load }) => load())))];
}
