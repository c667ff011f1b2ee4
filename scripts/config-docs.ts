// By path: the root package lists no package of the workspace, so that nothing else here can import one.
import { configSchema } from '../packages/domain/src/catalog/config-schema.ts';
import { tagFieldValues } from '../packages/domain/src/images/tag-template.ts';
import { schemaAddress } from '../packages/domain/src/version.ts';
import { type GeneratedFile, generatedNote, markdownCell } from './generated-file.ts';

interface Schema {
  type?: string;
  description?: string;
  enum?: readonly string[];
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  anyOf?: readonly Schema[];
}

/** What holds where a key is left out. A key that is not here, or one here that is gone, fails the generation. */
const defaults: Readonly<Record<string, string>> = {
  'services.roots': 'discovered',
  'services.exclude': 'none',
  'services.overrides.NAME.kind': 'by its build files',
  'services.overrides.NAME.path': 'discovered',
  'services.overrides.NAME.dockerfile': 'discovered',
  'services.overrides.NAME.context': 'as the build says, else its folder',
  'services.overrides.NAME.paths': 'what the image is built from',
  'services.overrides.NAME.platforms': 'those of the run',
  'services.overrides.NAME.build-args': 'as the build says',
  'services.overrides.NAME.target': 'as the build says, else the last stage',
  'environments.NAME.source-branches': 'none',
  'environments.NAME.repository': '`deploy-repository`',
  'environments.NAME.deploy-branch': 'the one that its Applications follow',
  'environments.NAME.applications': 'discovered',
  'environments.NAME.image-repository': 'the image that is deployed',
  'environments.NAME.tag': '`{run_number}-{short_sha}`',
  'environments.NAME.image-tag-path': 'what the templates of the chart read',
  'environments.NAME.extra-tags': 'none',
  'environments.NAME.mutable-tags': '`forbid`',
  'environments.NAME.after': 'none',
  'environments.NAME.soak': 'none',
  'environments.NAME.freeze[].from': 'required',
  'environments.NAME.freeze[].to': 'required',
  'environments.NAME.freeze[].zone': 'UTC',
  'environments.NAME.freeze[].reason': 'none',
  'environments.NAME.needs': 'none',
  'environments.NAME.groups': 'all at once',
  'environments.NAME.health': 'none; `groups` needs it',
  'deploy-repository': 'this repository',
  'source-repositories': 'this repository',
  'build.rebuild-all': 'none',
  'detect.on-dispatch': '`all`',
  'detect.on-schedule': '`all`',
  'detect.on-tag': '`previous-tag`',
  'detect.unowned': '`ignore`',
  'registers[].file': 'required',
  'registers[].at': 'none; `at` or `pattern`',
  'registers[].pattern': 'none; `at` or `pattern`',
  'registers[].kind': 'every kind',
  'removed-services': 'none; what a request deletes is known',
  'rules.NAME': 'the severity of the rule, or `off`',
  'rules.NAME.severity': 'the severity of the rule',
  'waivers[].rule': 'required',
  'waivers[].subject': 'every subject',
  'waivers[].path': 'every file',
  'waivers[].reason': 'required',
  'waivers[].until': 'required',
  'tickets.pattern': 'required',
  'tickets.url': 'none: tickets are named without a link',
  baseline: '`rollcall.baseline.json`, where it exists',
};

const placeholders: Readonly<Record<string, string>> = {
  run_number: 'number of the run of the workflow',
  run_attempt: 'which attempt of that run it is',
  sha: 'the commit that is built, in full',
  short_sha: 'the first seven digits of it',
  branch: 'the branch, with `-` for what a tag may not hold',
  date: 'the day, YYYYMMDD in UTC',
  service: 'name of the service, or of one of its images',
  environment: 'name of the environment',
};

/** The whole of rollcall.yaml, as the parser takes it. */
export const configDocs: GeneratedFile = {
  path: 'docs/configuration.md',
  content: () => {
    const rows = rowsOf('', configSchema as Schema);
    requireSame(
      'key of rollcall.yaml',
      rows.map(({ path }) => path),
      Object.keys(defaults),
    );
    const facts = {
      runNumber: '',
      runAttempt: '',
      sha: '',
      branch: '',
      date: '2026-01-05T12:00:00Z',
      repositoryUrl: '',
    };
    requireSame('placeholder', [...tagFieldValues(facts, '', '').keys()], Object.keys(placeholders));
    return [
      generatedNote('packages/domain/src/catalog/config-schema.ts'),
      head,
      '## Every key\n\n| key | what it is | default |\n| --- | --- | --- |\n',
      ...rows.map(
        ({ path, text }) => `| \`${path}\` | ${markdownCell(text)} | ${markdownCell(defaults[path] ?? '')} |\n`,
      ),
      '\n## Placeholders of tags\n\n`tag` and `extra-tags` may hold these, `image-repository` the last two.\n\n',
      '| placeholder | what it stands for |\n| --- | --- |\n',
      ...Object.entries(placeholders).map(([name, text]) => `| \`{${name}}\` | ${text} |\n`),
      tail,
    ].join('');
  },
};

function rowsOf(path: string, schema: Schema): { path: string; text: string }[] {
  const { properties, items, additionalProperties, anyOf } = schema;
  const below = [
    ...Object.entries(properties ?? {}).flatMap(([key, value]) => rowsOf(path === '' ? key : `${path}.${key}`, value)),
    ...(items?.properties ? rowsOf(`${path}[]`, items) : []),
    ...(typeof additionalProperties === 'object' ? rowsOf(`${path}.NAME`, additionalProperties) : []),
    ...(anyOf ?? []).flatMap((one) => (one.properties ? rowsOf(path, one) : [])),
  ];
  if (below.length > 0 && !anyOf) return below;
  const allowed = schema.enum ? ` One of ${schema.enum.map((one) => `\`${one}\``).join(', ')}.` : '';
  const list = schema.type === 'array' ? ' A list.' : '';
  const text = anyOf ? 'Severity of a rule, or `off`.' : `${schema.description ?? ''}${allowed}${list}`;
  return [{ path, text: text.trim() }, ...below];
}

function requireSame(what: string, there: readonly string[], told: readonly string[]): void {
  const untold = there.filter((one) => !told.includes(one));
  const gone = told.filter((one) => !there.includes(one));
  if (untold.length + gone.length > 0)
    throw new Error(`scripts/config-docs.ts: ${what} without a text: ${untold}; that is gone: ${gone}`);
}

const head = `# rollcall.yaml

Nothing has to be configured. The file, \`rollcall.yaml\` at the root or in \`.github\`, overrides what discovery cannot
know. An unknown key is an error with its line and the nearest name. Editors complete and check it by a first line, which \`init\` writes:

\`\`\`yaml
# yaml-language-server: $schema=${schemaAddress}
\`\`\`

A file with all that there is; take what you need:

\`\`\`yaml
# rollcall.yaml
services:
  roots: ["services/*"]
  exclude: ["services/playground"]
  overrides:
    board-service:
      kind: go
      dockerfile: services/board-service/docker/Dockerfile
      context: .
      paths: ["docs/api/board/**", "!**/*.md"]
      platforms: [linux/amd64, linux/arm64]
      build-args: [LEVEL=2]
      target: runtime
environments:
  prod:
    source-branches: [service-deploy-prod]
    deploy-branch: k8s-deploy-prod
    applications: k8s/argocd/apps/prod
    image-repository: "prod/{service}"
    tag: "{run_number}-{short_sha}"
    extra-tags: []
    mutable-tags: forbid
    after: dev
    soak: 4h
    freeze:
      - { from: "Fri 15:00", to: "Mon 07:00", zone: Europe/Berlin, reason: "nobody is there" }
      - { from: 2026-12-20, to: 2027-01-03, zone: Europe/Berlin }
    needs: [smoke-tests]
    groups: [[db-migrations], [board-service, user-service]]
    health: [argocd/prod]
build:
  rebuild-all: [".github/workflows/release.yml"]
detect: { on-dispatch: all, on-schedule: all, on-tag: previous-tag, unowned: ignore }
registers:
  - { file: mesh/values.yaml, at: "istio.services[].name" }
  - { file: docs/services.md, pattern: "^\\\\| ([a-z-]+-service) " }
removed-services: [legacy-service]
rules:
  service-env-drift: { severity: notice }
  version-drift: off
waivers:
  - { rule: chart-app-missing, subject: livekit, reason: "applied by hand until the mesh moves", until: 2027-03-31 }
tickets: { pattern: "[A-Z]+-[0-9]+", url: "https://tracker.example.com/{ticket}" }
baseline: rollcall.baseline.json
\`\`\`

`;

const tail = `
## Lists that discovery does not know

\`registers\` names places that list services and that Rollcall does not find by itself. \`at\` is a path in a YAML or JSON
file, in which \`[]\` stands for every item; \`pattern\` is a regular expression whose first group is one entry. A service
that is missing there is found by \`external-register-missing\`, and one that is gone by \`service-leftover\`. With \`kind\`
only services of these kinds have to be in it.
`;
