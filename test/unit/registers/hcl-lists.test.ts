import { describe, expect, test } from '@jest/globals';
import { applyEdits } from '@rollcall/domain/yaml/edit';
import { describeLists, names, only, registersOf, snake, stem } from './register-cases.ts';

describeLists([
  {
    title: 'a list with a prefix',
    kind: 'hcl-list',
    path: 'terraform/prod/ecr.tf',
    write: (list) =>
      `# "x" { [\nmodule "ecr" {\n  repository_names = [\n${list.map((one) => `    "prod/${one}",\n`).join('')}  ]\n}\n`,
    line: 3,
  },
  {
    title: 'a list without a comma at its end, with comments',
    kind: 'hcl-list',
    path: 'ecr.tf',
    write: (list) =>
      `locals {\n  names = [\n${list.map((one) => `    "${one}"`).join(', // "old",\n')} # last\n  ]\n}\n`,
    line: 2,
  },
  {
    title: 'a set on one line',
    kind: 'hcl-list',
    path: 'ecr.tf',
    write: (list) =>
      `resource "aws_ecr_repository" "this" {\n  for_each = toset([${list.map((one) => `"${one}"`).join(', ')}])\n  name = each.value\n}\n`,
    line: 2,
  },
  {
    title: 'a list with an expression before each name',
    kind: 'hcl-list',
    path: 'terragrunt.hcl',
    write: (list) => `inputs = {\n  names = [ ${list.map((one) => `"$\{var.env}/${one}"`).join(',\n    ')} ]\n}\n`,
    line: 2,
  },
  {
    title: 'a variable',
    kind: 'hcl-list',
    path: 'prod.tfvars',
    write: (list) => `services = ["infra/proxy", ${list.map((one) => `"${one}"`).join(', ')}]`,
    line: 1,
    foreign: ['infra/proxy'],
  },
  {
    title: 'a list of objects',
    kind: 'hcl-list',
    path: 'services.tf',
    write: (list) =>
      `locals {\n  services = [\n${list.map((one) => `    { port = 80, name = "${one}", tags = { of = "${one}" } },\n`).join('')}  ]\n}\n`,
    line: 2,
  },
  {
    title: 'an object',
    kind: 'hcl-map',
    path: 'services.tf',
    write: (list) =>
      `locals {\n  services = {\n${list.map((one) => `    "${one}" = {\n      port = 80 # 8080\n      path = "/${one}"\n    }\n`).join('')}  }\n}\n`,
    line: 2,
  },
  {
    title: 'an object with keys of another spelling',
    kind: 'hcl-map',
    path: 'services.tf',
    write: (list) => `services = { ${list.map((one) => `${snake(one)} = { port = 80 }`).join(', ')} }\n`,
    line: 1,
  },
  {
    title: 'a module for each',
    kind: 'hcl-blocks',
    path: 'pod-identity.tf',
    write: (list) =>
      `module "vpc" {\n  a = <<-EOT\n    module "x" {\n  EOT\n}\n${list
        .map(
          (one) =>
            `\nmodule "pod_identity_${snake(one)}" {\n  source = "./m"\n  /* } */\n  service_account = "${one}"\n  policy = jsonencode({ a = "$\{local.x["}"]}" })\n}\n`,
        )
        .join('')}`,
    line: 7,
    foreign: ['vpc'],
  },
  {
    title: 'a resource for each, by its stem',
    kind: 'hcl-blocks',
    path: 'db.tf',
    write: (list) =>
      list
        .map(
          (one) =>
            `resource "postgresql_database" "shop_${snake(stem(one))}" {\n  name = "shop_${snake(stem(one))}"\n}\n`,
        )
        .join('\n'),
    line: 1,
  },
  {
    title: 'a target for each',
    kind: 'hcl-blocks',
    path: 'docker-bake.hcl',
    write: (list) => list.map((one) => `target "${one}" {\n  context = "services/${one}"\n}\n`).join('\n'),
    line: 1,
  },
]);

const quoted = names.map((name) => `"${name}"`).join(', ');
describe('no registers', () => {
  test.each([
    ['comments', `# names = [${quoted}]\n// names = [${quoted}]\n/*\nnames = [${quoted}]\n*/\n`],
    ['a here-document', `x = <<EOF\nnames = [${quoted}]\nEOF\n`],
    ['a string', `x = "names = [a]"\ny = "$\{join(",", [${quoted}, var.x])}"\n`],
    ['what something waits for', `depends_on = [${quoted}]\n`],
    ['a list of more than names', `names = [${quoted}, var.more]\n`],
    ['a computed list', `names = [for s in [] : s]\nother = { for s in toset([]) : s => "cart-service" }\n`],
    ['access rights', `resources = [${names.map((name) => `"arn:aws:s3:::shop-${name}/*"`).join(', ')}]\n`],
    [
      'an object of other things',
      `x = { ${names.map((name) => `"${name}" = 1`).join(', ')}, a=1, b=1, c=1, d=1, e=1, f=1, g=1 }\n`,
    ],
    ['outputs', names.map((name) => `output "${snake(name)}" {\n  value = 1\n}\n`).join('')],
    ['too few', `names = ["cart-service", "storefront"]\n`],
  ])('%s', (_title, text) => {
    expect(registersOf('main.tf', text)).toEqual([]);
  });

  test('what Terraform keeps for itself', () => {
    expect(registersOf('.terraform/modules/a.tf', `names = [${quoted}]`)).toEqual([]);
    expect(registersOf('.terraform.lock.hcl', `names = [${quoted}]`)).toEqual([]);
  });
});

test('a comment that names the service goes with its block', () => {
  const block = (name: string) => `# ${name} reads the bucket\nmodule "id_${snake(name)}" {\n  of = "${name}"\n}\n`;
  const text = names.map(block).join('\n');
  expect(applyEdits(text, only('a.tf', text).remove('order-service'))).toBe(
    names
      .filter((name) => name !== 'order-service')
      .map(block)
      .join('\n'),
  );
});

test('a block that would still name its sibling is not cloned', () => {
  const text = names.map((name) => `module "id_${snake(name)}" {\n  bucket = "shop-${name}-data"\n}\n`).join('\n');
  const register = only('a.tf', text.slice(0, text.lastIndexOf('module')));
  expect(register.entries).toHaveLength(names.length - 1);
  expect(register.insert('admin-portal')).toEqual([]);
});

test('a block that would use a local nobody declared is not cloned', () => {
  const block = (name: string) =>
    `module "id_${snake(name)}" {\n  image = local.${snake(name)}_image\n  of = var.all\n}\n`;
  const text = names.slice(0, 4).map(block).join('\n');
  expect(only('a.tf', text).insert('admin-portal')).toEqual([]);
  const plain = text.replaceAll(/local\.\w+/g, 'local.image');
  expect(only('a.tf', plain).insert('admin-portal')).toHaveLength(1);
});

test('a list with a prefix here and there is not added to', () => {
  const text = 'names = ["a/cart-service", "a/order-service", "storefront", "b/account-service"]\n';
  expect(only('a.tf', text).insert('admin-portal')).toEqual([]);
});

test('plain values that differ are not invented', () => {
  const text = `ports = {\n${names
    .slice(0, 4)
    .map((name, index) => `  ${name} = ${8000 + index}\n`)
    .join('')}}\n`;
  expect(only('a.tf', text).insert('admin-portal')).toEqual([]);
});

test('names are written so that they are strings', () => {
  const text = `services = {\n${names
    .slice(0, 4)
    .map((name) => `  ${name} = {}\n`)
    .join('')}}\n`;
  expect(applyEdits(text, only('a.tf', text).insert('1st'))).toContain('\n  "1st" = {}\n}');
});

test('nothing is written to a file that Terraform refuses', () => {
  const path = 'terraform/prod/ecr.tf';
  const [one = '', ...of] = names;
  const text = `locals {\n  ecr = {\n${of.map((name) => `    "${name}" = {}\n`).join('')}  }\n}\nlocals { other = "a\n}\n`;
  const [list] = registersOf(path, text);
  expect(list?.entries).toEqual(of);
  expect([list?.insert(one), list?.remove(of[0] ?? '')]).toEqual([[], []]);
  const [sound] = registersOf(path, text.replace('"a\n', '"a"\n'));
  expect([sound?.insert(one).length, sound?.remove(of[0] ?? '').length]).toEqual([1, 1]);
});
