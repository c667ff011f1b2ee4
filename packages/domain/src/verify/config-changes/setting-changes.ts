import type { LoadedConfig } from '../../catalog/config.ts';
import type { Config, EnvironmentConfig, ServiceOverride } from '../../catalog/config-schema.ts';
import { listFew, quoteName } from '../../names.ts';
import type { YamlPath } from '../../yaml/yaml-document.ts';
import { type ConfigChange, placeOfKey } from './config-change.ts';

/** What `verify` reads of a service's overrides. */
const overrideKeys = ['kind', 'path', 'dockerfile', 'context'] as const satisfies (keyof ServiceOverride)[];
/** What it reads of an environment beside `mutable-tags`. */
const environmentKeys = [
  'applications',
  'repository',
  'deploy-branch',
  'image-tag-path',
] as const satisfies (keyof EnvironmentConfig)[];
/** What lets a promotion through: nothing of verify, and told all the same where what was set is taken back. */
const gateKeys = [
  'after',
  'soak',
  'needs',
  'freeze',
  'groups',
  'health',
] as const satisfies (keyof EnvironmentConfig)[];
/** From what finds most to what finds least. */
const mutableTags = ['forbid', 'warn', 'allow'];

/**
 * The settings, beside rules, waivers and baseline, by which a request looks at less, or at something else, or opens a
 * gate. Settings that only `detect`, builds and bumps read are none of them.
 */
export function settingChanges(before: LoadedConfig, after: LoadedConfig): ConfigChange[] {
  return [
    ...fileChange(before, after),
    ...folderChanges(before, after),
    ...overrideChanges(before, after),
    ...environmentChanges(before, after),
    ...valueChange(['deploy-repository'], before.config['deploy-repository'], after.config['deploy-repository'], after),
    ...registerChanges(before, after),
    ...listChange('removed-services', 'dropped', before, after),
  ];
}

/** Another file of the configuration: whoever owns the old one does not own it. */
function fileChange(before: LoadedConfig, after: LoadedConfig): ConfigChange[] {
  if (before.path === null || before.path === after.path) return [];
  const location = after.path === null ? null : { path: after.path, line: 1, column: 1 };
  return [{ setting: 'configuration file', before: before.path, after: after.path ?? 'none', location }];
}

function folderChanges(before: LoadedConfig, after: LoadedConfig): ConfigChange[] {
  const [old, now] = [before.config.services, after.config.services];
  const added = (now?.exclude ?? []).filter((pattern) => !old?.exclude?.includes(pattern));
  const dropped = (old?.roots ?? []).filter((pattern) => !now?.roots?.includes(pattern));
  const location = placeOfKey(after, ['services', 'roots']);
  return [
    ...added.map((pattern) => ({
      setting: 'services.exclude',
      before: 'not excluded',
      after: pattern,
      location: placeOfKey(after, ['services', 'exclude', now?.exclude?.indexOf(pattern) ?? 0]),
    })),
    ...(old?.roots === undefined && now?.roots !== undefined
      ? [{ setting: 'services.roots', before: 'discovered', after: `only ${listFew(now.roots)}`, location }]
      : dropped.map((pattern) => ({ setting: 'services.roots', before: pattern, after: 'not searched', location }))),
  ];
}

function overrideChanges(before: LoadedConfig, after: LoadedConfig): ConfigChange[] {
  const of = ({ config }: LoadedConfig) => config.services?.overrides ?? {};
  return namesOf(of(before), of(after)).flatMap((name) =>
    overrideKeys.flatMap((key) =>
      valueChange(['services', 'overrides', name, key], of(before)[name]?.[key], of(after)[name]?.[key], after),
    ),
  );
}

function environmentChanges(before: LoadedConfig, after: LoadedConfig): ConfigChange[] {
  const of = ({ config }: LoadedConfig) => config.environments ?? {};
  return namesOf(of(before), of(after)).flatMap((name) => {
    const [old, now] = [of(before)[name], of(after)[name]];
    const path = ['environments', name];
    const [oldTags, newTags] = [old?.['mutable-tags'], now?.['mutable-tags']];
    return [
      ...environmentKeys.flatMap((key) => valueChange([...path, key], old?.[key], now?.[key], after)),
      ...gateKeys.flatMap((key) =>
        old?.[key] === undefined ? [] : valueChange([...path, key], shown(old[key]), shown(now?.[key]), after),
      ),
      ...(newTags === 'forbid' || rank(newTags) < rank(oldTags)
        ? []
        : valueChange([...path, 'mutable-tags'], oldTags, newTags, after)),
    ];
  });
}

function shown(value: unknown): string | undefined {
  return typeof value === 'string' || value === undefined ? value : JSON.stringify(value);
}

/** Without configuration the environment's name decides. */
function rank(policy: string | undefined): number {
  return policy === undefined ? 0 : mutableTags.indexOf(policy);
}

function registerChanges(before: LoadedConfig, after: LoadedConfig): ConfigChange[] {
  const now = after.config.registers ?? [];
  const kept = new Set(now.map((register) => JSON.stringify(ordered(register))));
  return (before.config.registers ?? []).flatMap((register) => {
    const text = JSON.stringify(ordered(register));
    if (kept.has(text)) return [];
    const index = now.findIndex(({ file }) => file === register.file);
    const replaced = now[index];
    return [
      {
        setting: `registers, ${register.file}`,
        before: text,
        after: replaced === undefined ? 'none' : JSON.stringify(ordered(replaced)),
        location: replaced === undefined ? null : placeOfKey(after, ['registers', index, 'file']),
      },
    ];
  });
}

function ordered({ file, at, pattern, kind }: NonNullable<Config['registers']>[number]) {
  return { file, at, pattern, kind: kind && [...kind].sort() };
}

/** Entries that a list of the base has and that of the request has not. */
function listChange(
  key: 'removed-services',
  word: string,
  { config: before }: LoadedConfig,
  after: LoadedConfig,
): ConfigChange[] {
  const kept = new Set(after.config[key]);
  const location = placeOfKey(after, [key]);
  return (before[key] ?? [])
    .filter((entry) => !kept.has(entry))
    .map((entry) => ({ setting: key, before: entry, after: word, location }));
}

/** A value that finds something else, in which direction nobody knows. */
function valueChange(
  path: YamlPath,
  old: string | undefined,
  now: string | undefined,
  after: LoadedConfig,
): ConfigChange[] {
  if (old === now) return [];
  const setting = path.map((key) => (/^[\w-]+$/.test(String(key)) ? key : quoteName(String(key)))).join('.');
  const show = (value: string | undefined) => value ?? 'not set';
  return [{ setting, before: show(old), after: show(now), location: placeOfKey(after, path) }];
}

function namesOf(before: object, after: object): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])];
}
