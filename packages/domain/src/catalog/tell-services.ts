import type { BuildDefinitions } from '../builds/definitions.ts';
import { readDefinitions } from '../builds/read-definitions.ts';
import { countEach, groupBy } from '../grouping.ts';
import { showPath } from '../names.ts';
import type { Tree } from '../ports.ts';
import { baseName, folderOf, foldersUp } from '../tree/repository-paths.ts';
import { basesOf, type DockerfileEvidence, evidenceOf } from './build-evidence.ts';
import type { Service } from './catalog.ts';
import { usualRoots } from './central-dockerfiles.ts';
import type { Config } from './config-schema.ts';
import { deployedNames } from './deployment-evidence.ts';
import { homeOf } from './dockerfiles.ts';
import { type Doubt, imageName } from './doubtful-places.ts';
import { rootName } from './root-name.ts';
import { type Discovered, discoverServices } from './services.ts';
import { servicesOfBuilds } from './told-places.ts';
import { nothingTold, type Told, type ToldName } from './told-services.ts';

/** What is read of a tree, to tell what its names leave open. */
interface Evidence {
  tree: Tree;
  config: Config;
  definitions: BuildDefinitions;
  of(dockerfile: string): DockerfileEvidence;
}

/**
 * Tells what the names of a listing leave open: by what builds the images, by the Applications and manifests that run
 * them, and at last by what the root calls itself.
 */
export async function tellServices(tree: Tree, config: Config, byNames: Discovered): Promise<Told> {
  if (byNames.open === null) return nothingTold;
  const { dockerfiles, doubts } = byNames.open;
  const entries = await tree.list();
  const wanted = dockerfiles.map(({ path }) => path);
  const definitions = await readDefinitions(tree, wanted);
  const folders = new Set(entries.flatMap(({ path }) => foldersUp(folderOf(path)).map(baseName)));
  const options = { isFolderName: (name: string) => folders.has(name), bases: basesOf(wanted, definitions) };
  const known = new Map(wanted.map((path) => [path, evidenceOf(path, definitions, options)] as const));
  const nothing: DockerfileEvidence = { source: null, named: [], services: [] };
  const evidence: Evidence = { tree, config, definitions, of: (path) => known.get(path) ?? nothing };
  const proved = await provedDoubts(doubts, byNames.services, evidence);
  const found = proved.size > 0 ? discoverServices(entries, config, { ...nothingTold, proved }) : byNames;
  const { services, unbuilt: replaced } = servicesOfBuilds(entries, config, found, known);
  const names = toldNames(found.services, evidence);
  const unbuilt = new Map([...(await unbuiltDockerfiles(found.services, evidence)), ...replaced]);
  const told: Told = { ...nothingTold, proved, services, names, unbuilt, unread: definitions.unread };
  const [root] = found.open?.lonely ?? [];
  if (found.services.length > 0 || services.length > 0 || root === undefined || homeOf(root.folder) !== '') return told;
  const name = await rootName(tree);
  return name === null ? told : { ...told, services: [{ name, path: '', dockerfile: root.path, build: null }] };
}

/** The Dockerfiles in doubt that CI builds or an Application deploys, and those of folders that are no template. */
async function provedDoubts(
  doubts: readonly Doubt[],
  services: readonly Service[],
  { tree, of }: Evidence,
): Promise<Set<string>> {
  if (doubts.length === 0) return new Set();
  const files = [...new Set(doubts.flatMap(({ template }) => template ?? []))];
  const templates: ReadonlyMap<string, Uint8Array> = files.length > 0 ? await tree.read(files) : new Map();
  const decoder = new TextDecoder();
  const isProved = ({ dockerfile: { path }, buildsCount, template }: Doubt): boolean =>
    (buildsCount && of(path).source === 'ci') ||
    (template !== null && !decoder.decode(templates.get(template)).includes('scaffolder.backstage.io'));
  const proved = doubts.filter(isProved);
  const open = doubts.filter((doubt) => !proved.includes(doubt));
  const sure = new Set([...services.map(({ name }) => name), ...proved.map(({ dockerfile }) => imageName(dockerfile))]);
  const deployed = await deployedNames(tree, new Set(open.map(({ dockerfile }) => imageName(dockerfile))), sure);
  return new Set(
    [...proved, ...open.filter(({ dockerfile }) => deployed.has(imageName(dockerfile)))].map(
      ({ dockerfile }) => dockerfile.path,
    ),
  );
}

/**
 * What builds call the services of folders that are called alike; and of those that are alone in a folder beside such
 * folders, whose own names say what they are and not which: `modules/orders/api`, `modules/users/worker`. No two get
 * one name.
 */
function toldNames(services: readonly Service[], { config, of }: Evidence): Map<string, ToldName> {
  const overrides = config.services?.overrides ?? {};
  const open = services.filter(({ name }) => !Object.hasOwn(overrides, name));
  const alike = groupBy(open, ({ path }) => baseName(path ?? ''));
  const inFolder = countEach(services.map(({ path }) => folderOf(path ?? '')));
  const around = countEach([...inFolder.keys()].filter((folder) => inFolder.get(folder) === 1).map(folderOf));
  const isAlone = (path: string): boolean => {
    const parent = folderOf(path);
    return (
      parent !== '' &&
      !usualRoots.has(baseName(parent)) &&
      inFolder.get(parent) === 1 &&
      (around.get(folderOf(parent)) ?? 0) > 1
    );
  };
  const told = open.flatMap(({ name, path, dockerfile }) => {
    const isAlike = (alike.get(baseName(path ?? ''))?.length ?? 0) > 1 || name !== baseName(path ?? '');
    if (path === null || path === '' || dockerfile === null || !(isAlike || isAlone(path))) return [];
    const { source, named } = of(dockerfile);
    const names = new Map(named.map((one) => [one.name, one.build.location]));
    const [only] = names.size === 1 && (isAlike || source === 'ci') ? names : [];
    return only ? [{ path, name: only[0], location: only[1] }] : [];
  });
  const paths = new Set(told.map(({ path }) => path));
  const used = countEach([
    ...told.map(({ name }) => name),
    ...services.flatMap(({ name, path }) => (paths.has(path ?? '') ? [] : [name])),
  ]);
  return new Map(told.flatMap(({ path, ...name }) => (used.get(name.name) === 1 ? [[path, name] as const] : [])));
}

/**
 * Dockerfiles that nothing builds or deploys, where CI names each one that it builds, and none of those lies beside: a
 * folder among services is one that was forgotten.
 */
async function unbuiltDockerfiles(
  services: readonly Service[],
  { tree, config, definitions, of }: Evidence,
): Promise<Map<string, string>> {
  // What cannot be read may build any of them.
  const isOpen = definitions.buildsAnything || definitions.unread.length > 0;
  if (isOpen || config.services?.roots !== undefined) return new Map();
  const overrides = config.services?.overrides ?? {};
  const built = services.filter(({ dockerfiles }) => dockerfiles.some((path) => of(path).source === 'ci'));
  const besides = new Set(built.map(({ path }) => folderOf(path ?? '')));
  const open = services.filter(
    ({ name, path, dockerfiles }) =>
      !Object.hasOwn(overrides, name) &&
      !besides.has(folderOf(path ?? '')) &&
      dockerfiles.every((dockerfile) => of(dockerfile).source === null),
  );
  if (built.length === 0 || open.length === 0) return new Map();
  const deployed = await deployedNames(
    tree,
    new Set(open.map(({ name }) => name)),
    new Set(built.map(({ name }) => name)),
  );
  const [first] = built.flatMap(({ dockerfiles }) => dockerfiles.flatMap((path) => definitions.of(path).builds));
  const beside = `beside ${built.length} that ${first ? showPath(first.file) : 'CI'} builds`;
  return new Map(
    open
      .filter(({ name }) => !deployed.has(name))
      .flatMap(({ dockerfiles }) => dockerfiles.map((path) => [path, `nothing builds or deploys it, ${beside}`])),
  );
}
