import type { Application } from '../../../argocd/application.ts';
import type { Config } from '../../../catalog/config-schema.ts';
import { targetSettingsOf } from '../../../image-targets/target-contexts.ts';
import { compareText, type Location } from '../../../location.ts';
import { memoize } from '../../../memo.ts';
import { isYaml } from '../../../tree/file-types.ts';
import { textOf } from '../../../tree/read-text.ts';
import { folderOf, joinPath } from '../../../tree/repository-paths.ts';
import type { DeployedBranch, DeployedSide } from '../../rule/deployed-branch.ts';
import { type TagPlace, tagPlaces, withoutImageTags } from './manifest-without-image-tags.ts';

/** A file that is not the same where Argo CD reads it. */
export interface DeployedDifference {
  path: string;
  kind: 'differs' | 'only-in-checkout' | 'only-on-branch';
  /** In what was checked out. */
  location: Location;
  /** The Application that it is read for. */
  application: Application;
}

const differencesOf = memoize((_branch: DeployedBranch) => new Map<Config, DeployedDifference[]>());

/**
 * The files of a deploy branch that differ from those of the checkout in more than what bumps write, sorted by path.
 * YAML is compared by what it says; templates, and what is no YAML, by their text.
 */
export function deployedDifferences(branch: DeployedBranch, config: Config): DeployedDifference[] {
  const known = differencesOf(branch);
  const differences = known.get(config) ?? findDifferences(branch, config);
  known.set(config, differences);
  return differences;
}

function findDifferences({ checkout, branch }: DeployedBranch, config: Config): DeployedDifference[] {
  const paths = [...new Set([...checkout.files.keys(), ...branch.files.keys()])].sort(compareText);
  const changed = paths.filter((path) => !sameBytes(checkout.contents.get(path), branch.contents.get(path)));
  if (changed.length === 0) return [];
  const settings = (environment: string) => targetSettingsOf(config, environment);
  const own = tagPlaces(checkout.catalog, settings, checkout.contents);
  const theirs = tagPlaces(branch.catalog, settings, branch.contents);
  return changed.flatMap((path): DeployedDifference[] => {
    const application = checkout.files.get(path) ?? branch.files.get(path);
    if (!application) return [];
    const bytes = checkout.contents.get(path);
    if (!bytes)
      return [{ path, kind: 'only-on-branch', location: placeOfAbsent(path, application, checkout), application }];
    const start = { path, line: 1, column: 1 };
    const bytesOnBranch = branch.contents.get(path);
    if (!bytesOnBranch) return [{ path, kind: 'only-in-checkout', location: start, application }];
    const [text, textOnBranch] = [textOf(path, bytes), textOf(path, bytesOnBranch)];
    if (text === null || textOnBranch === null) return [{ path, kind: 'differs', location: start, application }];
    if (isSameButTags(path, [text, own.get(path) ?? []], [textOnBranch, theirs.get(path) ?? []])) return [];
    const line = firstNewLine(text, textOnBranch, own.get(path) ?? []);
    return [{ path, kind: 'differs', location: { path, line, column: 1 }, application }];
  });
}

type Written = readonly [text: string, places: readonly TagPlace[]];

function isSameButTags(path: string, [text, places]: Written, [other, otherPlaces]: Written): boolean {
  // A chart's templates are no YAML.
  if (!(isYaml(path) || path.endsWith('.json')) || /(?:^|\/)templates\//.test(path)) return false;
  const own = withoutImageTags(path, text, places);
  return own !== null && own === withoutImageTags(path, other, otherPlaces);
}

/** The first line that the other text does not have and that holds no tag; 1 where only lines are missing. */
function firstNewLine(text: string, other: string, places: readonly TagPlace[]): number {
  const known = new Set(other.split(/\r?\n/));
  const tags = new Set(places.map(({ document, path }) => document.locateValue(path).line));
  const index = text.split(/\r?\n/).findIndex((line, at) => !known.has(line) && !tags.has(at + 1));
  return Math.max(index, 0) + 1;
}

/** For a file that is gone here: the chart it belonged to, or the place of an Application that would read it. */
function placeOfAbsent(path: string, { name, file }: Application, { contents, catalog }: DeployedSide): Location {
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
    const chart = joinPath(folder, 'Chart.yaml');
    if (contents.has(chart)) return { path: chart, line: 1, column: 1 };
  }
  const all = [...catalog.applications, ...catalog.generated];
  const readerOf = (folder: string): Application | undefined =>
    all.find(({ sources }) => sources.some((source) => source.path === folder));
  const same = all.find((application) => application.file === file && application.name === name);
  const reader = same ?? readerOf(folderOf(path)) ?? readerOf(folderOf(file));
  if (!reader) return { path, line: 1, column: 1 };
  return reader.document.locate([...(reader.sources[0]?.at ?? ['spec']), 'path']);
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (!a || !b) return a === b;
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
