import type { Command } from './command.ts';
import {
  changeOptions,
  changesOptions,
  config,
  deploymentOptions,
  detectOptions,
  json,
  matrixOptions,
  promoteOptions,
  root,
  setupOptions,
  statusOptions,
  timeout,
  verifyOptions,
} from './options.ts';

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
        ...detectOptions,
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
        ...matrixOptions,
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
        ...promoteOptions,
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
    'changes',
    {
      synopsis: '--service S --from TAG --to TAG [--format text|json|markdown]',
      summary:
        'List the commits between two builds of a service that touch it: what ships, and what a roll-back takes away.',
      options: {
        root,
        config,
        ...changesOptions,
        timeout,
        json,
      },
      takesNames: false,
      load: () => import('./commands/changes.ts'),
    },
  ],
  [
    'status',
    {
      synopsis: '[--environment E]… [--format text|json|markdown] [--json]',
      summary: 'Show what runs where: tags, ages, commits behind, what is held, what waits for which gate, hotfixes.',
      options: {
        root,
        config,
        ...statusOptions,
        timeout,
        json,
      },
      takesNames: false,
      load: () => import('./commands/status.ts'),
    },
  ],
  [
    'verify',
    {
      synopsis:
        '[--base REV [--config-changes allow|report|base]] [--ref REV]… [--deploy-repository REPOSITORY] [--environment E]… [--rule R]… [--render] [--fix [--unsafe [--tag SERVICE=TAG]…]] [--fail-on S] [--min-confidence C] [--format text|json|sarif|github|markdown|junit] [--color auto|always|never] [--write-baseline [FILE]]',
      summary: 'Check every service in every register, and the Argo CD wiring.',
      options: {
        root,
        config,
        ...verifyOptions,
        timeout,
        format: { type: 'string', value: 'text|json|sarif|github|markdown|junit', help: 'Default text.' },
        color: {
          type: 'string',
          value: 'auto|always|never',
          help: 'Colour in the text. Default auto: where somebody looks, as NO_COLOR and FORCE_COLOR say.',
        },
        json: { type: 'boolean', help: 'The same as --format json.' },
      },
      takesNames: true,
      load: () => import('./commands/verify.ts'),
    },
  ],
  [
    'new',
    {
      synopsis:
        'NAME [--like SIBLING] [--kind K] [--port N] [--environment E]… [--tag TAG] [--deploy-repository PATH]… [--dry-run] [--json]',
      summary: 'Add a service everywhere it must be, in the shape of a sibling, and say what only a person can do.',
      options: {
        root,
        config,
        like: {
          type: 'string',
          value: 'SIBLING',
          help: 'The service that it is made like. Default: the most usual of its kind.',
        },
        kind: {
          type: 'string',
          value: 'go|java|node|python|rust|dotnet|static-site|other',
          help: 'What it is. Default: the kind that most services have.',
        },
        port: {
          type: 'string',
          value: 'N',
          help: "Its port. Default: the sibling's where others share it, else the first free one.",
        },
        environment: {
          type: 'string',
          multiple: true,
          value: 'E',
          help: 'Deploy it to this environment. Default: to all that most services are deployed to.',
        },
        tag: {
          type: 'string',
          value: 'TAG',
          help: 'The tag of an image of it that exists. Without one, Argo CD does not sync it by itself until there is one.',
        },
        'allow-incomplete': {
          type: 'boolean',
          help: 'Write what can be written although a list that must name the service cannot be edited.',
        },
        ...changeOptions,
      },
      takesNames: true,
      load: () => import('./commands/new.ts'),
    },
  ],
  [
    'retire',
    {
      synopsis: 'NAME [--stage stop-traffic|undeploy|delete] [--deploy-repository PATH]… [--dry-run] [--json]',
      summary: 'Take a service out of everywhere it is, and list what needs a person: data is never removed.',
      options: {
        root,
        config,
        stage: {
          type: 'string',
          value: 'stop-traffic|undeploy|delete',
          help: 'One part alone, to be merged before the next. Default: all at once.',
        },
        ...changeOptions,
      },
      takesNames: true,
      load: () => import('./commands/retire.ts'),
    },
  ],
  [
    'init',
    {
      synopsis: '[--deploy-repository REPOSITORY] [--environment E]… [--with STARTER]… [--yes | --dry-run] [--json]',
      summary:
        'Write the starter workflows that fit the repository, and a configuration where it cannot do without one.',
      options: {
        root,
        config,
        ...setupOptions,
        json,
      },
      takesNames: false,
      load: () => import('./commands/init.ts'),
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
      names: 'RULE',
      load: () => import('./commands/explain.ts'),
    },
  ],
  [
    'completion',
    {
      synopsis: 'bash|zsh|fish',
      summary:
        'Print what lets a shell complete commands, options and their values: eval "$(rollcall completion bash)".',
      options: {},
      takesNames: true,
      names: 'bash|zsh|fish',
      load: async () => {
        const { printCompletion } = await import('./commands/completion.ts');
        return { run: (input) => printCompletion(input, commands) };
      },
    },
  ],
]);
