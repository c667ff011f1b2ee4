import type { FromSchema } from 'json-schema-to-ts';
import { serviceKinds } from './catalog.ts';

/**
 * The one description of `rollcall.yaml`: the parser validates against it, `Config` is typed by it, and
 * `rollcall.schema.json` is written from it. The subset of JSON Schema used here is the one
 * `config.ts` understands; a keyword outside it fails a test.
 */

const pattern = { type: 'string', minLength: 1 } as const;
const patterns = { type: 'array', items: pattern } as const;
const severity = { type: 'string', enum: ['error', 'warning', 'notice'] } as const;
const date = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'A date, YYYY-MM-DD.' } as const;
const dispatch = {
  type: 'string',
  pattern: '^(all|none|since: .+)$',
  description: '`all`, `none`, or `since: REV`.',
} as const;

const serviceOverride = {
  type: 'object',
  additionalProperties: false,
  properties: {
    kind: { type: 'string', enum: serviceKinds, description: 'What the service is.' },
    path: { ...pattern, description: 'Folder of its source.' },
    dockerfile: { ...pattern, description: 'Dockerfile its image is built from.' },
    context: { ...pattern, description: 'Build context, relative to the repository root; `.` is the root.' },
    paths: { ...patterns, description: 'Patterns added to the derived inputs; gitignore order, the last match wins.' },
    platforms: { type: 'array', items: pattern, description: 'Platforms to build for, such as linux/arm64.' },
    'build-args': { type: 'array', items: pattern, description: 'Build arguments, NAME=VALUE.' },
    target: { ...pattern, description: 'Stage of the Dockerfile to build.' },
  },
} as const;

const freeze = {
  type: 'object',
  additionalProperties: false,
  required: ['from', 'to'],
  properties: {
    from: { ...pattern, description: 'When it begins: `2026-12-20`, `2026-12-20 18:00`, or each week at `Fri 15:00`.' },
    to: { ...pattern, description: 'When it ends; a day without a time is in it.' },
    zone: { ...pattern, description: 'Zone of both, such as Europe/Berlin.' },
    reason: { ...pattern, description: 'Why; it is said wherever a service is skipped.' },
  },
} as const;

const environment = {
  type: 'object',
  additionalProperties: false,
  properties: {
    'source-branches': { ...patterns, description: 'Branches whose pushes are built for this environment.' },
    repository: {
      ...pattern,
      description: 'Repository that holds its manifests, where `deploy-repository` is another.',
    },
    'deploy-branch': { ...pattern, description: 'Branch whose manifests Argo CD reads.' },
    applications: { ...pattern, description: 'Folder of its Applications.' },
    'image-repository': { ...pattern, description: 'Image repository template; `{service}` stands for the name.' },
    tag: { ...pattern, description: 'Tag template.' },
    'image-tag-path': {
      ...pattern,
      description: 'Key of the tag in the values of charts, such as `api.image.tag`; `{service}` stands for the name.',
    },
    'extra-tags': { type: 'array', items: pattern, description: 'Tags pushed beside the main one.' },
    'mutable-tags': {
      type: 'string',
      enum: ['forbid', 'warn', 'allow'],
      description: 'Whether tags such as `latest` may be written.',
    },
    after: { ...pattern, description: 'Environment that a tag has to have been in before.' },
    soak: { ...pattern, description: 'How long it has to have been there: `30m`, `4h`, `2d`.' },
    freeze: { type: 'array', items: freeze, description: 'When nothing is promoted.' },
    needs: {
      ...patterns,
      description: 'Statuses and checks that have to have passed on the commit that wrote the tag there.',
    },
    groups: {
      type: 'array',
      items: patterns,
      description: 'Services in the order in which they are promoted: a group when the one before is healthy.',
    },
    health: {
      ...patterns,
      description:
        'Statuses and checks of a deploy commit that say whether a service became healthy; `{service}` and `{application}` stand for its name and its Applications, `deployment:E` is the GitHub deployment to E.',
    },
  },
} as const;

const waiver = {
  type: 'object',
  additionalProperties: false,
  required: ['rule', 'reason', 'until'],
  properties: {
    rule: {
      ...pattern,
      description: 'Rule that is waived; `unread-file`, with a path, for files that cannot be read.',
    },
    subject: { ...pattern, description: 'Service, Application or key; every subject without it.' },
    path: { ...pattern, description: 'File it holds for, as a pattern; every file without it.' },
    reason: { ...pattern, description: 'Why the finding is accepted.' },
    until: { ...date, description: 'Last day it holds, YYYY-MM-DD.' },
  },
} as const;

const register = {
  type: 'object',
  additionalProperties: false,
  required: ['file'],
  properties: {
    file: { ...pattern, description: 'File that holds the list.' },
    at: {
      ...pattern,
      description: 'Path of the list in a YAML or JSON file, such as `istio.services[].name`; `.` for the whole file.',
    },
    pattern: { ...pattern, description: 'Regular expression whose first group is one entry.' },
    kind: {
      type: 'array',
      items: { type: 'string', enum: serviceKinds },
      description: 'Kinds of service it must name; all without it.',
    },
  },
} as const;

export const configSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'rollcall.yaml',
  description: 'Overrides what Rollcall cannot discover. Every key is optional.',
  type: 'object',
  additionalProperties: false,
  properties: {
    services: {
      type: 'object',
      additionalProperties: false,
      description: 'Which folders are services.',
      properties: {
        roots: { ...patterns, description: 'Patterns of service folders; discovered without it.' },
        exclude: { ...patterns, description: 'Folders that are no services.' },
        overrides: {
          type: 'object',
          additionalProperties: serviceOverride,
          description: 'What to know better about a service, by name.',
        },
      },
    },
    environments: { type: 'object', additionalProperties: environment, description: 'Targets of promotion, by name.' },
    'deploy-repository': {
      ...pattern,
      description: 'Repository that holds the manifests, `owner/name` or its address, where this one does not.',
    },
    'source-repositories': {
      type: 'array',
      items: pattern,
      description:
        'Repositories that build what this one deploys, `owner/name` or their addresses: they say which services there are, and which image is older.',
    },
    build: {
      type: 'object',
      additionalProperties: false,
      properties: { 'rebuild-all': { ...patterns, description: 'A change here affects every service.' } },
    },
    detect: {
      type: 'object',
      additionalProperties: false,
      properties: {
        'on-dispatch': {
          ...dispatch,
          description: 'What a dispatch without services compares: `all`, `none`, or `since: REV`.',
        },
        'on-schedule': { ...dispatch, description: 'What a schedule compares: `all`, `none`, or `since: REV`.' },
        'on-tag': { type: 'string', enum: ['previous-tag', 'all'], description: 'What a tag is compared with.' },
        unowned: {
          type: 'string',
          enum: ['ignore', 'all', 'error'],
          description: 'What a change that belongs to no service does.',
        },
      },
    },
    registers: { type: 'array', items: register, description: 'Lists of services that discovery does not know.' },
    'removed-services': {
      type: 'array',
      items: pattern,
      description: 'Services that are gone and must be named nowhere.',
    },
    rules: {
      type: 'object',
      description: 'Severity by rule, or `off`.',
      additionalProperties: {
        anyOf: [
          { type: 'string', enum: ['off'] },
          { type: 'object', additionalProperties: false, properties: { severity } },
        ],
      },
    },
    waivers: { type: 'array', items: waiver, description: 'Accepted findings.' },
    tickets: {
      type: 'object',
      additionalProperties: false,
      required: ['pattern'],
      description: 'How tickets are named in messages of commits; requests and release notes list them.',
      properties: {
        pattern: { ...pattern, description: 'Regular expression of a ticket, such as `[A-Z]+-[0-9]+`.' },
        url: {
          type: 'string',
          pattern: '^https?://[^\\s<>()"]+$',
          description: 'Where a ticket leads; `{ticket}` stands for it.',
        },
      },
    },
    baseline: { ...pattern, description: 'File of accepted old findings.' },
  },
} as const;

/** A validated `rollcall.yaml`; `{}` when there is none. */
export type Config = FromSchema<typeof configSchema>;
export type ServiceOverride = FromSchema<typeof serviceOverride>;
export type EnvironmentConfig = FromSchema<typeof environment>;

/** What a configuration says of an environment; undefined where it says nothing. */
export function environmentConfig({ environments = {} }: Config, name: string): EnvironmentConfig | undefined {
  return Object.hasOwn(environments, name) ? environments[name] : undefined;
}
