import { formatLocation } from '../location.ts';
import { showPath } from '../names.ts';
import type { Tree } from '../ports.ts';
import { findNamedFile } from '../tree/named-file.ts';
import { normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { UserError } from '../user-error.ts';
import { decodeUtf8, parseYamlFile, type YamlDocument } from '../yaml/yaml-document.ts';
import { type Config, configSchema } from './config-schema.ts';
import { validateDocument } from './config-validation.ts';

/** A validated configuration, with the document that findings about it point into. */
export interface LoadedConfig {
  /** Its maps have no prototype, so any name may be looked up in them. */
  config: Config;
  /** Null when there is no configuration. */
  path: string | null;
  /** Null when there is no configuration, or nothing in it. */
  document: YamlDocument | null;
}

const places = ['rollcall.yaml', '.github/rollcall.yaml'] as const;

/** Names a person may have meant as the configuration, which would otherwise be ignored without a word. */
const misnamed = ['rollcall.yml', '.github/rollcall.yml', '.rollcall.yaml', '.rollcall.yml'];

/**
 * Reads the configuration of a tree: `path` when given, else `rollcall.yaml` or `.github/rollcall.yaml`; none of
 * them is an empty configuration. UserError where it is not valid, where a named file is missing, or where two exist.
 */
export async function readConfig(tree: Tree, path?: string): Promise<LoadedConfig> {
  const chosen = path === undefined ? await findConfig(tree) : await namedConfig(tree, path);
  if (chosen === null) return { config: {}, path: null, document: null };
  const bytes = (await tree.read([chosen])).get(chosen);
  if (!bytes) {
    throw new UserError(`${showPath(chosen)} is not a regular file`, {
      help: 'The configuration cannot be a symbolic link: put the file itself there.',
    });
  }
  return parseConfig(chosen, decodeUtf8(chosen, bytes));
}

async function findConfig(tree: Tree): Promise<string | null> {
  const asked = new Set<string>([...places, ...misnamed]);
  const present = new Set<string>();
  const longest = [...asked].reduce((most, { length }) => Math.max(most, length), 0);
  for (const { path } of await tree.list()) if (path.length <= longest && asked.has(path)) present.add(path);
  const found = places.filter((place) => present.has(place));
  if (found.length > 1) {
    throw new UserError(`both ${found.join(' and ')} exist`, { help: 'Keep one of them.' });
  }
  const wrong = misnamed.find((name) => present.has(name));
  if (found.length === 0 && wrong !== undefined) {
    throw new UserError(`${wrong} is not where the configuration is read from`, {
      help: `Rename it to ${places.join(' or ')}.`,
    });
  }
  return found[0] ?? null;
}

async function namedConfig(tree: Tree, written: string): Promise<string> {
  const { path, isThere } = await findNamedFile(tree, written, 'the configuration');
  if (isThere) return path;
  throw new UserError(`the configuration ${showPath(written)} does not exist in the ${tree.name}`, {
    help: 'Correct the path, or leave it out: rollcall.yaml and .github/rollcall.yaml are found by themselves.',
  });
}

/** Parses and validates a configuration. UserError with the place of the first mistake, naming all of them. */
export function parseConfig(path: string, text: string): LoadedConfig {
  const file = parseYamlFile(path, text.replace(/^\uFEFF/, ''));
  throwAll(file.errors);
  const [document, second] = file.documents;
  if (second) {
    throw new UserError('the configuration holds more than one document', { location: second.locate([]) });
  }
  if (!document || document.contents === null || document.value() === null) {
    return { config: {}, path, document: null };
  }
  const { value, errors } = validateDocument(document, configSchema, refineText);
  throwAll(errors);
  return { config: value as Config, path, document };
}

/** More than a person corrects at once. */
const maxErrors = 50;

function throwAll(errors: readonly UserError[]): void {
  const [first] = errors;
  if (!first) return;
  const lines = errors.map((error, index) =>
    index > 0 && error.location ? `${formatLocation(error.location)}: ${error.message}` : error.message,
  );
  const more = lines.length > maxErrors ? `\nand ${lines.length - maxErrors} more` : '';
  throw new UserError(lines.slice(0, maxErrors).join('\n') + more, {
    ...(first.location ? { location: first.location } : {}),
    help: 'The keys of rollcall.yaml are described in rollcall.schema.json, which editors read too.',
  });
}

/** What the schema cannot say: a path stays in the repository (and is normalised, `.` is the root), a day exists. */
function refineText(text: string, keys: readonly string[]): string | { complaint: string } {
  if (isPathKey(keys)) {
    const path = normaliseRepositoryPath(text);
    if (path !== null) return path === '' ? '.' : path;
    return { complaint: `must be a path inside the repository, relative to its root, not ${showPath(text)}` };
  }
  if (keys[0] === 'waivers' && keys[2] === 'until' && !isCalendarDate(text)) {
    return { complaint: `cannot be ${text}: there is no such day` };
  }
  return text;
}

function isPathKey(keys: readonly string[]): boolean {
  const [section, second, third, fourth] = keys;
  if (section === 'baseline') return true;
  if (section === 'registers') return third === 'file';
  if (section === 'environments') return third === 'applications' && keys.length === 3;
  return (
    section === 'services' &&
    second === 'overrides' &&
    third !== undefined &&
    (fourth === 'path' || fourth === 'dockerfile' || fourth === 'context')
  );
}

function isCalendarDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
