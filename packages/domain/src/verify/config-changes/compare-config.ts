import type { Catalog } from '../../catalog/catalog.ts';
import { registerFiles } from '../../registers/register-files.ts';
import { isYaml } from '../../tree/file-types.ts';
import { indexPaths } from '../../tree/path-index.ts';
import { tryUser, UserError } from '../../user-error.ts';
import { decodeUtf8 } from '../../yaml/yaml-document.ts';
import { longestYaml } from '../../yaml/yaml-limits.ts';
import { readBaseline } from '../findings/baseline.ts';
import type { WaiverState } from '../findings/waiver.ts';
import type { Rule } from '../rule/rule.ts';
import { baselineChanges } from './baseline-changes.ts';
import { catalogChanges } from './catalog-changes.ts';
import { type ConfigChange, type ConfiguredTree, sortChanges } from './config-change.ts';
import { ruleChanges } from './rule-changes.ts';
import { settingChanges } from './setting-changes.ts';
import { mayHoldSteps, stepChanges } from './step-changes.ts';
import { addedInlineWaivers, configuredWaiverChanges, inlineWaiverChanges } from './waiver-changes.ts';

export interface ConfigComparison {
  /** Sorted by setting. */
  changes: ConfigChange[];
  /** The waivers in files that the base does not have. */
  addedWaivers: WaiverState[];
}

/**
 * What a request changes in what is checked: its configuration, its baseline, the waivers in its files and the steps
 * that verify it, each compared by what it means. Throws what reading the base throws.
 */
export async function compareConfig(
  base: ConfiguredTree,
  request: ConfiguredTree,
  options: {
    rules: readonly Rule[];
    today: string;
    /** The file of the baseline, where one is named. */
    baseline: string | null | undefined;
    /** The Catalog of the request's files, made with a configuration. */
    catalogWith: (config: ConfiguredTree['config']) => Promise<Catalog>;
  },
): Promise<ConfigComparison> {
  const { rules, today } = options;
  const [before, after] = [base.config, request.config];
  const texts = await comparedTexts(request, rules);
  const ofBase = await textsOf(base, (path) => texts.has(path) || mayHoldSteps(path));
  const addedWaivers = addedInlineWaivers(ofBase, texts, { rules: new Set(rules.map(({ id }) => id)), today });
  const sameConfig = JSON.stringify(before.config) === JSON.stringify(after.config);
  const ofOldConfig = sameConfig ? null : await catalogOf(before, options.catalogWith);
  const changes = [
    ...ruleChanges(before, after, rules),
    ...configuredWaiverChanges(before, after, today),
    ...inlineWaiverChanges(addedWaivers),
    ...settingChanges(before, after),
    ...(ofOldConfig ? catalogChanges(ofOldConfig, await options.catalogWith(after)) : []),
    ...(await baselineDifference(base, request, options.baseline)),
    ...stepChanges(ofBase, texts),
  ];
  return { changes: sortChanges(changes), addedWaivers };
}

/** Null where the configuration makes no Catalog of the files: what else changes is told nevertheless. */
async function catalogOf(
  config: ConfiguredTree['config'],
  catalogWith: (config: ConfiguredTree['config']) => Promise<Catalog>,
): Promise<Catalog | null> {
  try {
    return await catalogWith(config);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

async function baselineDifference(
  base: ConfiguredTree,
  request: ConfiguredTree,
  named: string | null | undefined,
): Promise<ConfigChange[]> {
  if (named === null) return [];
  const before = await readBaseline(base.tree, base.config, { named, mayBeNew: true });
  return baselineChanges(before, await readBaseline(request.tree, request.config, { named }));
}

/** The texts of a request that hold a waiver, and what holds its steps. */
async function comparedTexts(request: ConfiguredTree, rules: readonly Rule[]): Promise<Map<string, string>> {
  const selectors = [isYaml, registerFiles, ...new Set(rules.flatMap(({ needs }) => needs))];
  const registers = new Set(request.config.config.registers?.map(({ file }) => file));
  return textsOf(
    request,
    (path) => registers.has(path) || selectors.some((selects) => selects(path)),
    (path, text) => text.includes('rollcall-ignore') || mayHoldSteps(path),
  );
}

/** The texts of the files that are chosen, without those that nothing reads: too long, or no UTF-8. */
async function textsOf(
  { tree }: ConfiguredTree,
  isChosen: (path: string) => boolean,
  isKept: (path: string, text: string) => boolean = () => true,
): Promise<Map<string, string>> {
  const { all } = indexPaths(await tree.list());
  const texts = new Map<string, string>();
  for (const [path, bytes] of await tree.read(all.filter(isChosen))) {
    if (bytes.length > longestYaml) continue;
    const text = tryUser<string | null>(
      () => decodeUtf8(path, bytes),
      () => null,
    );
    if (text !== null && isKept(path, text)) texts.set(path, text);
  }
  return texts;
}
