import type { Command, Option } from './command.ts';

const root: Option = {
  type: 'string',
  value: 'DIR',
  help: 'Folder to work on. Default: the enclosing git repository.',
};
const config: Option = {
  type: 'string',
  value: 'FILE',
  help: 'Configuration file. Default: rollcall.yaml, then .github/rollcall.yaml.',
};
const timeout: Option = {
  type: 'string',
  value: 'TIME',
  help: 'Longest time to wait for the network, in all: minutes, or a duration such as 90s. Default 5.',
};
const json: Option = { type: 'boolean', help: 'Print one JSON value and nothing else.' };

/** What every command that writes images takes. */
const deploymentOptions: Readonly<Record<string, Option>> = {
  repository: {
    type: 'string',
    value: 'REPOSITORY',
    help: 'Where the manifests are, if not here: owner/name, an address, or the path of a clone such as ../deploy.',
  },
  'in-place': { type: 'boolean', help: 'Edit the files of the work tree; commit nothing.' },
  'dry-run': {
    type: 'boolean',
    help: 'Show the diff against the deploy branch of origin, else the files on disk, and write nothing (the default).',
  },
  push: { type: 'boolean', help: 'Commit to the deploy branch of the remote origin.' },
  branch: { type: 'string', value: 'BRANCH', help: 'Deploy branch. Default: the one the Applications follow.' },
  'base-branch': { type: 'string', value: 'BRANCH', help: 'Create a missing deploy branch from this one.' },
  message: { type: 'string', value: 'TEXT', help: 'First line of the commit message.' },
  'allow-older': { type: 'boolean', help: 'Write a tag although the current one is from a newer commit.' },
  'add-missing': {
    type: 'boolean',
    help: 'Copy the Application of a service, and what it reads, to a deploy branch that does not have it yet.',
  },
  'on-skipped': {
    type: 'string',
    value: 'success|failure',
    help: 'What it is where a service keeps what is deployed, which is newer or may be. Default success.',
  },
  'verify-images': { type: 'boolean', help: 'Ask the registry that every image exists before anything is written.' },
  'pin-digests': {
    type: 'boolean',
    help: 'Ask the registry, and write the digest of each tag where the Application has a place for one.',
  },
  render: {
    type: 'string',
    value: 'auto|required|off',
    help: 'Render what is touched before and after, with the helm and kustomize of the PATH, and refuse what was not asked for. Default auto: say what could not be rendered.',
  },
  'numeric-tags': {
    type: 'string',
    value: 'refuse|force-string',
    help: 'What a tag of digits alone does that Helm would take for a number. Default refuse.',
  },
  timeout,
  'allow-insecure': {
    type: 'string',
    value: 'HOST,…',
    help: 'Servers that may be spoken to without TLS; true for all.',
  },
};

/** Every command, in the order of the help. */
export const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  [
    'catalog',
    {
      synopsis: '[--root DIR] [--json]',
      summary: 'List the services with their charts, Applications, environments and registers.',
      options: { root, config, json },
      takesNames: false,
      load: () => import('./commands/catalog.ts'),
    },
  ],
  [
    'detect',
    {
      synopsis: '[--base REV] [--head REV] [--scope source|image] [--explain] [--json]',
      summary: 'Say which services a change affects, and why.',
      options: {
        root,
        config,
        base: {
          type: 'string',
          value: 'REV',
          help: 'Revision to compare from. Default: where the head left the default branch.',
        },
        head: { type: 'string', value: 'REV', help: 'Revision to examine. Default: HEAD.' },
        scope: {
          type: 'string',
          value: 'SCOPE',
          help: 'source: every input (default). image: only what can change the image.',
        },
        services: {
          type: 'string',
          multiple: true,
          value: 'A,B',
          help: 'Take these services, or `all`, instead of comparing.',
        },
        explain: { type: 'boolean', help: 'Print each file, the edge it came by, and the service.' },
        filters: { type: 'boolean', help: 'Print filters for dorny/paths-filter instead.' },
        timeout,
        json,
      },
      takesNames: false,
      load: () => import('./commands/detect.ts'),
    },
  ],
  [
    'matrix',
    {
      synopsis: '--services A,B --environment E [--json]',
      summary: 'Print the job matrix that builds the images of services.',
      options: {
        root,
        config,
        services: { type: 'string', multiple: true, value: 'A,B', help: 'Services to build, or `all`.' },
        environment: { type: 'string', value: 'E', help: 'Environment the images are for.' },
        registry: { type: 'string', value: 'HOST', help: 'Registry to put before the image repository.' },
        'image-repository': { type: 'string', value: 'TEMPLATE', help: 'Such as prod/{service}.' },
        tag: { type: 'string', value: 'TEMPLATE', help: 'Such as {run_number}-{short_sha}.' },
        platforms: { type: 'string', multiple: true, value: 'P,Q', help: 'Platforms to build for.' },
        'max-jobs': { type: 'string', value: 'N', help: 'Most jobs in one matrix. Default 256.' },
        'allow-numeric-tags': { type: 'boolean', help: 'Let a tag pass that YAML or Helm could read as a number.' },
        json,
      },
      takesNames: false,
      load: () => import('./commands/matrix.ts'),
    },
  ],
  [
    'bump',
    {
      synopsis: '--environment E SERVICE=TAG… [--in-place | --dry-run | --push] [--json]',
      summary: 'Write new image tags where Argo CD reads them.',
      options: {
        root,
        config,
        environment: { type: 'string', value: 'E', help: 'Environment whose Applications are written.' },
        ...deploymentOptions,
        'on-missing': {
          type: 'string',
          value: 'error|warn',
          help: 'What a service without a place to write does. Default error.',
        },
        json,
      },
      takesNames: true,
      load: () => import('./commands/bump.ts'),
    },
  ],
  [
    'promote',
    {
      synopsis: '(--from E | --to-previous) --to E [--services A,B] [--in-place | --dry-run | --push] [--json]',
      summary: 'Give an environment the image tags of another, or those it had before.',
      options: {
        root,
        config,
        from: { type: 'string', value: 'E', help: 'Environment whose image tags are taken.' },
        to: { type: 'string', value: 'E', help: 'Environment whose Applications are written.' },
        copy: {
          type: 'string',
          value: 'true|with-referrers',
          help: 'Copy the images to the repositories of the environment first; with their signatures.',
        },
        'to-previous': { type: 'boolean', help: 'Roll back: take the tag that each service had before.' },
        services: {
          type: 'string',
          multiple: true,
          value: 'A,B',
          help: 'Services to promote. Default: all that differ.',
        },
        ...deploymentOptions,
        'on-missing': {
          type: 'string',
          value: 'error|warn',
          help: 'What a service that cannot be promoted does. Default error where it is named, else warn.',
        },
        json,
      },
      takesNames: false,
      load: () => import('./commands/promote.ts'),
    },
  ],
  [
    'verify',
    {
      synopsis:
        '[--base REV [--config-changes allow|report|base]] [--ref REV]… [--environment E]… [--rule R]… [--fix [--unsafe [--tag SERVICE=TAG]…]] [--fail-on S] [--format text|json|sarif|github|markdown] [--write-baseline [FILE]]',
      summary: 'Check every service in every register, and the Argo CD wiring.',
      options: {
        root,
        config,
        ref: {
          type: 'string',
          multiple: true,
          value: 'REV',
          help: 'Verify a revision instead of the files on disk; with the word deploy-branches, the deploy branches as well.',
        },
        base: {
          type: 'string',
          value: 'REV',
          help: 'Look for what is left of the services that this revision has and the files have not, and say what is checked less than there.',
        },
        'config-changes': {
          type: 'string',
          value: 'allow|report|base',
          help: 'With --base: tell what is checked less than there (report, the default), judge by the configuration and the baseline that are there (base), or do not look.',
        },
        environment: { type: 'string', multiple: true, value: 'E', help: 'Report on this environment only.' },
        service: { type: 'string', multiple: true, value: 'S', help: 'Report on this service only.' },
        rule: { type: 'string', multiple: true, value: 'R', help: 'Run this rule only.' },
        fix: { type: 'boolean', help: 'Write the fixes that are safe to the files on disk, then verify again.' },
        unsafe: { type: 'boolean', help: 'With --fix: write the fixes that want a look, too.' },
        tag: {
          type: 'string',
          multiple: true,
          value: 'SERVICE=TAG',
          help: 'With --fix --unsafe: the tag in the Application that is made for a service without one.',
        },
        baseline: {
          type: 'string',
          value: 'FILE',
          help: 'File of accepted old findings. Default: the configured one, then rollcall.baseline.json.',
        },
        'write-baseline': {
          type: 'boolean',
          help: 'Accept what is found now: write the baseline, to FILE if one is named. It may only shrink.',
        },
        'fail-on': { type: 'string', value: 'SEVERITY', help: 'error (default), warning, notice or never.' },
        timeout,
        format: { type: 'string', value: 'FORMAT', help: 'text (default), json, sarif, github or markdown.' },
        json: { type: 'boolean', help: 'The same as --format json.' },
      },
      takesNames: true,
      load: () => import('./commands/verify.ts'),
    },
  ],
  [
    'values',
    {
      synopsis: 'APPLICATION [KEY] [--environment E] [--all] [--json]',
      summary: 'Say which value an Application gives its chart, where it is written, and what it wins over.',
      options: {
        root,
        config,
        environment: { type: 'string', value: 'E', help: 'The environment, where several Applications have the name.' },
        all: { type: 'boolean', help: "List the chart's own values too. Default: those that the Application sets." },
        json,
      },
      takesNames: true,
      load: () => import('./commands/values.ts'),
    },
  ],
  [
    'explain',
    {
      synopsis: '[RULE]',
      summary:
        'Say what a rule reads, why it exists, and how to fix or waive its findings; without a name, list the rules.',
      options: {},
      takesNames: true,
      load: () => import('./commands/explain.ts'),
    },
  ],
]);
