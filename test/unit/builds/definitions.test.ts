import { expect, test } from '@jest/globals';
import { discoverServices } from '@rollcall/domain/catalog/services';
import { affectedServices } from '@rollcall/domain/changes/affected';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { memoryTree } from '@rollcall/testkit/memory-tree';

type Files = Record<string, string>;

/** Files of every case: `shop` copies what its Dockerfile says, all others are there to be told apart. */
const around: Files = {
  'services/shop/index.js': '1',
  'services/shop/notes.txt': '1',
  'libs/money/money.js': '1',
  'libs/money/README.md': '1',
  'libs/dates/dates.js': '1',
  'images/node/Dockerfile': 'FROM node:24\nCOPY setup.sh /\n',
  'images/node/setup.sh': '1',
  'images/node/unused.sh': '1',
  'top.txt': '1',
};

/** The files a change of which builds the image of `shop` anew, sorted. */
async function builtFrom(files: Files): Promise<string[]> {
  const all = { ...around, ...files };
  const tree = memoryTree(all);
  const { services } = discoverServices(await tree.list(), {});
  const shop = services.filter(({ name }) => name === 'shop');
  expect(shop).toHaveLength(1);
  const { inputs } = await deriveInputs(tree, shop, {});
  return Object.keys(all)
    .sort()
    .filter((path) => affectedServices([path], inputs, 'image').affected.length > 0);
}

const own = 'services/shop/Dockerfile';
const copiesAll = { [own]: 'FROM node:24\nCOPY . /app\n' };
const copiesMoney = { [own]: 'FROM node:24\nCOPY --from=money money.js /m/\nCOPY index.js /app/\n' };
const withMoney = ['libs/money/money.js', own, 'services/shop/index.js'];
const onNode = { [own]: 'FROM company/node\nCOPY index.js /app/\n' };
const withNode = ['images/node/Dockerfile', 'images/node/setup.sh', own, 'services/shop/index.js'];
const inOwnFolder = [own, 'services/shop/index.js', 'services/shop/notes.txt'];

/** A workflow with one job of these lines below `b:`. */
const workflow = (...lines: string[]): Files => ({
  '.github/workflows/images.yml': [
    'on: push',
    'jobs:',
    '  b:',
    '    runs-on: ubuntu-24.04',
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n'),
});

const step = (settings: string): string[] => [
  'steps:',
  '  - uses: docker/build-push-action@v6',
  `    with: ${settings}`,
];

/** What a build with the root as its context reads when everything is copied: each file of the case. */
const everything = (files: Files): string[] => Object.keys({ ...around, ...files }).sort();

/**
 * What Bake gives to BuildKit for these files was asked of buildx 0.38.2 (bake.ReadTargets), what Compose gives of
 * compose-go 2.16.1 (cli.ProjectFromOptions).
 */
const cases: [name: string, files: Files, want: string[] | 'everything'][] = [
  [
    'Bake: a named context is narrowed to what is copied',
    {
      ...copiesMoney,
      'docker-bake.hcl': 'target "shop" {\n  context = "services/shop"\n  contexts = { money = "libs/money" }\n}\n',
    },
    withMoney,
  ],
  [
    'Bake: a named context from a parent',
    {
      ...copiesMoney,
      'docker-bake.json':
        '{"target":{"all":{"contexts":{"money":"libs/money"}},"shop":{"inherits":["all"],"context":"services/shop"}}}',
    },
    withMoney,
  ],
  [
    'Bake: a named context from the override file',
    {
      ...copiesMoney,
      'docker-bake.hcl': 'target "shop" { context = "services/shop" }\n',
      'docker-bake.override.hcl': 'target "shop" {\n  contexts = { money = "libs/money" }\n}\n',
    },
    withMoney,
  ],
  [
    'Bake: another target as the base image',
    {
      ...onNode,
      'docker-bake.hcl':
        'target "base" { context = "images/node" }\ntarget "shop" {\n  context = "services/shop"\n  contexts = { "company/node" = "target:base" }\n}\n',
    },
    withNode,
  ],
  [
    'Bake: a tag of another target is the base image',
    {
      ...onNode,
      'docker-bake.hcl':
        'variable "TAG" { default = "dev" }\ntarget "base" {\n  context = "images/node"\n  tags = ["docker.io/company/node:${TAG}"]\n}\ntarget "shop" { context = "services/shop" }\n',
    },
    withNode,
  ],
  [
    'Bake: a variable and a function',
    {
      ...copiesAll,
      'docker-bake.hcl':
        'variable "DIR" { default = "services" }\nfunction "at" {\n  params = [name]\n  result = "${DIR}/${name}"\n}\ntarget "shop" { context = at("shop") }\n',
    },
    inOwnFolder,
  ],
  [
    'Bake: a matrix of maps',
    {
      ...copiesAll,
      'docker-bake.hcl':
        'target "all" {\n  name = "img-${item.name}"\n  matrix = { item = [{ name = "shop", at = "services/shop" }, { name = "x", at = "x" }] }\n  dockerfile = "${item.at}/Dockerfile"\n}\n',
    },
    'everything',
  ],
  [
    'Bake: a matrix of more legs than anybody builds',
    {
      ...copiesAll,
      'docker-bake.hcl': `target "all" {\n  name = "img-\${at}-\${v}"\n  matrix = { at = ["x", "services/shop"], v = [${Array.from({ length: 1500 }, (_, index) => `"${index}"`).join(', ')}] }\n  context = "."\n  dockerfile = "\${at}/Dockerfile"\n}\n`,
    },
    'everything',
  ],
  [
    'Bake: a matrix whose values are not known',
    {
      ...copiesAll,
      'docker-bake.hcl':
        'variable "NAMES" {}\ntarget "all" {\n  name = "img-${at}"\n  matrix = { at = split(",", NAMES) }\n  context = "."\n  dockerfile = "services/${at}/Dockerfile"\n}\n',
    },
    'everything',
  ],
  [
    'Bake: a value outside of blocks, and a function of any number of values',
    {
      ...copiesAll,
      'docker-bake.hcl':
        'AT = "services"\nfunction "path" {\n  params = [first]\n  variadic_params = rest\n  result = join("/", concat([first], rest))\n}\ntarget "shop" { context = path(AT, "shop") }\n',
    },
    inOwnFolder,
  ],
  [
    'Bake: an argument that is null sets nothing',
    {
      [own]: 'FROM node:24\nARG LIB=dates\nCOPY libs/${LIB}/*.js /l/\n',
      'docker-bake.hcl':
        'target "all" { args = { LIB = "money" } }\ntarget "shop" {\n  inherits = ["all"]\n  dockerfile = "services/shop/Dockerfile"\n  args = { LIB = null }\n}\n',
    },
    ['libs/money/money.js', own],
  ],
  [
    'Bake: a choice',
    {
      ...copiesAll,
      'docker-bake.hcl':
        'variable "WIDE" { default = true }\ntarget "shop" {\n  context = WIDE ? "." : "services/shop"\n  dockerfile = "services/shop/Dockerfile"\n}\n',
    },
    'everything',
  ],
  [
    'Bake: arguments in what is copied',
    {
      [own]: 'FROM node:24\nARG LIB=dates\nCOPY libs/${LIB}/*.js /l/\n',
      'docker-bake.hcl': 'target "shop" {\n  dockerfile = "services/shop/Dockerfile"\n  args = { LIB = "money" }\n}\n',
    },
    ['libs/money/money.js', own],
  ],
  [
    'Bake: files that a workflow names',
    {
      ...copiesAll,
      'ci/images.hcl': 'target "shop" {\n  dockerfile = "services/shop/Dockerfile"\n}\n',
      ...workflow('steps:', '  - uses: docker/bake-action@v6', '    with: { source: ., files: ci/images.hcl }'),
    },
    'everything',
  ],
  [
    'Bake: a target that is a stage',
    {
      [own]: 'FROM node:24 AS run\nCOPY index.js /a/\nFROM run AS debug\nCOPY notes.txt /a/\n',
      'docker-bake.hcl': 'target "shop" {\n  context = "services/shop"\n  target = "run"\n}\n',
    },
    [own, 'services/shop/index.js'],
  ],
  [
    'a stage that nothing stands on is not built',
    { [own]: 'FROM node:24 AS docs\nCOPY notes.txt /a/\nFROM node:24\nCOPY index.js /a/\n' },
    [own, 'services/shop/index.js'],
  ],
  [
    'a stage by its number, and a mount of another',
    {
      [own]:
        'FROM node:24\nCOPY index.js /a/\nFROM node:24 AS side\nCOPY notes.txt /n/\nFROM node:24\nCOPY --from=0 /a /a\nRUN --mount=type=bind,from=side,target=/n true\n',
    },
    inOwnFolder,
  ],
  [
    'a named context in place of a stage',
    {
      [own]:
        'FROM node:24 AS money\nCOPY notes.txt /\nFROM node:24\nCOPY --from=money money.js /m/\nCOPY index.js /app/\n',
      'docker-bake.hcl': 'target "shop" {\n  context = "services/shop"\n  contexts = { money = "libs/money" }\n}\n',
    },
    withMoney,
  ],
  [
    'a named context has its own ignore file',
    {
      ...copiesMoney,
      [own]: 'FROM node:24\nCOPY --from=money . /m/\nCOPY index.js /app/\n',
      'libs/money/.dockerignore': '*.md\n',
      'docker-bake.hcl': 'target "shop" {\n  context = "services/shop"\n  contexts = { money = "libs/money" }\n}\n',
    },
    ['libs/money/.dockerignore', ...withMoney],
  ],
  [
    'the ignore file at the root is none of a named context, nor of a Dockerfile in the definition',
    {
      ...copiesMoney,
      [own]: 'FROM company/node\nCOPY --from=money money.js /m/\nCOPY index.js /app/\n',
      '.dockerignore': '*.js\n*.sh\n',
      'compose.yaml':
        'services:\n  base: { image: company/node, build: { context: images/node, dockerfile_inline: "FROM node:24\\nCOPY setup.sh /" } }\n  shop: { build: { context: services/shop, additional_contexts: { money: libs/money } } }\n',
    },
    ['images/node/setup.sh', ...withMoney],
  ],
  [
    'Compose: additional contexts as a list',
    {
      ...copiesMoney,
      'compose.yaml':
        'services:\n  shop:\n    build:\n      context: services/shop\n      additional_contexts:\n        - money=libs/money\n',
    },
    withMoney,
  ],
  [
    'Compose: the image of another service as a context',
    {
      ...onNode,
      'compose.yaml':
        'services:\n  base:\n    build: images/node\n  shop:\n    build:\n      context: services/shop\n      additional_contexts:\n        company/node: service:base\n',
    },
    withNode,
  ],
  [
    'Compose: the image of another service by its name',
    {
      ...onNode,
      'compose.yaml':
        'services:\n  base: { build: images/node, image: "company/node:1" }\n  shop: { build: services/shop }\n',
    },
    withNode,
  ],
  [
    'Compose: a file laid over the standard one',
    {
      ...copiesMoney,
      'compose.yaml': 'services: { shop: { build: services/shop } }\n',
      'compose.prod.yaml': 'services: { shop: { build: { additional_contexts: { money: libs/money } } } }\n',
    },
    withMoney,
  ],
  [
    'Compose: extends a service of another file',
    {
      ...copiesAll,
      'compose.yaml':
        'services:\n  shop:\n    extends: { file: deploy/common.yml, service: all }\n    build: { dockerfile: services/shop/Dockerfile }\n',
      'deploy/common.yml': 'services: { all: { build: { context: .. } } }\n',
    },
    'everything',
  ],
  [
    'Compose: extends a service of another file, and nothing else',
    {
      ...copiesAll,
      'compose.yaml': 'services: { shop: { extends: { file: deploy/common.yml, service: shop } } }\n',
      'deploy/common.yml': 'services: { shop: { build: { context: .., dockerfile: services/shop/Dockerfile } } }\n',
    },
    'everything',
  ],
  [
    // compose-go 2.16.1: the variables are those of the project, not of the folder of the file.
    'Compose: variables in a service of another file',
    {
      ...copiesMoney,
      '.env': 'MONEY=./libs/money\n',
      'deploy/.env': 'MONEY=./nowhere\n',
      'compose.yaml': 'services: { shop: { extends: { file: deploy/common.yml, service: shop } } }\n',
      'deploy/common.yml':
        'services: { shop: { build: { context: ../services/shop, additional_contexts: { money: "../$MONEY" } } } }\n',
    },
    withMoney,
  ],
  [
    'Compose: variables of an included project come behind those of who includes it',
    {
      ...copiesMoney,
      '.env': 'MONEY=../libs/money\n',
      'deploy/.env': 'MONEY=./nowhere\nSHOP=../services/shop\n',
      'compose.yaml': 'include: [deploy/parts.yml]\n',
      'deploy/parts.yml':
        'services: { shop: { build: { context: "$SHOP", additional_contexts: { money: "$MONEY" } } } }\n',
    },
    withMoney,
  ],
  [
    'Compose: an argument without a value has that of its variable',
    {
      [own]: 'FROM node:24\nARG LIB=dates\nCOPY libs/$LIB/*.js /l/\n',
      '.env': 'LIB=money\n',
      'compose.yaml':
        'services: { shop: { build: { context: ., dockerfile: services/shop/Dockerfile, args: [LIB] } } }\n',
    },
    ['libs/money/money.js', own],
  ],
  [
    'Bake: an empty text is a value to coalesce, and no context',
    {
      [own]: 'FROM node:24\nARG LIB=dates\nCOPY libs/$LIB/*.js /l/\nCOPY --from=money . /m/\n',
      'docker-bake.hcl':
        'variable "NONE" {\n  default = ""\n}\ntarget "shop" {\n  dockerfile = "services/shop/Dockerfile"\n' +
        '  args = { LIB = coalesce(NONE, "dates") == "" ? "money" : "dates" }\n  contexts = { money = NONE }\n}\n',
    },
    ['libs/money/money.js', own],
  ],
  [
    'Bake: an argument that is not known is not its default',
    {
      [own]: 'FROM node:24\nARG LIB=dates\nCOPY libs/$LIB/*.js /l/\n',
      'docker-bake.hcl':
        'variable "LIB" {}\ntarget "shop" {\n  dockerfile = "services/shop/Dockerfile"\n  args = { LIB = LIB }\n}\n',
    },
    'everything',
  ],
  [
    'Bake: arguments that are one expression',
    {
      [own]: 'FROM node:24\nARG LIB=dates\nCOPY libs/$LIB/*.js /l/\n',
      'docker-bake.hcl':
        'variable "ALL" {}\ntarget "shop" {\n  dockerfile = "services/shop/Dockerfile"\n  args = ALL\n}\n',
    },
    'everything',
  ],
  [
    'Compose: an included project with a folder of its own',
    {
      ...copiesAll,
      'compose.yaml': 'include: [{ path: [deploy/a.yml, deploy/b.yml], project_directory: . }]\n',
      'deploy/a.yml': 'services: { shop: { build: services/shop } }\n',
      'deploy/b.yml': 'services: { shop: { build: { context: ., dockerfile: services/shop/Dockerfile } } }\n',
    },
    'everything',
  ],
  [
    'Compose: the second of two standard files is left alone',
    {
      ...copiesAll,
      'compose.yml': 'services: { shop: { build: services/shop } }\n',
      'docker-compose.yml': 'services: { shop: { build: { context: ., dockerfile: services/shop/Dockerfile } } }\n',
    },
    inOwnFolder,
  ],
  [
    'Compose: a build that the override takes away',
    {
      ...copiesAll,
      'compose.yaml': 'services: { shop: { build: { context: ., dockerfile: services/shop/Dockerfile } } }\n',
      'compose.override.yaml': 'services: { shop: { build: !reset null, image: shop } }\n',
    },
    inOwnFolder,
  ],
  [
    'Compose: a build that is in the definition',
    {
      ...onNode,
      'compose.yaml':
        'services:\n  base:\n    image: company/node\n    build:\n      context: images/node\n      dockerfile_inline: |\n        FROM node:24\n        COPY unused.sh /\n  shop: { build: services/shop }\n',
    },
    ['images/node/unused.sh', own, 'services/shop/index.js'],
  ],
  [
    'Compose: the variant that it builds alone',
    {
      ...copiesAll,
      'services/shop/Dockerfile.slim': 'FROM node:24\nCOPY index.js /app/\n',
      'compose.yaml': 'services: { shop: { build: { context: services/shop, dockerfile: Dockerfile.slim } } }\n',
    },
    ['services/shop/Dockerfile.slim', 'services/shop/index.js'],
  ],
  [
    'Compose: a variant for development is another image',
    {
      ...copiesAll,
      'services/shop/Dockerfile.dev': 'FROM node:24\nCOPY index.js /app/\n',
      'compose.yaml': 'services: { shop: { build: { context: services/shop, dockerfile: Dockerfile.dev } } }\n',
    },
    ['services/shop/Dockerfile', 'services/shop/Dockerfile.dev', 'services/shop/index.js', 'services/shop/notes.txt'],
  ],
  [
    'Skaffold: a required artifact',
    {
      [own]: 'ARG BASE\nFROM $BASE\nCOPY index.js /app/\n',
      'skaffold.yaml':
        'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: company/node\n      context: images/node\n    - image: shop\n      context: services/shop\n      requires: [{ image: company/node, alias: BASE }]\n',
    },
    withNode,
  ],
  [
    'azd: paths that lead from the project',
    {
      ...copiesAll,
      'azure.yaml':
        'services:\n  shop:\n    project: services/shop/src\n    host: containerapp\n    docker: { path: ../Dockerfile, context: ../../.. }\n',
    },
    'everything',
  ],
  [
    'azd: a project file, in a folder of its own',
    {
      ...copiesAll,
      'services/azure.yml': 'services: { web: { project: shop/Shop.csproj, host: aks } }\n',
    },
    inOwnFolder,
  ],
  [
    'azd: what runs from an image that is there, or as files, builds none',
    {
      ...copiesAll,
      'azure.yaml':
        'services:\n  a: { project: services/shop, host: containerapp, image: nginx, docker: { context: ../.. } }\n  b: { project: services/shop, host: function, docker: { context: ../.. } }\n  c: { project: services/shop, host: appservice }\n',
    },
    inOwnFolder,
  ],
  [
    'a step: additional contexts',
    { ...copiesMoney, ...workflow(...step('{ context: services/shop, build-contexts: "money=libs/money" }')) },
    withMoney,
  ],
  [
    'a step: the values of a matrix',
    {
      ...copiesAll,
      ...workflow(
        'strategy:',
        '  matrix:',
        '    include:',
        '      - { name: shop, dir: services/shop }',
        ...step('{ context: ., file: "${{ matrix.dir }}/Dockerfile" }'),
      ),
    },
    'everything',
  ],
  [
    'a step: a matrix that is made at run time',
    {
      ...copiesAll,
      ...workflow(
        'strategy:',
        '  matrix:',
        '    name: ${{ fromJSON(needs.find.outputs.names) }}',
        ...step('{ context: ., file: "services/${{ matrix.name }}/Dockerfile" }'),
      ),
    },
    'everything',
  ],
  [
    'a step: a context that is made at run time, in the same folder',
    {
      ...copiesAll,
      ...workflow(
        'strategy:',
        '  matrix:',
        '    name: ${{ fromJSON(needs.find.outputs.names) }}',
        ...step('{ context: "services/${{ matrix.name }}" }'),
      ),
    },
    inOwnFolder,
  ],
  [
    'a step: variables of the workflow, the job and the step',
    {
      ...copiesAll,
      '.github/workflows/images.yml':
        'on: push\nenv: { A: services }\njobs:\n  b:\n    env: { B: "${{ env.A }}/shop" }\n    steps:\n      - uses: docker/build-push-action@v6\n        env: { C: Dockerfile }\n        with: { context: "${{ github.workspace }}", file: "${{ env.B }}/${{ env.C }}" }\n',
    },
    'everything',
  ],
  [
    'a step: the default of an expression',
    { ...copiesAll, ...workflow(...step(`{ context: "\${{ inputs.dir || 'services/shop' }}" }`)) },
    inOwnFolder,
  ],
  [
    'a step: the checkout in a folder',
    {
      ...copiesAll,
      ...workflow(
        'steps:',
        '  - uses: actions/checkout@v5',
        '    with: { path: src }',
        '  - uses: docker/build-push-action@v6',
        '    with: { context: src, file: src/services/shop/Dockerfile }',
      ),
    },
    'everything',
  ],
  [
    'a step: the repository itself as the context',
    { ...copiesAll, ...workflow(...step('{ context: "{{defaultContext}}:services/shop" }')) },
    inOwnFolder,
  ],
  [
    'a reusable workflow and who calls it',
    {
      ...copiesAll,
      '.github/workflows/one.yml':
        'on:\n  workflow_call:\n    inputs: { file: { type: string }, context: { type: string, default: . } }\njobs:\n  b:\n    steps:\n      - uses: docker/build-push-action@v6\n        with: { context: "${{ inputs.context }}", file: "${{ inputs.file }}" }\n',
      '.github/workflows/all.yml':
        'on: push\njobs:\n  shop:\n    uses: ./.github/workflows/one.yml\n    with: { file: services/shop/Dockerfile }\n',
    },
    'everything',
  ],
  [
    'an action of the repository and who uses it',
    {
      ...copiesAll,
      '.github/actions/image/action.yml':
        'inputs: { name: {} }\nruns:\n  using: composite\n  steps:\n    - uses: docker/build-push-action@v6\n      with: { context: ., file: "services/${{ inputs.name }}/Dockerfile" }\n',
      ...workflow('steps:', '  - uses: ./.github/actions/image', '    with: { name: shop }'),
    },
    'everything',
  ],
  [
    'a command of a step in its folder',
    {
      ...copiesAll,
      ...workflow(
        'steps:',
        '  - run: docker buildx build --platform linux/amd64 --push -f shop/Dockerfile ..',
        '    working-directory: services',
      ),
    },
    'everything',
  ],
  [
    'a command over several lines, behind cd',
    {
      ...copiesAll,
      ...workflow(
        'steps:',
        '  - run: |',
        '      set -e',
        '      cd services/shop  # here',
        '      docker build \\',
        '        --tag "shop:$GITHUB_SHA" \\',
        '        .',
      ),
    },
    inOwnFolder,
  ],
  [
    'a loop over names',
    {
      ...copiesAll,
      ...workflow(
        'steps:',
        '  - run: for name in shop cart; do docker build -f services/$name/Dockerfile -t $name . ; done',
      ),
    },
    'everything',
  ],
  [
    'a Makefile with variables',
    { ...copiesAll, Makefile: 'DIR := services\nimage-%:\n\t@docker build -t $* -f $(DIR)/$*/Dockerfile .\n' },
    'everything',
  ],
  [
    'a script that goes to the top of the repository',
    {
      ...copiesAll,
      'scripts/images.sh':
        '#!/bin/sh\ncd "$(dirname "$0")/.."\nfor s in "$@"; do\n  podman build --file "services/${s}/Dockerfile" .\ndone\n',
    },
    'everything',
  ],
  [
    'a script of a package',
    { ...copiesAll, 'services/shop/package.json': '{"scripts":{"image":"docker build -t shop -f Dockerfile ../.."}}' },
    'everything',
  ],
  [
    'a definition counts before a script',
    {
      ...copiesAll,
      'compose.yaml': 'services: { shop: { build: services/shop } }\n',
      Makefile: 'all:\n\tdocker build -f services/shop/Dockerfile .\n',
    },
    inOwnFolder,
  ],
  [
    'a context from somewhere else says nothing',
    { ...copiesAll, ...workflow(...step('{ context: "https://example.com/r.git", file: services/shop/Dockerfile }')) },
    inOwnFolder,
  ],
];

test.each(cases)('%s', async (_name, files, want) => {
  expect(await builtFrom(files)).toEqual(want === 'everything' ? everything(files) : [...want].sort());
});

test.each<[string, Files, string]>([
  [
    'a context that nobody can tell',
    { ...copiesAll, ...workflow(...step('{ context: "${{ steps.x.outputs.dir }}", file: services/shop/Dockerfile }')) },
    '.github/workflows/images.yml:6: its context is an expression',
  ],
  [
    'a patch of a profile',
    {
      ...copiesAll,
      'skaffold.yaml':
        'apiVersion: skaffold/v4beta11\nbuild: { artifacts: [] }\nprofiles:\n  - name: ci\n    patches: [{ op: replace, path: /build/artifacts/0/context, value: . }]\n',
    },
    'skaffold.yaml:5: a patch of a profile changes its artifacts',
  ],
  [
    'a path that azd fills in',
    {
      ...copiesAll,
      'azure.yaml': 'services:\n  shop:\n    project: services/${WHICH}\n    host: containerapp\n',
    },
    'azure.yaml:2: a path of the service shop is only known when azd runs',
  ],
])('what cannot be read is named, and every file counts: %s', async (_name, files, why) => {
  const all = { ...around, ...files };
  const tree = memoryTree(all);
  const { services } = discoverServices(await tree.list(), {});
  const { inputs, problems } = await deriveInputs(
    tree,
    services.filter(({ name }) => name === 'shop'),
    {},
  );
  expect(problems.map(({ message }) => message).join('\n')).toContain(why);
  expect(inputs[0]?.context).toBeNull();
  expect(affectedServices(['top.txt'], inputs, 'image').affected).toHaveLength(1);
});

test('a matrix that image-matrix makes says nothing of its own', async () => {
  const files = {
    ...copiesAll,
    ...workflow(
      'steps:',
      '  - uses: acme/rollcall/actions/image-matrix@v1',
      '  - uses: docker/build-push-action@v6',
      '    with: { context: "${{ matrix.context }}", file: "${{ matrix.dockerfile }}" }',
    ),
  };
  expect(await builtFrom(files)).toEqual(inOwnFolder);
});

test('definitions that call each other in circles come to an end', async () => {
  const files = {
    ...copiesAll,
    'compose.yaml':
      'include: [deploy/a.yaml]\nservices: { shop: { build: services/shop, extends: { file: deploy/a.yaml, service: shop } } }\n',
    'deploy/a.yaml':
      'include: [../compose.yaml]\nservices: { shop: { extends: { file: ../compose.yaml, service: shop } } }\n',
    'docker-bake.hcl':
      'variable "A" { default = B }\nvariable "B" { default = A }\ntarget "x" { inherits = ["y"] }\ntarget "y" {\n  inherits = ["x"]\n  context = A\n}\n',
    '.github/workflows/a.yml': 'on: [workflow_call, push]\njobs: { a: { uses: ./.github/workflows/a.yml } }\n',
    '.github/actions/a/action.yml': 'runs: { using: composite, steps: [{ uses: ./.github/actions/a }] }\n',
  };
  expect(await builtFrom(files)).toEqual(inOwnFolder);
});
