import type { Application } from '../argocd/application.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { LoadedConfig } from '../catalog/config.ts';
import { showPath } from '../names.ts';
import { folderOf } from '../tree/repository-paths.ts';
import { schemaAddress } from '../version.ts';
import { plainOrQuoted } from '../yaml/replace-scalar.ts';
import type { Plan } from './setup.ts';

/** What the configuration has to say, since nothing in the repository tells it. */
export interface NeededConfig {
  /** The repository that holds the manifests; null where that is this one, or said already. */
  deployRepository: string | null;
  /** The fields of environments as YAML writes them on one line, by their names. */
  environments: ReadonlyMap<string, readonly string[]>;
}

/** Its first line: editors complete and check the keys by it. */
const editorHint = `# yaml-language-server: $schema=${schemaAddress}`;

/** Writes rollcall.yaml where there is none; else says what is to be written into the one that is there. */
export function addConfig(plan: Plan, path: string | null, { deployRepository, environments }: NeededConfig): void {
  const top = deployRepository === null ? [] : [`deploy-repository: ${plainOrQuoted(deployRepository)}`];
  const lines = [...environments].map(([name, fields]) => `${plainOrQuoted(name)}: { ${fields.join(', ')} }`);
  if (top.length + lines.length === 0) return;
  if (path === null) {
    const below = lines.length === 0 ? [] : ['environments:', ...lines.map((line) => `  ${line}`)];
    plan.files.set('rollcall.yaml', `${[editorHint, ...top, ...below].join('\n')}\n`);
    return;
  }
  const shown = showPath(path);
  for (const line of top) plan.unknown.push(`${shown} does not say where the manifests are: write ${line} into it.`);
  for (const line of lines)
    plan.unknown.push(`${shown} does not say all of an environment: write ${line} into its environments.`);
}

/** An environment that somebody names where nothing tells any, with the folder of what deploys services: that is of it. */
export interface NamedEnvironment {
  name: string;
  /** As rollcall.yaml takes it. */
  folder: string;
}

/** Null where the Applications tell environments, where none of them deploys a service, or where not one is named. */
export function namedEnvironment(
  names: readonly string[],
  { environments, applications }: Catalog,
): NamedEnvironment | null {
  const [name, another] = names;
  const deploying = applications.filter(({ services }) => services.length > 0);
  if (name === undefined || another !== undefined || environments.length > 0 || deploying.length === 0) return null;
  return { name, folder: commonFolder(deploying) || '.' };
}

/** The configuration with what a named environment is. */
export function withNamed(loaded: LoadedConfig, { name, folder }: NamedEnvironment): LoadedConfig {
  const environments = Object.assign(Object.create(null), { [name]: { applications: folder } });
  return { ...loaded, config: { ...loaded.config, environments } };
}

/** The folder that all of some Applications lie in; '' is the repository root. */
export function commonFolder(applications: readonly Application[]): string {
  let common: string | null = null;
  for (const { file } of applications) {
    const folder = folderOf(file);
    if (common === null) common = folder;
    while (common !== '' && folder !== common && !folder.startsWith(`${common}/`)) common = folderOf(common);
  }
  return common ?? '';
}
