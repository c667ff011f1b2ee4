import { join } from 'node:path';
import fc from 'fast-check';
import type { DefinitionCase } from './ask.ts';
import { type Plan, repositories } from './repository.ts';

type Inputs = Record<string, string>;

/** The image that other builds take by its name. */
const imageOf = (name: string): string => `ghcr.io/acme/${name}:main`;

const fieldNames = ['context', 'file', 'target', 'build-args', 'build-contexts', 'tags'] as const;

/** The inputs of `docker/build-push-action` for a plan, each of them set. */
function inputsOf({ name, context, dockerfile, target, args, contexts }: Plan): Inputs {
  const named = Object.entries(contexts).map(([key, value]) =>
    value.startsWith('build:') ? `${key}=docker-image://${imageOf(value.slice(6))}` : `${key}=${value}`,
  );
  return {
    ...{ context: context || '.', file: join(context, dockerfile), target: target ?? '' },
    'build-args': Object.entries(args)
      .map(([key, value]) => `${key}=${value}`)
      .join('\n'),
    ...{ 'build-contexts': named.join('\n'), tags: imageOf(name) },
  };
}

/** The command that builds a plan, run in a folder that is so many levels below the root. */
function commandOf(plan: Plan, [program, folder]: readonly [string, string]): string {
  const up = (path: string): string => (folder === '' ? path : `../${path}`);
  const { context = '.', file = '', target, ...inputs } = inputsOf(plan);
  const lines = (text = ''): string[] => text.split('\n').filter((line) => line !== '');
  const contexts = lines(inputs['build-contexts']).map((line) =>
    line.includes('://') ? line : line.replace('=', `=${up('')}`),
  );
  return [
    ...[`${program} -f ${up(file)}`, `-t ${inputs.tags}`, ...(target === '' ? [] : [`--target=${target}`])],
    ...lines(inputs['build-args']).map((line) => `--build-arg ${line}`),
    ...contexts.map((line) => `--build-context ${line}`),
    up(context),
  ].join(' \\\n  ');
}

const push = (settings: Inputs) => ({ uses: 'docker/build-push-action@v6', with: settings });
const job = (rest: object) => ({ 'runs-on': 'ubuntu-24.04', ...rest });
const from = (source: string): Inputs =>
  Object.fromEntries(fieldNames.map((name) => [name, `\${{ ${source}.${name} }}`]));
const given = Object.fromEntries(fieldNames.map((name) => [name, { type: 'string', required: false }]));
const yaml = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const path = '.github/workflows/images.yml';

/** How workflows say what they build: each makes the files of the plans. */
const forms: Readonly<Record<string, (plans: readonly Plan[], program: string) => Record<string, string>>> = {
  jobs: (plans) => ({
    [path]: yaml({
      on: 'push',
      jobs: Object.fromEntries(plans.map((plan) => [plan.name, job({ steps: [push(inputsOf(plan))] })])),
    }),
  }),
  env: (plans) => ({
    [path]: yaml({
      on: 'push',
      env: { HERE: '${{ github.workspace }}' },
      jobs: Object.fromEntries(
        plans.map((plan) => {
          const { context = '', ...rest } = inputsOf(plan);
          const place = { CONTEXT: context, FILE: rest.file };
          const settings = { ...rest, context: '${{ env.HERE }}/${{ env.CONTEXT }}', file: '${{ env.FILE }}' };
          return [plan.name, job({ env: place, steps: [push(settings)] })];
        }),
      ),
    }),
  }),
  matrix: (plans) => ({
    [path]: yaml({
      on: 'push',
      jobs: { images: job({ strategy: { matrix: { include: plans.map(inputsOf) } }, steps: [push(from('matrix'))] }) },
    }),
  }),
  'matrix-json': (plans) => ({
    [path]: yaml({
      on: 'push',
      jobs: {
        images: job({
          strategy: { matrix: { image: `\${{ fromJSON('${JSON.stringify(plans.map(inputsOf))}') }}` } },
          steps: [push(from('matrix.image'))],
        }),
      },
    }),
  }),
  reusable: (plans) => ({
    [path]: yaml({
      on: 'push',
      jobs: {
        images: {
          strategy: { matrix: { image: plans.map(inputsOf) } },
          uses: './.github/workflows/image.yml',
          with: from('matrix.image'),
        },
      },
    }),
    '.github/workflows/image.yml': yaml({
      on: { workflow_call: { inputs: given } },
      jobs: { image: job({ steps: [push(from('inputs'))] }) },
    }),
  }),
  composite: (plans) => ({
    [path]: yaml({
      on: 'push',
      jobs: {
        images: job({
          steps: plans.map((plan) => ({ uses: './.github/actions/image', with: inputsOf(plan) })),
        }),
      },
    }),
    '.github/actions/image/action.yml': yaml({
      inputs: Object.fromEntries(fieldNames.map((name) => [name, { required: false }])),
      runs: { using: 'composite', steps: [push(from('inputs'))] },
    }),
  }),
  run: (plans, program) => ({
    [path]: yaml({
      on: 'push',
      jobs: { images: job({ steps: plans.map((plan) => ({ run: commandOf(plan, [program, '']) })) }) },
    }),
  }),
  'run-below': (plans, program) => ({
    [path]: yaml({
      on: 'push',
      jobs: {
        images: job({
          steps: plans.map((plan) => ({ run: commandOf(plan, [program, plan.name]), 'working-directory': plan.name })),
        }),
      },
    }),
  }),
  script: (plans, program) => ({
    'scripts/images.sh': `#!/bin/bash\nset -e\n${plans.map((plan) => `${commandOf(plan, [program, ''])}\n`).join('')}`,
  }),
  make: (plans, program) => ({
    Makefile: plans
      .map((plan) => `${plan.name}:\n\t${commandOf(plan, [program, '']).replaceAll('\n', '\n\t')}\n`)
      .join(''),
  }),
};

const programs = [
  'docker build',
  'docker buildx build --push',
  'docker --log-level error build',
  'podman build',
] as const;

export const workflowCases: fc.Arbitrary<DefinitionCase> = fc
  .record({
    repository: repositories,
    form: fc.constantFrom(...Object.keys(forms)),
    program: fc.constantFrom(...programs),
  })
  .map(({ repository: { files, plans }, form, program }) => ({
    files: { ...files, ...forms[form]?.(plans, program) },
    commands: [],
    stated: Object.fromEntries(
      plans.map(({ name, context, dockerfile, target, args, contexts }) => [
        name,
        {
          ...{ context, dockerfile: join(context, dockerfile), args },
          ...(target === null ? {} : { target }),
          contexts: Object.fromEntries(
            Object.entries(contexts).map(([key, value]) => [key, value.replace('build:', 'target:')]),
          ),
        },
      ]),
    ),
  }));
