import { expect, test } from '@jest/globals';
import { readTerraform } from '@rollcall/domain/terraform/blocks';
import { instancesOf, unknownPart } from '@rollcall/domain/terraform/instances';

/** The names of the repositories that Terraform makes; `?` stands for what is not known. */
function names(files: Record<string, string>): (string | undefined)[] {
  const paths = Object.keys(files).sort();
  const sources = {
    files: paths.filter((path) => path.endsWith('.tf')).map((path) => readTerraform(path, files[path] ?? '')),
    variableFiles: paths.filter((path) => /\.tfvars(\.json)?$/.test(path)),
    text: (path: string) => files[path],
  };
  const wanted = ({ labels }: { labels: string[] }): boolean => labels[0] === 'aws_ecr_repository';
  return instancesOf(sources, wanted).map((instance) => {
    const name = instance.value('name');
    return instance.open || typeof name !== 'string' ? undefined : name.replaceAll(unknownPart, '?');
  });
}

const each = 'resource "aws_ecr_repository" "a" {\n  for_each = toset(var.names)\n  name = each.value\n}\n';
const declared = 'variable "names" {\n  default = ["x"]\n}\n';

// What the plan of Terraform 1.11.4 has for such files, with terraform_data for the repository; what it has no plan for is told by
// its documentation: variables without a value, a local of itself, a module that calls itself.
test.each<[string, Record<string, string>, (string | undefined)[]]>([
  ['a default', { 'main.tf': declared + each }, ['x']],
  ['terraform.tfvars wins', { 'main.tf': declared + each, 'terraform.tfvars': 'names = ["y"]' }, ['y']],
  [
    'of several files the last wins',
    {
      'main.tf': declared + each,
      'a.auto.tfvars': 'names = ["a"]',
      'b.auto.tfvars.json': '{"names":["b"]}',
      'terraform.tfvars': 'names = ["t"]',
    },
    ['b'],
  ],
  [
    'a module is called with its names',
    { 'm/main.tf': declared + each, 'main.tf': 'module "m" {\n  source = "./m"\n  names = ["p", "q"]\n}' },
    ['p', 'q'],
  ],
  [
    'a module for each',
    {
      'm/main.tf': `variable "n" {}\nresource "aws_ecr_repository" "a" {\n  name = "shop/\${var.n}"\n}`,
      'main.tf': 'module "m" {\n  for_each = { a = 1, b = 2 }\n  source = "./m"\n  n = each.key\n}',
    },
    ['shop/a', 'shop/b'],
  ],
  [
    'locals and functions',
    {
      'main.tf':
        'locals {\n  all = concat(["a"], [for s in ["b", "c"] : s if s != "c"])\n}\nresource "aws_ecr_repository" "a" {\n  for_each = toset(local.all)\n  name = format("shop/%s", each.key)\n}',
    },
    ['shop/a', 'shop/b'],
  ],
  [
    'count',
    { 'main.tf': 'resource "aws_ecr_repository" "a" {\n  count = 2\n  name = ["a", "b"][count.index]\n}' },
    ['a', 'b'],
  ],
  [
    'an unknown part',
    { 'main.tf': 'variable "env" {}\nresource "aws_ecr_repository" "a" {\n  name = "${var.env}/a"\n}' },
    ['?/a'],
  ],
  ['an unknown list', { 'main.tf': `variable "names" {}\n${each}` }, [undefined]],
  [
    'a local of itself',
    { 'main.tf': 'locals {\n  a = local.a\n}\nresource "aws_ecr_repository" "a" {\n  name = local.a\n}' },
    [undefined],
  ],
  [
    'a module that calls itself',
    {
      'm/main.tf': `${declared}${each}module "m" {\n  source = "../m"\n}`,
      'main.tf': 'module "m" {\n  source = "./m"\n}',
    },
    // How often is not known: Terraform refuses it.
    [...Array(8).fill('x'), undefined],
  ],
])('%s', (_title, files, wanted) => {
  expect(names(files)).toEqual(wanted);
});

const repository = 'resource "aws_ecr_repository" "a" {\n  name = "x"\n}\n';
/** Modules of which each calls the next one some times; the last one has the blocks. */
function chained(length: number, calls: number, blocks = repository): Record<string, string> {
  const call = (at: number, index: number) => `module "c${index}" {\n  source = "../m${at + 1}"\n}\n`;
  return Object.fromEntries(
    Array.from({ length }, (_, at) => [
      `m${at}/main.tf`,
      at === length - 1 ? blocks : Array.from({ length: calls }, (_, index) => call(at, index)).join(''),
    ]),
  );
}

test('modules are read as deep as anybody nests them; what a deeper one makes is not known', () => {
  expect(names(chained(9, 1))).toEqual(['x']);
  expect(names(chained(10, 1))).toEqual([undefined]);
});

test('calls that multiply without measure are not all read, and what is not read is not known', () => {
  const none = names(chained(9, 20, 'resource "aws_ecr_repository" "a" {\n  count = 0\n  name = "x"\n}\n'));
  expect(new Set(none)).toEqual(new Set([undefined]));
});

const loops = 20;
test.each<[string, string[], string | undefined]>([
  ['lists of lists', ['[1, 1]', ...Array.from({ length: 40 }, (_, at) => `[local.a${at}, local.a${at}]`)], 'x?'],
  ['sums of sums', ['1', ...Array.from({ length: 40 }, (_, at) => `local.a${at} + local.a${at}`)], `x${2 ** 40}`],
  ['loops in loops', ['[1, 2, 3, 4]', `${'[for a in local.a0 : '.repeat(loops)}a${']'.repeat(loops)}`], undefined],
])('%s end, whatever is made of them', (_title, values, wanted) => {
  const locals = values.map((value, at) => `  a${at} = ${value}\n`).join('');
  const last = `\${local.a${values.length - 1}}`;
  const text = `locals {\n${locals}}\nresource "aws_ecr_repository" "a" {\n  name = "x${last}"\n}\n`;
  expect(names({ 'main.tf': text })).toEqual([wanted]);
});

const link = (of: string, depth: number): string => `${'tolist('.repeat(depth)}${of}${')'.repeat(depth)}`;
test.each<[string, number, number, string | undefined]>([
  ['as long as anybody writes them', 40, 0, 'x'],
  ['longer', 20_000, 0, undefined],
  ['of deep expressions', 5_000, 50, undefined],
])('values of which each is made of the one before, %s', (_title, length, depth, wanted) => {
  const locals = Array.from({ length }, (_, at) => `  a${at + 1} = ${link(`local.a${at}`, depth)}\n`).join('');
  const text = `locals {\n  a0 = "x"\n${locals}}\nresource "aws_ecr_repository" "a" {\n  name = local.a${length}\n}\n`;
  expect(names({ 'main.tf': text })).toEqual([wanted]);
});

test('where not all files of variables are read, what the others set is not known', () => {
  const blocks = Array.from(
    { length: 500 },
    (_, at) => `resource "aws_ecr_repository" "a${at}" {\n  name = var.a\n}\n`,
  );
  const files = Array.from({ length: 500 }, (_, at) => [`e/v${at}.tfvars`, `a = "x${at}"`]);
  const found = names({ 'main.tf': `variable "a" {}\n${blocks.join('')}`, ...Object.fromEntries(files) });
  expect(found.at(0)).toBe('x0');
  expect(found.length).toBeLessThan(200_000);
  expect(found.at(-1)).toBeUndefined();
});
