import { readTerraform } from '@rollcall/domain/terraform/blocks';
import { instancesOf } from '@rollcall/domain/terraform/instances';
import { attributesOf } from '@rollcall/domain/terraform/origin';
import { contextOf, registersOf } from '../unit/registers/register-cases.ts';
import { verifyFiles } from '../unit/verify/rule-fixtures.ts';
import { type Doubled, growsWithItsInput, lines, numbered } from './growth.ts';

// A tree of Terraform may hold a hundred thousand of anything: modules, names, files of variables, what overrides them.

/** Every repository that the files make, with all of its names. */
function evaluated(files: Record<string, string>): void {
  const read = Object.entries(files)
    .filter(([path]) => path.endsWith('.tf'))
    .map(([path, text]) => readTerraform(path, text));
  const variableFiles = Object.keys(files).filter((path) => path.endsWith('.tfvars'));
  const sources = { files: read, variableFiles, text: (path: string) => files[path] };
  const instances = instancesOf(sources, ({ type }) => type === 'resource');
  for (const instance of instances) instance.value('name');
  attributesOf(instances.map(({ from }) => from));
}

const resource = (at: number | string, name: string): string =>
  `resource "aws_ecr_repository" "r${at}" {\n  name = ${name}\n}\n`;

const trees: Doubled[] = [
  ['resources', (n) => evaluated({ 'a.tf': lines(n, (at) => resource(at, '"a"')) })],
  [
    'variables that are asked for',
    (n) =>
      evaluated({
        'a.tf': lines(n, (at) => `variable "v${at}" {\n  default = "a"\n}\n${resource(at, `var.v${at}`)}`),
      }),
  ],
  [
    'locals that are asked for',
    (n) =>
      evaluated({
        'a.tf': `locals {\n${lines(n, (at) => `  v${at} = "a"\n`)}}\n${lines(n, (at) => resource(at, `"\${local.v${at}}"`))}`,
      }),
  ],
  [
    'locals of which each is made of the one before',
    (n) =>
      evaluated({
        'a.tf': `locals {\n  v0 = "a"\n${lines(n, (at) => `  v${at + 1} = local.v${at}\n`)}}\n${resource(0, `local.v${n}`)}`,
      }),
  ],
  [
    'what locals are made of, asked for by each resource',
    (n) =>
      evaluated({
        'a.tf': `locals {\n${lines(n, (at) => `  v${at} = "a"\n`)}  all = [${lines(n, (at) => `local.v${at}, `)}]\n}\n${lines(n, (at) => resource(at, 'local.all[0]'))}`,
      }),
  ],
  [
    'items of a loop',
    (n) =>
      evaluated({
        'a.tf': `locals {\n${lines(n, (at) => `  v${at} = "a"\n`)}  all = {${lines(n, (at) => `k${at} = local.v${at}, `)}}\n}\nresource "aws_ecr_repository" "r" {\n  for_each = local.all\n  name = each.value\n}\n`,
      }),
  ],
  [
    'calls of one module',
    (n) =>
      evaluated({
        'a.tf': lines(n, (at) => `module "m${at}" {\n  source = "./m"\n  name = "a${at}"\n}\n`),
        'm/a.tf': `variable "name" {}\n${resource(0, 'var.name')}`,
      }),
  ],
  [
    'modules, each called once',
    (n) =>
      evaluated({
        'a.tf': lines(n, (at) => `module "m${at}" {\n  source = "./m${at}"\n  name = "a${at}"\n}\n`),
        ...numbered(n, (at) => [[`m${at}/a.tf`, `variable "name" {}\n${resource(0, 'var.name')}`]]),
      }),
  ],
  [
    'folders that Terraform is run in, each with variables',
    (n) =>
      evaluated(
        numbered(n, (at) => [
          [`r${at}/a.tf`, `variable "name" {}\n${resource(0, 'var.name')}`],
          [`r${at}/terraform.tfvars`, 'name = "a"\n'],
          [`r${at}/prod.tfvars`, 'name = "b"\n'],
        ]),
      ),
  ],
  [
    'folders in folders, with files of variables in the innermost',
    (n) =>
      evaluated({
        ...numbered(n, (at) => [[`${'r/'.repeat(at)}a.tf`, `variable "name" {}\n${resource(0, 'var.name')}`]]),
        ...numbered(n, (at) => [[`${'r/'.repeat(n)}v${at}.tfvars`, 'name = "a"\n']]),
      }),
  ],
  [
    'files of variables for many resources',
    (n) =>
      evaluated({
        'a.tf': lines(n, (at) => `variable "v${at}" {}\n${resource(at, `var.v${at}`)}`),
        ...numbered(n, (at) => [[`v${at}.tfvars`, lines(n / 10, (of) => `v${of} = "a"\n`)]]),
      }),
  ],
  [
    'what files override',
    (n) =>
      evaluated({
        'a.tf': lines(n, (at) => resource(at, '"a"')),
        'a_override.tf': lines(n, (at) => resource(at, '"b"')),
      }),
  ],
];

growsWithItsInput('Terraform', 300, trees);

growsWithItsInput('lists of Terraform', 1500, [
  [
    'in one file',
    (n) =>
      registersOf(
        'a.tf',
        lines(n, (at) => `l${at} = ["cart-service", "storefront"]\n`),
        contextOf(),
      ),
  ],
  [
    'each in a block',
    (n) =>
      registersOf(
        'a.tf',
        lines(n, (at) => `a "b${at}" {\n  c = ["cart-service", "storefront"]\n}\n`),
        contextOf(),
      ),
  ],
]);

growsWithItsInput('Terraform and services', 60, [
  [
    'a repository for each service',
    (n) =>
      verifyFiles({
        ...numbered(n, (at) => [
          [`services/s${at}/Dockerfile`, 'FROM scratch\nCOPY . .\n'],
          [`m${at}/a.tf`, `variable "name" {}\n${resource(0, 'var.name')}`],
        ]),
        'a.tf': `locals {\n  all = [${lines(n, (at) => `"s${at}", `)}]\n}\n${lines(n, (at) => `module "m${at}" {\n  source = "./m${at}"\n  name = "prod/\${local.all[${at}]}"\n}\n`)}`,
      }),
  ],
]);
