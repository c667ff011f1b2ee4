import type { LoadedConfig } from '../../catalog/config.ts';
import type { Config } from '../../catalog/config-schema.ts';
import { countEach, groupBy } from '../../grouping.ts';
import { showPath } from '../../names.ts';
import { parseYamlFile } from '../../yaml/yaml-document.ts';
import { boundLine, inlineWaivers, type WaiverState } from '../findings/waiver.ts';
import { type ConfigChange, placeOfKey } from './config-change.ts';

type ConfiguredWaiver = NonNullable<Config['waivers']>[number];

/** The waivers of the configuration that hold for more, or for longer, than those of the base. */
export function configuredWaiverChanges(before: LoadedConfig, after: LoadedConfig, today: string): ConfigChange[] {
  const known = before.config.waivers ?? [];
  return (after.config.waivers ?? []).flatMap((waiver, index) => {
    if (waiver.until < today || known.some((old) => covers(old, waiver))) return [];
    const shorter = known.find((old) => covers({ ...old, until: waiver.until }, waiver));
    const location = placeOfKey(after, ['waivers', index, 'rule']);
    const old = shorter === undefined ? 'none' : `until ${shorter.until}`;
    return [{ setting: `waiver of ${waiver.rule}`, before: old, after: describe(waiver), location }];
  });
}

/** Whether a waiver waives all that the other one does. */
function covers(old: ConfiguredWaiver, { rule, subject, path, until }: ConfiguredWaiver): boolean {
  return (
    old.rule === rule &&
    (old.subject === undefined || old.subject === subject) &&
    (old.path === undefined || old.path === path) &&
    old.until >= until
  );
}

function describe({ subject, path, until, reason }: ConfiguredWaiver): string {
  const about = subject === undefined ? 'every subject' : `subject ${subject}`;
  return `${about}${path === undefined ? '' : ` in ${path}`} until ${until}: ${reason}`;
}

/** The texts of files by path. */
type Texts = ReadonlyMap<string, string>;

/**
 * The waivers in files that the base does not have. One is the same where it stands in the same file above the same
 * line, for the same rule, and for no longer: a waiver that moves to another block waives something else.
 */
export function addedInlineWaivers(
  before: Texts,
  after: Texts,
  { rules, today }: { rules: ReadonlySet<string>; today: string },
): WaiverState[] {
  const known = groupBy(waiversOf(before, rules), ({ identity }) => identity);
  return waiversOf(after, rules).flatMap(({ identity, waiver }) => {
    if (waiver.mistake !== undefined || waiver.until < today) return [];
    return (known.get(identity) ?? []).some(({ waiver: old }) => old.until >= waiver.until) ? [] : [waiver];
  });
}

export function inlineWaiverChanges(added: readonly WaiverState[]): ConfigChange[] {
  return added.map(({ rule, reason, until, location, covers: covered }) => ({
    setting: `waiver of ${rule}`,
    before: 'none',
    after: `a comment in ${showPath(location.path)} for ${covered} until ${until}: ${reason}`,
    location,
  }));
}

function waiversOf(texts: Texts, rules: ReadonlySet<string>): { identity: string; waiver: WaiverState }[] {
  const yaml = (path: string) => (/\.ya?ml$/.test(path) ? parseYamlFile(path, texts.get(path) ?? '') : undefined);
  const waivers = inlineWaivers(texts, yaml, rules);
  return [...groupBy(waivers, ({ location }) => location.path)].flatMap(([path, ofFile]) => {
    const lines = (texts.get(path) ?? '').split(/\r?\n/);
    const numbers = numbersAmongEqual(lines);
    return ofFile.map((waiver) => {
      const bound = boundLine(lines, waiver.location.line - 1);
      const line = lines[bound] ?? '';
      // A waiver behind what it waives is a part of the line itself.
      const text = (bound === waiver.location.line - 1 ? line.replace(/rollcall-ignore.*/, '') : line).trim();
      return { identity: JSON.stringify([path, waiver.rule, text, numbers[bound]]), waiver };
    });
  });
}

/** How many lines above each one say the same. */
function numbersAmongEqual(lines: readonly string[]): number[] {
  const left = countEach(lines.map((line) => line.trim()));
  return lines.map((line) => {
    const count = (left.get(line.trim()) ?? 0) - 1;
    left.set(line.trim(), count);
    return count;
  });
}
