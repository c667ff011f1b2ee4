import type { Chart } from '../../../catalog/catalog.ts';
import { satisfies } from '../../../helm/version-constraint.ts';
import { listFew, quoteName, showPath } from '../../../names.ts';
import { present } from '../../../present.ts';
import { type PathSelector, yamlFiles } from '../../../tree/file-types.ts';
import { baseName, isForeign, joinPath, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import { listAt, plainValue, textAt } from '../../../yaml/value.ts';
import { parseYamlFile, type YamlPath } from '../../../yaml/yaml-document.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

const chartLocks: PathSelector = (path) => baseName(path) === 'Chart.lock' && !isForeign(path);

export const chartDependencyMismatch: Rule = {
  id: 'chart-dependency-mismatch',
  title: 'Helm can build the dependencies of every chart',
  severity: 'warning',
  help: 'Run helm dependency update in the folder of the chart and commit Chart.lock, or correct the version or the path.',
  needs: [yamlFiles, chartLocks],
  *check(context) {
    for (const chart of context.catalog.charts) {
      if (areVendored(chart, context)) continue;
      const application = context.catalog.applications.find(({ sources }) =>
        sources.some((source) => source.path === chart.path && context.isOurs(source)),
      );
      for (const { path, key, what } of mismatches(chart, context)) {
        yield {
          location: chart.document.locate(path),
          subject: chart.name,
          key,
          // What a chart lacks is told once, with its places.
          ...(path.at(-1) === 'repository' && { cause: chart.path }),
          ...(application ? { severity: 'error' as const } : {}),
          ...present({ environment: application?.environment }),
          message: `${what}: ${application ? `Argo CD cannot render Application ${quoteName(application.name)}` : 'helm dependency build fails'}`,
        };
      }
    }
  },
};

interface Dependency {
  name: string;
  version: string | undefined;
  repository: string;
}

interface Mismatch {
  path: YamlPath;
  /** Tells it from the others of the chart. */
  key: string;
  what: string;
}

function dependenciesIn(value: unknown): Dependency[] {
  return listAt(value, 'dependencies').map((one) => ({
    name: textAt(one, 'name') ?? '',
    version: textAt(one, 'version'),
    repository: textAt(one, 'repository') ?? '',
  }));
}

/** Whether all that a chart takes in lies in its `charts`: then nothing is built. */
function areVendored({ path, document }: Chart, { paths }: RuleContext): boolean {
  const home = joinPath(path, 'charts');
  const archives = paths.files(home).map(baseName);
  return dependenciesIn(plainValue(document)).every(
    ({ name, version }) =>
      paths.at(joinPath(home, `${name}/Chart.yaml`)) === 'file' ||
      archives.some((file) => file === `${name}-${version}.tgz` || (file.startsWith(`${name}-`) && isArchive(file))),
  );
}

function isArchive(file: string): boolean {
  return file.endsWith('.tgz') && /-v?\d/.test(file);
}

/** What stops `helm dependency build`, each seen with Helm 3 and 4. */
function* mismatches(chart: Chart, context: RuleContext): Iterable<Mismatch> {
  const asked = dependenciesIn(plainValue(chart.document));
  // Whoever renders its files fills it in.
  if (asked.some(({ name, version }) => /[{$]/.test(`${name}${version}`))) return;
  const file = joinPath(chart.path, 'Chart.lock');
  const text = context.text(file);
  const locked = text === undefined ? null : dependenciesIn(parseYamlFile(file, text).documents[0]?.value());
  const differs = locked !== null && locked.map(nameOf).join('\n') !== asked.map(nameOf).join('\n');
  if (differs)
    yield {
      path: ['dependencies'],
      key: 'names',
      what: `${showPath(file)} holds ${named(locked)}, and Chart.yaml asks for ${named(asked)}`,
    };
  for (const [index, one] of asked.entries()) {
    const local = localChart(chart, one, context);
    const wrong = wrongFolder(one, local) ?? wrongVersion(one, local, differs ? undefined : locked?.[index], file);
    if (wrong) yield { path: ['dependencies', index, wrong.field], key: `${index} ${one.name}`, what: wrong.what };
  }
}

interface Wrong {
  field: 'version' | 'repository';
  what: string;
}

function wrongFolder({ name, repository }: Dependency, local: LocalChart | 'missing' | null): Wrong | null {
  if (local === null) return null;
  if (local === 'missing')
    return {
      field: 'repository',
      what: `there is no chart in ${quoteName(repository)}, where ${quoteName(name)} should be`,
    };
  if (local.name === undefined || local.name === name) return null;
  return {
    field: 'repository',
    what: `${showPath(local.path)} is the chart ${quoteName(local.name)}, and Chart.yaml asks for ${quoteName(name)} there`,
  };
}

/** @param own what the lock says of it */
function wrongVersion(
  { name, version, repository }: Dependency,
  local: LocalChart | 'missing' | null,
  own: Dependency | undefined,
  file: string,
): Wrong | null {
  if (own && disagrees(own.version, version))
    return {
      field: 'version',
      what: `${showPath(file)} has ${name} ${own.version}, and Chart.yaml asks for ${version}`,
    };
  if (own && isPlain(repository) && own.repository !== repository)
    return { field: 'version', what: `${showPath(file)} has ${name} of another repository than Chart.yaml` };
  const wanted = own?.version ?? version;
  if (local === null || local === 'missing' || !disagrees(local.version, wanted)) return null;
  const where = own ? showPath(file) : 'Chart.yaml';
  return {
    field: 'version',
    what: `${where} asks for ${name} ${wanted}, and ${showPath(local.path)} is ${local.version}`,
  };
}

function nameOf({ name }: Dependency): string {
  return name;
}

function named(dependencies: readonly Dependency[]): string {
  return dependencies.length === 0 ? 'no dependencies' : listFew(dependencies.map(({ name }) => quoteName(name)));
}

/** `@stable` and `alias:stable` are looked up where Helm runs. */
function isPlain(repository: string): boolean {
  return !/^(?:@|alias:)/.test(repository);
}

function disagrees(version: string | undefined, constraint: string | undefined): boolean {
  return version !== undefined && constraint !== undefined && satisfies(version, constraint) === false;
}

interface LocalChart {
  path: string;
  name: string | undefined;
  version: string | undefined;
}

/** The chart that a dependency names by its folder; null where it names none of this repository. */
function localChart({ path }: Chart, { repository }: Dependency, context: RuleContext): LocalChart | 'missing' | null {
  const [, relative] = /^file:\/\/(.+)$/.exec(repository) ?? [];
  // From the root of the machine, or out of the repository.
  if (relative === undefined || relative.startsWith('/')) return null;
  const folder = normaliseRepositoryPath(joinPath(path, relative));
  if (folder === null || context.paths.at(folder) === 'symlink') return null;
  const file = joinPath(folder, 'Chart.yaml');
  if (context.paths.at(file) === null) return 'missing';
  const value = context.yaml(file)?.documents[0]?.value();
  return { path: folder, name: textAt(value, 'name'), version: textAt(value, 'version') };
}
