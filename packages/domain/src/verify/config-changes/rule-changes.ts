import type { LoadedConfig } from '../../catalog/config.ts';
import { type Severity, severities } from '../findings/finding.ts';
import type { Rule } from '../rule/rule.ts';
import { type ConfigChange, placeOfKey } from './config-change.ts';

/** Severities from the least that a finding can count; null is a rule without configuration. */
type Setting = 'off' | Severity | null;

/** The rules that a request switches off, or whose findings it makes less severe. */
export function ruleChanges(
  before: LoadedConfig,
  after: LoadedConfig,
  rules: readonly Pick<Rule, 'id' | 'severity' | 'offByDefault'>[],
): ConfigChange[] {
  return rules.flatMap((rule) => {
    const [old, now] = [settingOf(before, rule), settingOf(after, rule)];
    if (!isWeaker(old, now, rule)) return [];
    const location = placeOfKey(after, ['rules', rule.id]);
    return [{ setting: `rule ${rule.id}`, before: show(old, rule), after: show(now, rule), location }];
  });
}

function settingOf({ config }: LoadedConfig, { id, offByDefault }: Pick<Rule, 'id' | 'offByDefault'>): Setting {
  const configured = config.rules?.[id];
  if (typeof configured === 'object') return configured.severity ?? null;
  return configured ?? (offByDefault ? 'off' : null);
}

/**
 * Without configuration a finding may say a severity of its own, up to an error: only `error` is surely not weaker
 * than that, and only what is above the severity of the rule is surely weakened by it.
 */
function isWeaker(old: Setting, now: Setting, { severity }: Pick<Rule, 'severity'>): boolean {
  if (old === now || old === 'off') return false;
  if (now === 'off') return true;
  if (old === null) return now !== 'error';
  return weight(now ?? severity) < weight(old);
}

/** More is more severe. */
function weight(severity: Severity): number {
  return -severities.indexOf(severity);
}

function show(setting: Setting, { severity }: Pick<Rule, 'severity'>): string {
  return setting ?? `by default (${severity}, or as the finding says)`;
}
