import type { Service } from '../catalog/catalog.ts';
import { compareLocations, type Location } from '../location.ts';
import { spellingsOf } from '../name-spellings.ts';
import type { Tree } from '../ports.ts';
import { eitherPattern, textPattern } from '../text-pattern.ts';
import { isComposeFile } from '../tree/file-types.ts';
import { overlayTree } from '../tree/overlay-tree.ts';
import { textOf } from '../tree/read-text.ts';
import { isInside } from '../tree/repository-paths.ts';
import type { Finding } from '../verify/findings/finding.ts';
import { type VerifyOptions, verifyServices } from '../verify/verify-services.ts';

/**
 * The places that name a service and not the one that was made like it, those that matter most first: what would be left
 * over if it were gone, in files that are not its own. No rule says whether the new service belongs there; a person does.
 */
export async function siblingOnly(
  tree: Tree,
  sibling: Service,
  name: string,
  options: VerifyOptions,
): Promise<Location[]> {
  const folder = sibling.path;
  const sources = (await tree.list()).flatMap(({ path }) => (folder !== null && isInside(path, folder) ? [path] : []));
  const without = overlayTree(tree, new Map(sources.map((path) => [path, null])));
  const { findings } = await verifyServices(without, {
    ...options,
    retired: [sibling.name],
    rules: ['service-leftover'],
    // What is waived or accepted of the one says nothing of the other.
    baseline: null,
  });
  const places = findings.filter(({ subject, path }) => subject === sibling.name && !spells(path, sibling.name));
  const contents = await tree.read([...new Set(places.map(({ path }) => path))]);
  const numbers = new Map<string, boolean>();
  const isNamedAlike = (path: string): boolean => {
    const known = numbers.get(path);
    if (known !== undefined) return known;
    const text = textOf(path, contents.get(path)) ?? '';
    const alike = countOf(text, name) >= countOf(text, sibling.name);
    numbers.set(path, alike);
    return alike;
  };
  return places
    .filter(({ path }) => !isNamedAlike(path))
    .sort((a, b) => urgencyOf(a) - urgencyOf(b) || compareLocations(a, b))
    .map(({ path, line, column }) => ({ path, line, column }));
}

/** Where a gone service would break something comes first, prose last: a reader sees only the first of many. */
function urgencyOf({ severity, path }: Finding): number {
  if (severity === 'notice') return 3;
  // What runs is before what builds.
  if (severity === 'warning') return 2;
  return path.startsWith('.github/') || isComposeFile(path) ? 1 : 0;
}

function spells(path: string, name: string): boolean {
  return countOf(path, name) > 0;
}

function countOf(text: string, name: string): number {
  const words = eitherPattern('g', [textPattern()`(?<![A-Za-z0-9])${spellingsOf(name)}(?![A-Za-z0-9])`]);
  return (text.match(words) ?? []).length;
}
