import type { Location } from '../location.ts';
import { quoteName } from '../names.ts';
import { didYouMean } from '../nearest.ts';
import { UserError } from '../user-error.ts';
import { readsAsNumber, readsAsString } from '../yaml/plain-scalar.ts';
import { isLegalTag } from './tag.ts';

/** What is known of the run that builds. Null where there is no run, commit or branch, as on a terminal. */
export interface RunFacts {
  runNumber: string | null;
  runAttempt: string | null;
  /** The commit that is built, in full. */
  sha: string | null;
  branch: string | null;
  /** When, in ISO 8601. */
  date: string;
  /** `https://github.com/owner/repository` */
  repositoryUrl: string | null;
}

/** A template with where it comes from, for messages. */
export interface Template {
  text: string;
  /** What a person calls it: `input tag`, `environments.prod.tag`. */
  source: string;
  location: Location | null;
}

/** Value of each field by name; null for a field that has none here. */
export type FieldValues = ReadonlyMap<string, string | null>;

const tagFields = [
  'run_number',
  'run_attempt',
  'sha',
  'short_sha',
  'branch',
  'date',
  'service',
  'environment',
] as const;

/** Values of every tag field. `{date}` is YYYYMMDD in UTC, `{short_sha}` the first seven digits. */
export function tagFieldValues(facts: RunFacts, service: string, environment: string | null): FieldValues {
  const values: Record<(typeof tagFields)[number], string | null> = {
    run_number: facts.runNumber,
    run_attempt: facts.runAttempt,
    sha: facts.sha,
    short_sha: facts.sha?.slice(0, 7) ?? null,
    branch: facts.branch === null ? null : branchInTag(facts.branch),
    date: new Date(facts.date).toISOString().slice(0, 10).replaceAll('-', ''),
    service,
    environment,
  };
  return new Map(Object.entries(values));
}

/**
 * Replaces every `{field}`. UserError where a field is unknown, has no value here, or a brace is left over, so that
 * no expression nobody evaluated ends up in a name.
 */
export function renderTemplate(template: Template, values: FieldValues): string {
  const text = template.text.replace(/\{([^{}]*)\}/g, (_whole, field: string) => {
    const value = values.get(field);
    if (value === undefined) {
      throw templateError(template, `has an unknown field {${field}}`, {
        help: `Fields: ${[...values.keys()].map((name) => `{${name}}`).join(' ')}.${didYouMean(field, values.keys())}`,
      });
    }
    if (value === null || value === '') {
      throw templateError(template, `uses {${field}}, which has no value here`, { help: absence(field) });
    }
    return value;
  });
  if (/[{}]/.test(template.text.replace(/\{[^{}]*\}/g, ''))) {
    throw templateError(template, 'has a brace that belongs to no field', {
      help: 'Write fields as {name}. GitHub expressions are evaluated in a workflow, not in rollcall.yaml.',
    });
  }
  return text;
}

/** Renders a tag. UserError where the result is no legal OCI tag. */
export function renderTag(template: Template, values: FieldValues): string {
  const tag = renderTemplate(template, values);
  if (!isLegalTag(tag)) {
    throw templateError(template, `makes ${quoteName(tag)}, which is not a legal image tag`, {
      help: 'A tag is at most 128 letters, digits, ".", "_" and "-", and starts with none of "." and "-".',
    });
  }
  return tag;
}

/**
 * UserError for a tag that is not text to YAML (a number, a date, a boolean), in a manifest or through Helm's
 * `--set`: what comes out of it may be another tag.
 */
export function requireTextTag(template: Template, tag: string): void {
  if (readsAsString(tag)) return;
  const reason = readsAsNumber(tag) ? 'a number' : 'a date, a boolean or null';
  throw templateError(template, `makes ${quoteName(tag)}, which YAML or Helm can read as ${reason}`, {
    help:
      'Parsers disagree about such a value: 1234567 may come out as 1.234567e+06. Put a word in front, such as ' +
      `"build-${tag}", or set allow-numeric-tags when every reader is known to take it as text.`,
  });
}

/** A branch as a tag may hold it; '' when nothing of it may. Two branches can come out the same. */
export function branchInTag(branch: string): string {
  return branch.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+|(?<!-)-+$/g, '');
}

export function templateError(template: Template, problem: string, detail: { help: string }): UserError {
  return new UserError(`${template.source} ${quoteName(template.text)} ${problem}`, {
    ...detail,
    ...(template.location ? { location: template.location } : {}),
  });
}

function absence(field: string): string {
  if (field === 'environment') return 'Name the environment the images are for.';
  if (field === 'branch') return 'It is empty, or no character of it may stand in a tag: use {short_sha}.';
  return 'It is known in a workflow run. Elsewhere, give a tag that does not need it.';
}
