import { field, isRecord, listAt, textAt } from '../yaml/value.ts';
import { parseYamlFile } from '../yaml/yaml-document.ts';
import { satisfies } from './version-constraint.ts';

/** A dependency as Helm hashes it: its fields in their order, those that are empty left out, but for the repository. */
type Dependency = Readonly<Record<string, unknown>> & { name: string; repository: string };

/** The version of the chart in a folder that `file://` names, as it is written there; undefined where there is none. */
export type LocalVersion = (repository: string) => string | undefined;

/** What `helm dependency update` makes of a lock. */
export type Relocked = { text: string } | 'deleted' | null;

/**
 * The `Chart.lock` of what a `Chart.yaml` asks for now. A chart of this repository has the version that it says; another
 * one that was locked before keeps its version. `generated` stays: Helm does not compare it. 'deleted' where a chart takes
 * in nothing any more: Helm refuses any lock then, and updates none. Null where only Helm can tell, which asks registries.
 */
export async function relocked(chart: string, lock: string, localVersion: LocalVersion): Promise<Relocked> {
  const asked = askedIn(chart);
  const old = lockedIn(lock);
  if (asked === null || old === null || lockText(old.dependencies, old) !== lock) return null;
  if (asked === 'nothing') return 'deleted';
  const dependencies: Dependency[] = [];
  for (const one of asked) {
    const version = versionOf(one, old.dependencies, localVersion);
    if (version === undefined) return null;
    dependencies.push({ name: one.name, version, repository: one.repository });
  }
  return { text: lockText(dependencies, { ...old, digest: await digestOf(asked, dependencies) }) };
}

/** The version that Helm locks; undefined where it is not known, or none of those that are asked for. */
function versionOf(
  { name, repository, version }: Dependency,
  locked: readonly Dependency[],
  localVersion: LocalVersion,
): string | undefined {
  const before = locked.find((one) => one.name === name && one.repository === repository);
  const known = repository.startsWith('file://') ? localVersion(repository) : textAt(before, 'version');
  return known !== undefined && typeof version === 'string' && satisfies(known, version) ? known : undefined;
}

/** Helm 3.22 and 4.3 (`HashReq`): SHA-256 of the JSON of what is asked for and what is locked, as Go writes it. */
async function digestOf(asked: readonly Dependency[], locked: readonly Dependency[]): Promise<string> {
  const json = JSON.stringify([asked, locked]).replace(
    /[<>&]/g,
    (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`,
  );
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(json));
  return `sha256:${[...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** What a `Chart.yaml` asks for; 'nothing' without the key; null where Helm may read something else than what is read here. */
function askedIn(text: string): readonly Dependency[] | 'nothing' | null {
  const root = onlyValue(text);
  if (!isRecord(root) || textAt(root, 'apiVersion') !== 'v2') return null;
  const written = field(root, 'dependencies');
  if (written === undefined || written === null) return 'nothing';
  return Array.isArray(written) ? allOrNull(written.map(hashed)) : null;
}

interface Lock {
  dependencies: readonly Dependency[];
  digest: string;
  generated: string;
}

function lockedIn(text: string): Lock | null {
  const root = onlyValue(text);
  const [digest, generated] = [textAt(root, 'digest'), textAt(root, 'generated')];
  if (digest === undefined || generated === undefined) return null;
  const dependencies = allOrNull(listAt(root, 'dependencies').map(hashed));
  return dependencies && { dependencies, digest, generated };
}

function onlyValue(text: string): unknown {
  const { documents, errors } = parseYamlFile('Chart.yaml', text);
  return errors.length > 0 || documents.length !== 1 ? undefined : documents[0]?.value();
}

/** The fields of a dependency in the order of Helm's `chart.Dependency`, and whether a value is one of such a field. */
const fields: readonly (readonly [string, (value: unknown) => boolean])[] = [
  ['name', isPlain],
  ['version', isPlain],
  ['repository', isPlain],
  ['condition', isPlain],
  ['tags', arePlain],
  ['enabled', (value) => typeof value === 'boolean'],
  ['import-values', (value) => Array.isArray(value) && value.every(isImport)],
  ['alias', isPlain],
];

/** A dependency as it is hashed; null where it holds what Helm may change or drop when it reads it. */
function hashed(value: unknown): Dependency | null {
  if (!isRecord(value)) return null;
  const name = textAt(value, 'name');
  const unknown = Object.keys(value).some((key) => !fields.some(([known]) => known === key));
  const wrong = fields.some(([key, isRight]) => !isEmpty(field(value, key)) && !isRight(field(value, key)));
  if (name === undefined || unknown || wrong) return null;
  const written = fields.flatMap(([key]): [string, unknown][] =>
    isEmpty(field(value, key)) && key !== 'repository' ? [] : [[key, inOrder(field(value, key) ?? '')]],
  );
  return { ...Object.fromEntries(written), name, repository: textAt(value, 'repository') ?? '' };
}

/** What Go leaves out of its JSON (`omitempty`). */
function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    value === false ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** Letters that Helm takes as they are: it replaces blanks, and drops what cannot be seen. */
function isPlain(value: unknown): boolean {
  return typeof value === 'string' && /^[ -~]*$/.test(value);
}

function arePlain(value: unknown): boolean {
  return Array.isArray(value) && value.every(isPlain);
}

function isImport(value: unknown): boolean {
  return isPlain(value) || (isRecord(value) && Object.values(value).every(isPlain));
}

/** Maps with their keys in the order of Go's JSON. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  return isRecord(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
}

function allOrNull(all: readonly (Dependency | null)[]): readonly Dependency[] | null {
  return all.includes(null) ? null : all.flatMap((one) => one ?? []);
}

/** A lock as Helm writes it. */
function lockText(
  dependencies: readonly Dependency[],
  { digest, generated }: Pick<Lock, 'digest' | 'generated'>,
): string {
  const entries = dependencies.map(
    ({ name, repository, version }) =>
      `- name: ${scalar(name)}\n  repository: ${scalar(repository)}\n  version: ${scalar(String(version))}\n`,
  );
  const list = entries.length === 0 ? 'dependencies: []\n' : `dependencies:\n${entries.join('')}`;
  return `${list}digest: ${digest}\ngenerated: "${generated}"\n`;
}

/** A text as Helm writes it, where it is one of a usual kind: quoted where YAML would read a number or nothing. */
function scalar(text: string): string {
  return text === '' || (/^[\d.]+$/.test(text) && text.split('.').length < 3) ? `"${text}"` : text;
}
