import { observers, stores } from '../images/public-images.ts';
import { quoteName, withoutEnd } from '../names.ts';
import type { TreeEntry } from '../ports.ts';
import { eitherPattern } from '../text-pattern.ts';
import { scaffoldFolder } from '../tree/file-types.ts';
import { baseName, folderOf, foldersUp, joinPath } from '../tree/repository-paths.ts';
import { centralName, type Dockerfile, homeOf, mayBeDockerFolder } from './dockerfiles.ts';

/** Why a Dockerfile builds no service, unless there is evidence that it does. */
export interface Doubt {
  dockerfile: Dockerfile;
  /** Continues "left out: ". */
  because: string;
  /** Whether a build by CI settles it: what tests build is no service. */
  buildsCount: boolean;
  /** The file that makes its folder a template, if that is what it is. */
  template: string | null;
}

interface Kind {
  what: string;
  /** What a folder around the image is called, in lower case. */
  folder?: RegExp;
  /** What the image is called, or the last words of its name. */
  names?: ReadonlySet<string>;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

const kinds: readonly Kind[] = [
  { what: 'an archive', folder: /^(?:[_.]?(?:archived|deprecated|obsolete)(?:$|[-_.])|_archives?(?:$|[-_.])|_old$)/ },
  {
    what: 'an experiment',
    folder: /^(?:pocs?|proofs?-of-concept|prototypes?|experiments?|experimental|playgrounds?|spikes?)$/,
  },
  { what: 'an example', folder: /^(?:examples?|samples?|tutorials?|quickstarts?)$/ },
  {
    what: 'a template',
    folder: scaffoldFolder,
    names: words('service-template microservice-template app-template project-template'),
  },
  {
    what: 'a test',
    folder: /^(?:tests?|__tests__|e2e|(?:integration|smoke|acceptance)[-_]?tests?)$/,
    names: words('tests e2e'),
  },
  {
    what: 'a load generator',
    folder:
      /^(?:load[-_]?(?:generators?|gen|tests?|testing)|stress[-_]?tests?|perf(?:ormance)?[-_]?tests?|k6|locust|gatling|jmeter)$/,
    names: words('load-generator loadgen load-test load-tests'),
  },
  {
    what: 'a backup or a migration',
    names: words(
      'backup backups backup-job backup-cron migration migrations migrate migrator flyway liquibase db-init init-db',
    ),
  },
  { what: 'a seed of data', names: words('seed-data data-seed seed-db db-seed seeder') },
  { what: 'a connection pool', names: words('pgbouncer pgpool pgpool-ii proxysql') },
  { what: 'a database', names: new Set([...stores, 'db', 'database']) },
  { what: 'a tool that watches', names: new Set([...observers].filter((name) => name !== 'all-in-one')) },
];

const ofAnyKind = eitherPattern(
  '',
  kinds.flatMap(({ folder }) => folder ?? []),
);

/** Folders that hold what is no longer used, where they hold other folders: a service may be called so, too. */
const around: readonly Kind[] = [
  { what: 'an archive', folder: /^archives?$/ },
  { what: 'an example', folder: /^demos?$/ },
];

/** The Dockerfiles of folders and images whose names are those of what is no service; in the order of the listing. */
export function findDoubts(dockerfiles: readonly Dockerfile[], entries: readonly TreeEntry[]): Doubt[] {
  const templates = templateFiles(entries);
  const mayBeOutput = dockerfiles.some(({ folder }) => /(?:^|\/)(?:build|target)\/docker(?:\/|$)/.test(folder));
  const outputs = mayBeOutput ? outputFolders(entries) : new Set<string>();
  return dockerfiles.flatMap((dockerfile) => doubtOf(dockerfile, templates, outputs) ?? []);
}

function doubtOf(
  dockerfile: Dockerfile,
  templates: ReadonlyMap<string, string>,
  outputs: ReadonlySet<string>,
): Doubt | null {
  const { folder } = dockerfile;
  const isForTests = /^(?:tests?|e2e)\//.test(folder);
  const segments = folder.split('/').map((segment) => segment.toLowerCase());
  const judged = { dockerfile, buildsCount: !isForTests, template: null };
  const because = doubtOfFolder(folder);
  if (because !== null) return { ...judged, because };
  const output = outputs.size === 0 ? undefined : foldersUp(folder).find((one) => outputs.has(one));
  if (output !== undefined) return { ...judged, because: `what a build makes is put into ${output}` };
  const byName = doubtOfName(imageName(dockerfile));
  if (byName !== null) return { ...judged, because: byName };
  for (const { what, folder: pattern } of around) {
    const found = segments.slice(0, -1).find((segment) => pattern?.test(segment));
    if (found !== undefined) return { ...judged, because: `${quoteName(found)} is the name of ${what}` };
  }
  const template = foldersUp(folder)
    .slice(1)
    .flatMap((one) => templates.get(one) ?? [])[0];
  return template === undefined ? null : { ...judged, template, because: `${template} makes its folder a template` };
}

/** Why what is called so is no service. */
export function doubtOfName(name: string): string | null {
  const endings = endingsOf(name);
  const kind = kinds.find(({ names }) => names && endings.some((ending) => names.has(ending)));
  return kind ? `${quoteName(name)} is the name of ${kind.what}` : null;
}

/** Why what lies in a folder is no service, by the names of the folder and of those around it. */
export function doubtOfFolder(folder: string): string | null {
  const segments = folder.split('/').map((segment) => segment.toLowerCase());
  // One question of each name for all kinds: nearly every answer is no.
  for (const { what, folder: pattern } of segments.some((segment) => ofAnyKind.test(segment)) ? kinds : []) {
    const found = segments.find((segment) => pattern?.test(segment));
    if (found !== undefined) return `${quoteName(found)} is the name of ${what}`;
  }
  return null;
}

/** The last words of a name, all of them first: of `orders-db-16` they are `orders-db` and `db`; a version is none. */
function endingsOf(name: string): string[] {
  const all = name.toLowerCase().split(/[-_.]/);
  while (all.length > 1 && /^v?\d+$/.test(all.at(-1) ?? '')) all.pop();
  const last = withoutEnd(all.pop() ?? '', '0123456789');
  return [...all, last].map((_word, index) => [...all, last].slice(index).join('-')).slice(-4);
}

/** What the image of a Dockerfile would be called by its path. */
export function imageName(dockerfile: Dockerfile): string {
  const central = centralName(dockerfile);
  if (central !== null) return central;
  const segments = homeOf(dockerfile.folder).split('/');
  while (segments.length > 1 && mayBeDockerFolder(segments.join('/'))) segments.pop();
  return baseName(segments.join('/'));
}

/** The folders into which the plugins of Gradle and Maven put what they build an image from. */
function outputFolders(entries: readonly TreeEntry[]): ReadonlySet<string> {
  return new Set(
    entries.flatMap(({ path }) => {
      const name = baseName(path);
      if (name === 'pom.xml') return [joinPath(folderOf(path), 'target/docker')];
      return /^(?:build|settings)\.gradle(?:\.kts)?$/.test(name) ? [joinPath(folderOf(path), 'build/docker')] : [];
    }),
  );
}

/** The files that may make a folder a template of Backstage, by that folder; the root is none. */
function templateFiles(entries: readonly TreeEntry[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { path } of entries) {
    if (!path.endsWith('ml') || !/\/template\.ya?ml$/.test(path)) continue;
    found.set(path.slice(0, path.lastIndexOf('/')), path);
  }
  return found;
}
