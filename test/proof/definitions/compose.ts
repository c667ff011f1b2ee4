import fc from 'fast-check';
import type { DefinitionCase } from './ask.ts';
import { type Plan, repositories } from './repository.ts';

const spellings = ['plain', 'plain', 'default', 'unset', 'env', 'braces', 'alternative', 'quoted'] as const;

/** Spells texts by the interpolation of Compose; what it takes from `.env` is gathered there. */
function speller(choices: readonly number[], variables: string[]): (text: string) => string {
  let used = 0;
  return (text) => {
    const kind = spellings[(choices[used % choices.length] ?? 0) % spellings.length];
    used += 1;
    const name = `V${used}`;
    switch (kind) {
      case 'default':
        return `\${${name}:-${text}}`;
      case 'unset':
        return `\${${name}-${text}}`;
      case 'alternative':
        variables.push(`${name}=x`);
        return `\${${name}:+${text}}`;
      case 'env':
        variables.push(`${name}=${text}`);
        return `$${name}`;
      case 'braces':
        variables.push(`export ${name}="${text}" # of the build`);
        return `\${${name}:-nowhere}`;
      case 'quoted':
        variables.push(`${name}='${text}'`);
        return `\${${name}?must be set}`;
      default:
        return text;
    }
  };
}

type Fields = Record<string, unknown>;

function buildOf(plan: Plan, spell: (text: string) => string, style: { lists: boolean; up: string }): Fields | string {
  const at = (path: string): string => `${style.up}${path === '' ? '.' : path}`;
  const named = Object.entries(plan.contexts).map(([key, value]): [string, string] => [
    key,
    value.startsWith('build:') ? value.replace('build:', 'service:') : spell(at(value)),
  ]);
  const args = Object.entries(plan.args).map(([key, value]): [string, string] => [key, spell(value)]);
  const context = spell(at(plan.context));
  if (named.length + args.length === 0 && plan.target === null && plan.dockerfile === 'Dockerfile') return context;
  return {
    context,
    ...(plan.dockerfile === 'Dockerfile' ? {} : { dockerfile: spell(plan.dockerfile) }),
    ...(plan.target === null ? {} : { target: spell(plan.target) }),
    ...(args.length === 0
      ? {}
      : { args: style.lists ? args.map(([key, value]) => `${key}=${value}`) : Object.fromEntries(args) }),
    ...(named.length === 0
      ? {}
      : {
          additional_contexts: style.lists ? named.map(([key, value]) => `${key}=${value}`) : Object.fromEntries(named),
        }),
  };
}

/** JSON is YAML; anchors are written by hand where a case wants them. */
const yaml = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const overrides = fc.record(
  {
    context: fc.constantFrom('./web', '.'),
    target: fc.constantFrom('s0'),
    args: fc.constantFrom({ CONF: 'b' }, ['DIR=static']),
    additional_contexts: fc.constantFrom<unknown>({ lib: './libs/other' }, ['base=./base']),
  },
  { requiredKeys: [] },
);

/** A definition while it is written. */
interface Draft {
  services: Record<string, Fields>;
  main: Fields;
  /** The files beside the main one. */
  beside: Record<string, string>;
  plans: readonly Plan[];
  spell: (text: string) => string;
  lists: boolean;
  name: string;
  /** The files that the command names; none where it names none. */
  given: string[];
}

/** What a form makes of a plain definition; a text where it is not written as JSON. */
const forms: Readonly<Record<string, (draft: Draft) => string | undefined>> = {
  plain: () => undefined,
  below: () => undefined,
  extends({ services }) {
    services['api-common'] = services.api ?? {};
    services.api = { extends: { service: 'api-common' }, build: { args: { CONF: 'b' } } };
    services.web = { ...services.web, extends: 'worker' };
    return undefined;
  },
  'extends-file'({ services, beside, plans, spell, lists }) {
    const build = buildOf({ ...(plans[0] as Plan), contexts: {} }, spell, { lists, up: '../' });
    beside['parts/common.yaml'] = yaml({ services: { api: { build } } });
    services.api = { extends: { file: 'parts/common.yaml', service: 'api' }, build: { target: 's0' } };
    return undefined;
  },
  include: (draft) => including(draft, ['more/worker.yaml'], '../'),
  'include-folder': (draft) => including(draft, [{ path: './more/worker.yaml', project_directory: '.' }], './'),
  profiles({ services }) {
    for (const one of ['web', 'worker']) services[one] = { ...services[one], profiles: [one] };
    return undefined;
  },
  anchors({ services: { api, web, ...others }, plans }) {
    const common = typeof api?.build === 'string' ? { context: api.build } : api?.build;
    const dockerfile = plans[1]?.dockerfile.replace(/^web\//, '') ?? '';
    return [
      `x-common: &common ${JSON.stringify(common)}\nservices:\n  api:\n    build: *common\n  web:\n    build:\n`,
      `      <<: *common\n      context: ./web\n      dockerfile: ${dockerfile}\n`,
      ...Object.entries(others).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`),
    ].join('');
  },
  parted: (draft) => parted(draft, 'override'),
  several(draft) {
    parted(draft, 'release');
    draft.given.push(draft.name, draft.name.replace('compose.', 'compose.release.'));
    return undefined;
  },
};

function including({ services, main, beside, plans, lists }: Draft, include: unknown[], up: string): undefined {
  const build = buildOf({ ...(plans[2] as Plan), contexts: {} }, (text) => text, { lists, up });
  beside['more/worker.yaml'] = yaml({ services: { worker: { build } } });
  main.include = include;
  delete services.worker;
}

/** Every service says its context in the first file, and the rest in the other one. */
function parted({ services, beside, name }: Draft, other: string): undefined {
  const second: Record<string, Fields> = {};
  for (const [key, { build }] of Object.entries(services)) {
    if (typeof build === 'string') continue;
    const { context, ...rest } = build as Fields;
    services[key] = { build: context };
    second[key] = { build: rest };
  }
  beside[name.replace('compose.', `compose.${other}.`)] = yaml({ services: second });
}

export const composeCases: fc.Arbitrary<DefinitionCase> = fc
  .record({
    repository: repositories,
    choices: fc.array(fc.nat(spellings.length - 1), { minLength: 12, maxLength: 12 }),
    form: fc.constantFrom('plain', ...Object.keys(forms)),
    lists: fc.boolean(),
    over: fc.option(overrides, { freq: 1 }),
    name: fc.constantFrom('compose.yaml', 'docker-compose.yml', 'compose.yml'),
  })
  .map(({ repository: { files, plans }, choices, form, lists, over, name }) => {
    const variables: string[] = [];
    const spell = speller(choices, variables);
    const folder = form === 'below' ? 'deploy/' : '';
    const services: Record<string, Fields> = {};
    for (const plan of plans)
      services[plan.name] = { build: buildOf(plan, spell, { lists, up: folder === '' ? './' : '../' }) };
    const beside: Record<string, string> = {};
    const draft: Draft = { services, main: { services }, beside, plans, spell, lists, name, given: [] };
    const text = forms[form]?.(draft) ?? yaml(draft.main);
    const override = name.replace('compose.', 'compose.override.');
    if (over !== null && !['below', 'parted', 'several'].includes(form))
      beside[override] = yaml({ services: { api: { build: over } } });
    if (variables.length > 0) beside[`${folder}.env`] = `${variables.join('\n')}\n`;
    const command = {
      ...{ folder: folder.replace('/', ''), tool: 'compose' as const },
      ...(draft.given.length > 0 ? { files: draft.given } : {}),
      ...(form === 'profiles' ? { profiles: ['*'] } : {}),
    };
    return { files: { ...files, ...beside, [`${folder}${name}`]: text }, commands: [command] };
  });
