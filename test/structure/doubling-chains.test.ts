import { dockerCommands } from '@rollcall/domain/builds/docker-command';
import { discoverServices } from '@rollcall/domain/catalog/services';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { readTerraform } from '@rollcall/domain/terraform/blocks';
import { instancesOf } from '@rollcall/domain/terraform/instances';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { applicationFile, applicationText, planOf } from '../unit/bump/catalog-of.ts';
import { type Doubled, growsWithItsInput, lines, numbered } from './growth.ts';

// Each link of a chain takes the next one in twice, so that what all of them make doubles with every link: a text of
// forty lines would be read without an end. What is not read then is said by the tests of each reader.

async function derived(files: Record<string, string>): Promise<void> {
  const tree = memoryTree({ 'services/shop/Dockerfile': 'FROM scratch\n', ...files });
  await deriveInputs(tree, discoverServices(await tree.list(), {}).services, {});
}

async function planned(files: Record<string, string>): Promise<void> {
  const images = [{ service: 'user-service', tag: '2-b' }];
  const request = { environment: 'prod', images, onMissing: 'error', mutableTags: 'forbid' } as const;
  const tree = memoryTree({ 'services/user-service/Dockerfile': 'FROM a\n', ...files });
  await planOf(request, tree).catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== 'UserError') throw error;
  });
}

const application = (path: string) => ({
  [applicationFile('user-service', 'prod')]: applicationText('user-service', 'prod', path),
});
const pod =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: "example/user-service:1-a"}]}\n';
const chart = (name: string) => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`;

function terraform(files: Record<string, string>): void {
  const read = Object.entries(files).map(([path, text]) => readTerraform(path, text));
  const sources = { files: read, variableFiles: [], text: (path: string) => files[path] };
  for (const instance of instancesOf(sources, ({ type }) => type === 'resource')) instance.value('name');
}

/** The names of a chain, each made of the one before, twice. */
const doubled = (n: number, line: (name: string, before: string) => string) =>
  lines(n, (at) => line(`a${at + 1}`, `a${at}`));

const chains: Doubled[] = [
  [
    'kustomizations',
    (n) =>
      planned({
        ...application('k8s/k0'),
        ...numbered(n, (at) => [[`k8s/k${at}/kustomization.yaml`, `resources: [../k${at + 1}, ../k${at + 1}/]\n`]]),
        [`k8s/k${n}/kustomization.yaml`]: 'resources: [pod.yaml]\n',
        [`k8s/k${n}/pod.yaml`]: pod,
      }),
  ],
  [
    'charts',
    (n) =>
      planned({
        ...application('charts/c0'),
        ...numbered(9, (at) => [
          [
            `charts/c${at}/Chart.yaml`,
            `${chart(`c${at}`)}dependencies:\n${lines(n, (of) => `- {name: c${at + 1}, version: 1.0.0, alias: x${of}, repository: "file://../c${at + 1}"}\n`)}`,
          ],
        ]),
        'charts/c9/Chart.yaml': chart('c9'),
        'charts/c9/templates/pod.yaml': pod,
      }),
  ],
  [
    'named templates',
    (n) =>
      planned({
        ...application('charts/c0'),
        'charts/c0/Chart.yaml': chart('c0'),
        'charts/c0/templates/_a.tpl': doubled(
          n,
          (name, next) => `{{ define "${name}" }}{{ include "${next}" . }}{{ include "${next}" . }}{{ end }}\n`,
        ),
        'charts/c0/templates/pod.yaml': `${pod}# {{ include "a${n}" . }}\n`,
      }),
  ],
  [
    'modules',
    (n) =>
      terraform({
        ...numbered(8, (at) => [
          [`m${at}/main.tf`, lines(n, (call) => `module "c${call}" {\n  source = "../m${at + 1}"\n}\n`)],
        ]),
        'm8/main.tf': 'resource "a" "b" {\n  count = 0\n}\n',
      }),
  ],
  [
    'locals',
    (n) =>
      terraform({
        'main.tf': `locals {\n  a0 = 1\n${doubled(n, (name, before) => `  ${name} = [local.${before}, local.${before}]\n`)}}\nresource "a" "b" {\n  name = local.a${n}\n}\n`,
      }),
  ],
  [
    'loops',
    (n) =>
      terraform({
        'main.tf': `locals {\n  a = [1, 2]\n}\nresource "a" "b" {\n  name = ${'[for a in local.a : '.repeat(n)}a${']'.repeat(n)}\n}\n`,
      }),
  ],
  [
    'functions of Bake',
    (n) =>
      derived({
        'docker-bake.hcl': `function "a0" {\n  params = [x]\n  result = x\n}\n${doubled(n, (name, before) => `function "${name}" {\n  params = [x]\n  result = ${before}(x) + ${before}(x)\n}\n`)}target "shop" {\n  context = "services/shop"\n  tags = ["shop:\${a${n}(1)}"]\n}\n`,
      }),
  ],
  [
    'targets of Bake',
    (n) =>
      derived({
        'docker-bake.hcl': `target "a0" {\n  context = "services/shop"\n}\n${doubled(n, (name, before) => `target "${name}" {\n  inherits = ["${before}", "${before}"]\n}\n`)}`,
      }),
  ],
  [
    'variables of a script',
    (n) => dockerCommands(`a0=xx\n${doubled(n, (a, b) => `${a}="$${b} $${b}"\n`)}docker build $a${n}`),
  ],
  [
    'arguments of a Dockerfile',
    (n) =>
      derived({
        'services/shop/Dockerfile': `ARG a0=xx\n${doubled(n, (a, b) => `ARG ${a}=$${b}$${b}\n`)}FROM $a${n}\n`,
      }),
  ],
  [
    'properties of Maven',
    (n) =>
      derived({
        'pom.xml': `<project><groupId>g</groupId><artifactId>r</artifactId><version>1</version><properties><a0>services/shop</a0>${doubled(n, (a, b) => `<${a}>\${${b}}\${${b}}</${a}>`)}</properties><modules><module>\${a${n}}</module></modules></project>`,
        'services/shop/pom.xml': `<project><parent><groupId>g</groupId><artifactId>r</artifactId><version>1</version></parent><artifactId>\${a${n}}</artifactId></project>`,
      }),
  ],
];

growsWithItsInput('chains', 24, chains);
