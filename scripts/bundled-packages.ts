import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compareText } from './generated-file.ts';

/** A package of others of which at least one module is in a bundle. */
export interface BundledPackage {
  name: string;
  version: string;
  /** SPDX expression, as its package.json says. */
  licence: string;
  /** Its licence and notice files, one behind the other. */
  text: string;
}

/** Licences that ask for nothing but their text and their notices. Another one is for a person to decide. */
const permissive: ReadonlySet<string> = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']);

/** What a licence is called in the packages of npm; a notice has to be handed on as well. */
const licenceFile = /^(?:licen[cs]e|copying|notice)(?:[-.].*)?$/i;

/**
 * The packages that hold these files, sorted by name and version: those below a `node_modules`, each once. A package
 * that ships no licence text, or is under a licence that nobody has agreed to, is an error that names it.
 */
export function bundledPackages(files: Iterable<string>): BundledPackage[] {
  const folders = new Set([...files].flatMap((file) => packageFolder(file) ?? []));
  const packages = [...folders].map(readPackage);
  const bad = packages.flatMap(({ name, version, licence, text }) => [
    ...(text === '' ? [`${name}@${version} ships no licence text`] : []),
    ...(permissive.has(licence) ? [] : [`${name}@${version} is under ${JSON.stringify(licence)}`]),
  ]);
  if (bad.length > 0)
    throw new Error(`A bundle may not hold:\n  ${bad.sort(compareText).join('\n  ')}\nReplace the package.`);
  return packages.sort((a, b) => compareText(a.name, b.name) || compareText(a.version, b.version));
}

/**
 * The loader around the modules of every bundle. It is webpack's, and comes inside ncc, which does not ship webpack's
 * licence: its text is beside this file.
 */
export function loaderPackage(): BundledPackage {
  const ncc = readPackage('node_modules/@vercel/ncc');
  const webpack = readFileSync('scripts/webpack-licence.txt', 'utf8').trim();
  return { ...ncc, text: `${ncc.text}\n\nThe loader that ncc writes is webpack's:\n\n${webpack}` };
}

/** The folder of the package that a file belongs to; undefined for a file of our own. */
function packageFolder(file: string): string | undefined {
  if (!file.includes('/node_modules/')) return undefined;
  // Packages put a package.json without a name into folders of their own, to say what kind of modules these hold.
  for (let folder = dirname(file); folder.includes('/node_modules/'); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && 'version' in JSON.parse(readFileSync(manifest, 'utf8'))) return folder;
  }
  throw new Error(`${file} is of no package`);
}

function readPackage(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder)
    .filter((file) => licenceFile.test(file))
    .sort(compareText)
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  return { name, version, licence: String(license ?? 'no licence'), text: texts.join('\n\n') };
}

const listHeading = 'This program holds modules of:\n\n';
const rule = `\n${'='.repeat(100)}\n`;

/** The text that a bundle ships: first the list of what it holds, then every licence. */
export function licencesText(packages: readonly BundledPackage[]): string {
  return [
    'Rollcall is under the licence in the file LICENSE of its repository (Apache-2.0).\n',
    listHeading,
    ...packages.map((one) => `- ${heading(one)}\n`),
    ...packages.map((one) => `${rule}${heading(one)}\n\n${one.text}\n`),
  ].join('');
}

function heading({ name, version, licence }: BundledPackage): string {
  return `${name}@${version} (${licence})`;
}

/** `name@version` of everything that a text of licences has the licence of. */
export function licensedPackages(text: string): string[] {
  return text
    .split(rule)
    .slice(1)
    .map((part) => /^(\S+) \(/.exec(part)?.[1] ?? part.slice(0, 40));
}

/** What is missing in a bundle's licences, and what is there without need; one sentence each. */
export function licenceFaults(text: string, packages: readonly BundledPackage[]): string[] {
  const held = new Set(packages.map(({ name, version }) => `${name}@${version}`));
  const shipped = new Set(licensedPackages(text));
  return [
    ...[...held].filter((one) => !shipped.has(one)).map((one) => `lacks the licence of ${one}, which the bundle holds`),
    ...[...shipped]
      .filter((one) => !held.has(one))
      .map((one) => `has a licence of ${one}, which the bundle does not hold`),
  ];
}
