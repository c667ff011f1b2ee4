import type { LoadedConfig } from '../../catalog/config.ts';
import { compareText, type Location } from '../../location.ts';
import { showPath } from '../../names.ts';
import { didYouMean } from '../../nearest.ts';
import type { Tree } from '../../ports.ts';
import type { Problem } from '../../problem.ts';
import { findNamedFile } from '../../tree/named-file.ts';
import { UserError } from '../../user-error.ts';
import { isRecord } from '../../yaml/value.ts';
import { decodeUtf8, parseYamlFile, type YamlPath } from '../../yaml/yaml-document.ts';
import type { Finding } from './finding.ts';

/** An accepted old finding. Only the fingerprint is compared; the rest is for the people who review the file. */
interface BaselineEntry {
  fingerprint: string;
  rule: string;
  subject: string;
  path: string;
}

export interface Baseline {
  path: string;
  /** Null where the file does not exist yet. */
  entries: readonly BaselineEntry[] | null;
}

const defaultPath = 'rollcall.baseline.json';
const version = 1;
const howToWrite = 'Write it with "rollcall verify --write-baseline".';

/**
 * Where the baseline is: where the user says (`named`), else the configuration, else at the root. `demanded` is set
 * where somebody named it, so that it has to exist.
 */
function placeOf(
  { config, document }: LoadedConfig,
  named: string | undefined,
): { path: string; demanded: { location?: Location } | null } {
  if (named !== undefined) return { path: named, demanded: {} };
  if (config.baseline === undefined) return { path: defaultPath, demanded: null };
  return { path: config.baseline, demanded: document ? { location: document.locate(['baseline']) } : {} };
}

/** The baseline of a tree. UserError with the place for a file with mistakes, and for a missing one that somebody named. */
export async function readBaseline(
  tree: Tree,
  config: LoadedConfig,
  { named, mayBeNew = false }: { named?: string | undefined; mayBeNew?: boolean } = {},
): Promise<Baseline> {
  const { path: written, demanded } = placeOf(config, named);
  const { path } = await findNamedFile(tree, written, 'the baseline');
  const bytes = (await tree.read([path])).get(path);
  if (bytes) return { path, entries: parseBaseline(path, decodeUtf8(path, bytes)) };
  if (demanded && !mayBeNew) {
    throw new UserError(`the baseline ${showPath(path)} does not exist in the ${tree.name}`, {
      ...demanded,
      help: howToWrite,
    });
  }
  return { path, entries: null };
}

function parseBaseline(path: string, text: string): BaselineEntry[] {
  const value = parseJson(path, text);
  const mistake: Mistake = (at, message) =>
    new UserError(`the baseline ${message}`, {
      location: parseYamlFile(path, text).documents[0]?.locate(at) ?? { path, line: 1, column: 1 },
      help: howToWrite,
    });
  if (!isRecord(value)) throw mistake([], 'is no JSON object');
  checkKeys(value, ['version', 'findings'], [], mistake);
  if (value.version !== version) throw mistake(['version'], `has no "version": ${version}`);
  const { findings } = value;
  if (!Array.isArray(findings)) throw mistake(['findings'], 'has no list "findings"');
  return findings.map((entry: unknown, index) => entryOf(entry, ['findings', index], mistake));
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // The reader of YAML knows the place of a mistake; where it finds no mistake, the file is YAML and not JSON.
    const [error] = parseYamlFile(path, text).errors;
    throw new UserError(`the baseline is not JSON: ${error?.message ?? 'it is YAML'}`, {
      location: error?.location ?? { path, line: 1, column: 1 },
      help: howToWrite,
      cause,
    });
  }
}

type Mistake = (at: YamlPath, message: string) => UserError;

function entryOf(entry: unknown, at: YamlPath, mistake: Mistake): BaselineEntry {
  if (!isRecord(entry)) throw mistake(at, `holds an entry that is no object`);
  checkKeys(entry, entryKeys, at, mistake);
  const { fingerprint, rule, subject, path } = entry;
  if (typeof fingerprint !== 'string' || !/^[0-9a-f]{16}$/.test(fingerprint))
    throw mistake([...at, 'fingerprint'], 'holds an entry whose "fingerprint" is not 16 hexadecimal digits');
  if (typeof rule !== 'string' || typeof subject !== 'string' || typeof path !== 'string')
    throw mistake(at, 'holds an entry without the texts "rule", "subject" and "path"');
  return { fingerprint, rule, subject, path };
}

const entryKeys = ['fingerprint', 'rule', 'subject', 'path'];

function checkKeys(value: Record<string, unknown>, allowed: readonly string[], at: YamlPath, mistake: Mistake): void {
  const unknown = Object.keys(value).find((key) => !allowed.includes(key));
  if (unknown === undefined) return;
  throw mistake([...at, unknown], `has an unknown key ${JSON.stringify(unknown)}.${didYouMean(unknown, allowed)}`);
}

/** The findings that the baseline accepts, which are never waived ones; and a problem for entries that no longer occur. */
export function splitByBaseline(
  { path, entries }: Baseline,
  findings: readonly Finding[],
): { accepted: ReadonlySet<Finding>; problems: Problem[] } {
  const known = new Set(entries?.map(({ fingerprint }) => fingerprint));
  const accepted = new Set(findings.filter(({ fingerprint, waived }) => !waived && known.has(fingerprint)));
  for (const { fingerprint } of accepted) known.delete(fingerprint);
  if (known.size === 0) return { accepted, problems: [] };
  return {
    accepted,
    problems: [
      {
        severity: 'notice',
        message: `${known.size} of the findings in the baseline no longer occur`,
        help: 'Run "rollcall verify --write-baseline" to take them out.',
        location: { path, line: 1, column: 1 },
      },
    ],
  };
}

/** Most new findings that a message names. */
const mostNamed = 10;

/**
 * The text of a baseline that accepts what is found: everything where there was none, else only what it accepted
 * before. UserError that names the findings by which it would grow.
 */
export function baselineText({ path, entries }: Baseline, findings: readonly Finding[]): string {
  const open = findings.filter(({ waived }) => !waived);
  const known = entries && new Set(entries.map(({ fingerprint }) => fingerprint));
  const added = known ? open.filter(({ fingerprint }) => !known.has(fingerprint)) : [];
  if (added.length > 0) {
    const names = added
      .slice(0, mostNamed)
      .map(
        ({ rule, subject, path: file, line }) => `${rule} for ${JSON.stringify(subject)} in ${showPath(file)}:${line}`,
      );
    const more = added.length > mostNamed ? `; and ${added.length - mostNamed} more` : '';
    throw new UserError(
      `the baseline ${showPath(path)} may only shrink, but these findings would be added: ${names.join('; ')}${more}`,
      {
        help: 'Fix these findings, or waive them with a reason and a date.',
      },
    );
  }
  const written = open
    .map(({ fingerprint, rule, subject, path: file }): BaselineEntry => ({ fingerprint, rule, subject, path: file }))
    .sort(
      (a, b) =>
        compareText(a.path, b.path) ||
        compareText(a.rule, b.rule) ||
        compareText(a.subject, b.subject) ||
        compareText(a.fingerprint, b.fingerprint),
    );
  return `${JSON.stringify({ version, findings: written }, null, 2)}\n`;
}
