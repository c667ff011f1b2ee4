import { type PathSelector, yamlFiles } from '../../../tree/file-types.ts';
import { fieldsAt, listAt, plainValue, textAt, textsIn, valueAt } from '../../../yaml/value.ts';
import type { RuleContext } from '../../rule/context.ts';

/** A check that a request waits for before it can be merged, as a file of the repository says. */
export interface RequiredCheck {
  name: string;
  /** The file that requires it. */
  file: string;
  /** Whether nothing but that file decides it: what an app reads may not be installed. */
  isCertain: boolean;
}

const rulesets: PathSelector = (path) => /^\.github\/rulesets\/[^/]+\.json$/.test(path);

export const requiredChecksNeeds = [yamlFiles, rulesets] as const;

/** The checks that files of the repository require, each once, by the first file that does. */
export function requiredChecks(context: RuleContext): RequiredCheck[] {
  const found = new Map<string, RequiredCheck>();
  for (const [file, { names, isCertain }] of readers) {
    const value = valueIn(file, context);
    if (value === undefined) continue;
    for (const name of names(value)) if (!found.has(name)) found.set(name, { name, file, isCertain });
  }
  for (const file of [...context.texts.keys()].filter(rulesets).sort())
    for (const name of checksOfRuleset(context.json(file)))
      if (!found.has(name)) found.set(name, { name, file, isCertain: false });
  return [...found.values()];
}

function valueIn(file: string, context: RuleContext): unknown {
  const document = context.yaml(file)?.documents[0];
  return document && plainValue(document);
}

type Reader = { names: (value: unknown) => string[]; isCertain: boolean };

/** The files that require checks, and how each says it. */
const readers: readonly (readonly [string, Reader])[] = [
  ['.asf.yaml', { names: checksOfApache, isCertain: true }],
  ['.github/settings.yml', { names: checksOfSettings, isCertain: false }],
  ['.github/settings.yaml', { names: checksOfSettings, isCertain: false }],
  ['.mergify.yml', { names: checksOfMergify, isCertain: false }],
  ['.github/mergify.yml', { names: checksOfMergify, isCertain: false }],
  ['.mergify/config.yml', { names: checksOfMergify, isCertain: false }],
];

/** What the infrastructure of Apache sets on its repositories. */
function checksOfApache(value: unknown): string[] {
  return fieldsAt(value, 'github', 'protected_branches').flatMap(([, branch]) => checksOfProtection(branch));
}

/** What the app "Settings" sets. */
function checksOfSettings(value: unknown): string[] {
  return listAt(value, 'branches').flatMap((branch) => checksOfProtection(valueAt(branch, ['protection'])));
}

function checksOfProtection(protection: unknown): string[] {
  const checks = valueAt(protection, ['required_status_checks']);
  return [
    ...textsIn(listAt(checks, 'contexts')),
    ...listAt(checks, 'checks').flatMap((check) => textAt(check, 'context') ?? []),
  ];
}

/** `check-success=Build` in a queue; one of several (`or`) is not required. */
function checksOfMergify(value: unknown): string[] {
  return listAt(value, 'queue_rules')
    .flatMap((rule) =>
      ['conditions', 'merge_conditions', 'queue_conditions'].flatMap((key) => textsIn(listAt(rule, key))),
    )
    .flatMap((condition) => {
      const [attribute = '', ...name] = condition.split('=');
      return /^(?:check|status)-success$/.test(attribute.trim()) ? [name.join('=').trim()] : [];
    });
}

/** A ruleset as GitHub exports it. */
function checksOfRuleset(value: unknown): string[] {
  return listAt(value, 'rules').flatMap((rule) =>
    textAt(rule, 'type') === 'required_status_checks'
      ? listAt(valueAt(rule, ['parameters']), 'required_status_checks').flatMap(
          (check) => textAt(check, 'context') ?? [],
        )
      : [],
  );
}
