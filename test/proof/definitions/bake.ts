import fc from 'fast-check';
import type { DefinitionCase } from './ask.ts';
import { type Plan, repositories } from './repository.ts';

/** How a text is spelled in HCL: as it is, by a variable, a function, a condition. */
type Spelling = (text: string) => string;

/** Gathers what the spellings need outside of the targets. */
interface Page {
  blocks: string[];
  spell: Spelling;
}

const spellings = [
  ...[
    'literal',
    'literal',
    'variable',
    'interpolated',
    'function',
    'condition',
    'outside',
    'joined',
    'typed',
    'chained',
  ],
  ...['replaced', 'lookup', 'heredoc', 'coalesce', 'for', 'format'],
] as const;

function pageOf(choices: readonly number[]): Page {
  const blocks = [
    'function "at" {\n  params = [folder]\n  result = "./${folder}"\n}',
    'function "pick" {\n  params = [first]\n  variadic_params = rest\n  result = length(rest) > 0 ? rest[0] : first\n}',
    'variable "DEBUG" {\n  default = false\n}',
    'variable "EMPTY" {\n  default = ""\n}',
  ];
  let used = 0;
  const spell: Spelling = (text) => {
    const kind = spellings[(choices[used % choices.length] ?? 0) % spellings.length];
    used += 1;
    const name = `V${used}`;
    const quoted = JSON.stringify(text);
    switch (kind) {
      case 'variable':
        blocks.push(`variable "${name}" {\n  default = ${quoted}\n}`);
        return name;
      case 'typed':
        blocks.push(
          `variable ${name} {\n  type = string\n  default = ${quoted}\n  description = "a \${not} b"\n}`.replace(
            '${not}',
            'b',
          ),
        );
        return `"\${${name}}"`;
      case 'interpolated':
        blocks.push(`variable "${name}" {\n  default = ${JSON.stringify(text.slice(0, 2))}\n}`);
        return `"\${${name}}${text.slice(2)}"`;
      case 'chained':
        blocks.push(`variable "${name}A" {\n  default = ${quoted}\n}`, `variable "${name}" {\n  default = ${name}A\n}`);
        return name;
      case 'function':
        return text.includes(':') || text === '' ? quoted : `at(${quoted})`;
      case 'condition':
        return `DEBUG ? "nowhere" : ${quoted}`;
      case 'outside':
        blocks.push(`${name.toLowerCase()} = ${quoted}`);
        return name.toLowerCase();
      case 'joined':
        return `join("/", ${JSON.stringify(text.split('/'))})`;
      case 'replaced':
        return `replace(${JSON.stringify(`${text}~`)}, "~", "")`;
      case 'lookup':
        return `{ one = "nowhere", two = ${quoted} }["two"]`;
      case 'coalesce':
        return `coalesce(EMPTY, ${quoted})`;
      case 'for':
        return `join("/", [for part in split("/", ${quoted}) : part])`;
      case 'format':
        return `format("%s", ${quoted})`;
      case 'heredoc':
        return `trimspace(<<EOT\n${text}\nEOT\n)`;
      default:
        return quoted;
    }
  };
  return { blocks, spell };
}

const folderOf = (path: string): string => (path === '' ? '.' : path);

const asContext = (value: string): string => value.replace(/^build:/, 'target:');

function mapOf(entries: Record<string, string>, spell: Spelling): string {
  return `{\n${Object.entries(entries)
    .map(([key, value]) => `    ${key} = ${spell(value)}\n`)
    .join('')}  }`;
}

function settingsOf(plan: Plan, spell: Spelling): Record<string, string> {
  const named = Object.fromEntries(Object.entries(plan.contexts).map(([key, value]) => [key, asContext(value)]));
  return {
    context: spell(folderOf(plan.context)),
    ...(plan.dockerfile === 'Dockerfile' ? {} : { dockerfile: spell(plan.dockerfile) }),
    ...(plan.target === null ? {} : { target: spell(plan.target) }),
    ...(Object.keys(plan.args).length === 0 ? {} : { args: mapOf(plan.args, spell) }),
    ...(Object.keys(named).length === 0 ? {} : { contexts: mapOf(named, spell) }),
  };
}

function block(name: string, settings: Record<string, string>, bare = false): string {
  const lines = Object.entries(settings).map(([key, value]) => `  ${key} = ${value}\n`);
  return `target ${bare ? name : JSON.stringify(name)} {\n${lines.join('')}}`;
}

/** Parts a target in two or three, of which the last inherits the others. */
function inheriting(plan: Plan, spell: Spelling, order: boolean): string[] {
  const { context = '', ...rest } = settingsOf(plan, spell);
  const parts = [
    block(`_${plan.name}-one`, { context: '"nowhere"', ...(rest.contexts ? { contexts: rest.contexts } : {}) }),
    block(`_${plan.name}-two`, { context, ...(rest.args ? { args: rest.args } : {}) }),
  ];
  const { dockerfile, target } = rest;
  const own = { ...(dockerfile ? { dockerfile } : {}), ...(target ? { target } : {}) };
  const inherits = order ? `["_${plan.name}-one", "_${plan.name}-two"]` : `["_${plan.name}-both"]`;
  const both = order ? [] : [block(`_${plan.name}-both`, { inherits: `["_${plan.name}-one", "_${plan.name}-two"]` })];
  return [block(plan.name, { inherits, ...own }), ...both, ...parts];
}

/** One target with a matrix of objects for all that are built in folders of their own. */
function matrixOf(plans: readonly Plan[], spell: Spelling): string[] {
  const items = plans.map(({ name, context, dockerfile, target }) =>
    [`name = "${name}"`, `dir = ${spell(folderOf(context))}`, `file = "${dockerfile}"`, `to = "${target ?? ''}"`].join(
      ', ',
    ),
  );
  const lists = plans.map(({ contexts }) => contexts);
  return [
    `target "all" {\n  name = item.name\n  matrix = {\n    item = [${items.map((item) => `{ ${item} }`).join(', ')}]\n  }\n` +
      '  context = item.dir\n  dockerfile = item.file\n  target = item.to != "" ? item.to : null\n' +
      `  args = { CONF = item.name == "api" ? "a" : "b" }\n` +
      `  contexts = ${mapOf(Object.fromEntries(Object.entries(lists[0] ?? {}).map(([k, v]) => [k, asContext(v)])), spell)}\n}`,
  ];
}

function jsonOf(plans: readonly Plan[]): string {
  const target = Object.fromEntries(
    plans.map(({ name, context, dockerfile, target: stage, args, contexts }) => [
      name,
      {
        ...{ context: context === '' ? '.' : `\${DOT}/${context}`, dockerfile, args },
        ...(stage === null ? {} : { target: stage }),
        contexts: Object.fromEntries(Object.entries(contexts).map(([key, value]) => [key, asContext(value)])),
      },
    ]),
  );
  return JSON.stringify({ variable: { DOT: { default: '.' } }, target }, null, 2);
}

/** What a second file says over the first. */
const overrides = fc.record(
  {
    context: fc.constantFrom('api', '.', 'web'),
    target: fc.constantFrom('s0'),
    args: fc.constantFrom({ CONF: 'b' }, { DIR: 'static' }),
    contexts: fc.constantFrom<Record<string, string>>({ lib: 'libs/other' }, { base: 'base' }, { lib: '' }),
    inherits: fc.constantFrom(['web'], ['base'], []),
  },
  { requiredKeys: [] },
);

/** The targets of the services, in the form of a case. */
function targetsOf(form: string, services: readonly Plan[], spell: Spelling): string[] {
  if (form === 'matrix') return matrixOf(services, spell);
  if (form.startsWith('inherits')) return services.flatMap((plan) => inheriting(plan, spell, form === 'inherits'));
  // One target said twice in a file: the later one is laid over the other.
  if (form === 'parted')
    return services.flatMap((plan) => {
      const { context = '', ...rest } = settingsOf(plan, spell);
      return [block(plan.name, rest), block(plan.name, { context })];
    });
  return services.map((plan) => block(plan.name, settingsOf(plan, spell), form === 'bare'));
}

export const bakeCases: fc.Arbitrary<DefinitionCase> = fc
  .record({
    repository: repositories,
    choices: fc.array(fc.nat(spellings.length - 1), { minLength: 12, maxLength: 12 }),
    form: fc.constantFrom('plain', 'plain', 'bare', 'inherits', 'inherits-both', 'matrix', 'matrix', 'json', 'parted'),
    over: fc.option(overrides, { freq: 1 }),
    overJson: fc.boolean(),
    name: fc.constantFrom('docker-bake.hcl', 'docker-bake.hcl', 'docker-bake.release.hcl'),
  })
  .map(({ repository: { files, plans }, choices, form, over, overJson, name }) => {
    const { blocks, spell } = pageOf(choices);
    const written = { ...files };
    const services = plans.slice(0, -1);
    const base = plans.at(-1) as Plan;
    const own = block('base', settingsOf(base, spell));
    const targets = [own, ...targetsOf(form, services, spell)];
    const group = `group "default" {\n  targets = [${services.map((one) => `"${one.name}"`).join(', ')}]\n}`;
    const text =
      form === 'json' ? jsonOf(plans) : [...targets, ...(form === 'matrix' ? [] : [group]), ...blocks].join('\n');
    const first = form === 'json' ? name.replace('.hcl', '.json') : name;
    written[first] = `${text}\n`;
    const paths = [first];
    if (over !== null) {
      const second = `docker-bake.override.${overJson ? 'json' : 'hcl'}`;
      const settings = Object.entries(over).map(([key, value]) => [key, hclOf(value)]);
      written[second] = overJson
        ? JSON.stringify({ target: { api: over } })
        : block('api', Object.fromEntries(settings));
      paths.push(second);
    }
    const isStandard = /^docker-bake\.(?:hcl|json)$/.test(first);
    return { files: written, commands: [{ folder: '', tool: 'bake', ...(isStandard ? {} : { files: paths }) }] };
  });

function hclOf(value: unknown): string {
  if (typeof value === 'string' || Array.isArray(value)) return JSON.stringify(value);
  return `{ ${Object.entries(value as Record<string, string>)
    .map(([key, one]) => `${key} = ${JSON.stringify(one)}`)
    .join(', ')} }`;
}
