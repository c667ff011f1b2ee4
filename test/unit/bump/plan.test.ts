import { describe, expect, test } from '@jest/globals';
import type { BumpRequest } from '@rollcall/domain/bump/bump-request';
import { checkImages } from '@rollcall/domain/bump/check-images';
import { environmentOf } from '@rollcall/domain/bump/open-environment';
import { type BumpPlan, planBump, sortSkips } from '@rollcall/domain/bump/plan';
import { UserError } from '@rollcall/domain/user-error';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { applicationFile, applicationText, catalogOf, planOf } from './catalog-of.ts';

const shop: Record<string, string | Uint8Array> = {
  'services/cart-service/Dockerfile': 'FROM scratch\n',
  'services/user-service/Dockerfile': 'FROM scratch\n',
  'services/idle-service/Dockerfile': 'FROM scratch\n',
  [applicationFile('cart-service', 'dev')]: applicationText('cart-service', 'dev', '1-a'),
  [applicationFile('cart-service', 'prod')]: applicationText('cart-service', 'prod', '1-a'),
  [applicationFile('user-service', 'dev')]: applicationText('user-service', 'dev', '1-a'),
};

async function plan(
  request: Partial<BumpRequest>,
  files: Readonly<Record<string, string | Uint8Array>> = shop,
): Promise<BumpPlan> {
  const whole: BumpRequest = { environment: 'prod', images: [], onMissing: 'error', mutableTags: 'forbid', ...request };
  const { read: _, ...planned } = await planOf(whole, memoryTree(files));
  return planned;
}

test('writes the environment that was asked, and says what, where and from what', async () => {
  const { changes, skipped, warnings, files } = await plan({ images: [{ service: 'cart-service', tag: '2-b' }] });
  const file = applicationFile('cart-service', 'prod');
  expect(changes).toEqual([
    {
      service: 'cart-service',
      environment: 'prod',
      part: 'tag',
      file,
      path: 'spec.source.helm.parameters[name=image.tag].value',
      line: 13,
      old: '1-a',
      new: '2-b',
    },
  ]);
  expect({ skipped, warnings, files: [...files.keys()] }).toEqual({ skipped: [], warnings: [], files: [file] });
});

test('writes every Application of a service in the environment', async () => {
  const second = 'k8s/argocd/apps/prod/second.yaml';
  const text = applicationText('cart-service', 'prod', '1-a').replace('name: cart', 'name: eu-cart');
  const { changes } = await plan({ images: [{ service: 'cart-service', tag: '2-b' }] }, { ...shop, [second]: text });
  expect(changes.map(({ file }) => file)).toEqual([applicationFile('cart-service', 'prod'), second]);
});

test('writes several services of one file together', async () => {
  const file = 'k8s/argocd/apps/prod/all.yaml';
  const services = ['cart-service', 'user-service'];
  const text = services.map((service) => applicationText(service, 'prod', '1-a')).join('---\n');
  const { changes, files } = await plan(
    { images: services.map((service, index) => ({ service, tag: `${index}-c` })) },
    { 'services/cart-service/Dockerfile': '', 'services/user-service/Dockerfile': '', [file]: text },
  );
  expect(changes.map(({ line, new: now }) => [line, now])).toEqual([
    [13, '0-c'],
    [29, '1-c'],
  ]);
  expect(files.get(file)?.after).toBe(
    services.map((service, index) => applicationText(service, 'prod', `${index}-c`)).join('---\n'),
  );
});

describe('refuses, in these words', () => {
  const cart = (rest: object) => ({ images: [{ service: 'cart-service', tag: '2-b', ...rest }] });
  const service = (name: string) => ({ images: [{ service: name, tag: '2-b' }] });
  const services = 'The services are cart-service, idle-service, user-service.';
  const legal =
    'A tag has letters, digits, "_", "." and "-", starts with neither "." nor "-", and has 128 characters at most.';
  const mutable = 'Give a tag that names one build, or set mutable-tags of prod to warn or allow.';
  const typed =
    'Argo CD passes Helm parameters with --set, which types them: quotes in the file do not help. Set "forceString: true" on the parameter (numeric-tags: force-string does it), or put a letter or a "-" into the tag.';
  test.each<[string, Partial<BumpRequest>, string, string]>([
    [
      'an unknown environment',
      { environment: 'prd', ...cart({}) },
      'there is no environment "prd"',
      'Did you mean "prod"? The environments are dev, prod.',
    ],
    [
      'an unknown service',
      service('cart-servise'),
      'there is no service "cart-servise"',
      `Did you mean "cart-service"? ${services}`,
    ],
    ['a path for a service', service('../x'), 'there is no service "../x"', services],
    [
      'a path to a service',
      service('services/../cart-service'),
      'there is no service "services/../cart-service"',
      services,
    ],
    ['__proto__ for a service', service('__proto__'), 'there is no service "__proto__"', services],
    [
      'a service of several lines',
      service('x\n::error::y\u001b[0m'),
      'there is no service "x\\n::error::y\\u001b[0m"',
      services,
    ],
    [
      'a service that is only elsewhere',
      service('user-service'),
      '"user-service" has no Application in prod',
      'Its Applications are for: dev. Add one for prod, or set on-missing to warn.',
    ],
    [
      'a service without Application',
      service('idle-service'),
      '"idle-service" has no Application',
      'Add one for prod, or set on-missing to warn.',
    ],
    [
      'one service twice',
      {
        images: [
          { service: 'cart-service', tag: '2-b' },
          { service: 'cart-service', tag: '3-c' },
        ],
      },
      '"cart-service" is given twice, with different images: "2-b" and "3-c"',
      'Give each service once.',
    ],
    ['no tag', cart({ tag: '' }), '"cart-service" has no tag', 'Give the tag that was pushed, such as 165-cf185b1.'],
    ...[
      ['a slash', 'a/b'],
      ['a dot first', '.a'],
      ['an option', '-rf'],
      ['a shell', '$(id)'],
      ['a shell, quoted', "a';id;'"],
      ['back ticks', '`id`'],
      ['YAML', 'a: {b}'],
      ['a comment of YAML', 'a #b'],
      ['an anchor of YAML', '&a'],
      ['a workflow command', '::set-output name=x::y'],
      ['Markdown', '[x](y)|<b>'],
      ['a mention', '@here'],
      ['a template', '{{ x }}'],
      ['other letters', 'ｖ１'],
      ['a blank', '1 2'],
    ].map(([what, tag]): [string, Partial<BumpRequest>, string, string] => [
      `a tag with ${what}`,
      cart({ tag }),
      `"cart-service": "${tag}" is not a legal image tag`,
      legal,
    ]),
    [
      'a tag with a line end',
      cart({ tag: '1\nBump-Id: x' }),
      '"cart-service": "1\\nBump-Id: x" is not a legal image tag',
      legal,
    ],
    [
      'a tag that is too long',
      cart({ tag: 'a'.repeat(129) }),
      `"cart-service": "${'a'.repeat(129)}" is not a legal image tag`,
      legal,
    ],
    [
      'an expression',
      cart({ tag: '${{ x }}' }),
      'the tag "${{ x }}" of "cart-service" holds an expression that was not evaluated',
      'Check the quotes around the expression in the workflow.',
    ],
    ...['latest', 'stable', 'main', 'LATEST', 'v1-latest'].map(
      (tag): [string, Partial<BumpRequest>, string, string] => [
        `the mutable tag ${tag}`,
        cart({ tag }),
        `the tag "${tag}" of "cart-service" is mutable: nobody could say later what ran in prod`,
        mutable,
      ],
    ),
    [
      'digits',
      cart({ tag: '1234567' }),
      'image.tag "1234567" would reach the chart as an integer (1234567 becomes 1.234567e+06)',
      typed,
    ],
    ['true', cart({ tag: 'true' }), 'image.tag "true" would reach the chart as a boolean', typed],
    ['null', cart({ tag: 'null' }), 'image.tag "null" would reach the chart as null', typed],
    [
      'an illegal digest',
      cart({ digest: 'sha256:x' }),
      '"cart-service": "sha256:x" is not a legal digest',
      'A digest looks like sha256: and 64 hexadecimal digits.',
    ],
    [
      'an illegal registry',
      cart({ registry: 'a b' }),
      '"cart-service": "a b" is not a legal registry',
      'A registry looks like ghcr.io/owner or localhost:5000.',
    ],
    [
      'an illegal repository',
      cart({ repository: 'A"' }),
      '"cart-service": "A\\"" is not a legal repository',
      'A repository looks like prod/user-service, in lower case and without tag and digest.',
    ],
  ])('%s', async (_name, request, message, help) => {
    const error = await plan(request).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ message, help });
  });
});

test('on-missing warn writes what it can and says what it skipped', async () => {
  const services = ['cart-service', 'user-service', 'idle-service', 'nobody'];
  const { changes, skipped } = await plan({
    images: services.map((service) => ({ service, tag: '2-b' })),
    onMissing: 'warn',
  });
  expect(changes.map(({ service }) => service)).toEqual(['cart-service']);
  expect(skipped).toEqual([
    { service: 'idle-service', why: '"idle-service" has no Application' },
    { service: 'nobody', why: 'there is no service "nobody"' },
    {
      service: 'user-service',
      why: `"user-service" has no Application in prod (${applicationFile('user-service', 'dev')}:1)`,
    },
  ]);
});

test('what is skipped comes by service, then by reason, whatever was asked first', () => {
  const skips = [
    { service: 'b', why: 'x' },
    { service: 'a', why: 'y' },
    { service: 'a', why: 'x' },
  ];
  expect(sortSkips(skips)).toEqual([
    { service: 'a', why: 'x' },
    { service: 'a', why: 'y' },
    { service: 'b', why: 'x' },
  ]);
});

test('a repository without environments says so', async () => {
  const request = { images: [{ service: 'cart-service', tag: '2-b' }] };
  const bare = { 'services/cart-service/Dockerfile': 'FROM scratch\n' };
  await expect(plan(request, bare)).rejects.toMatchObject({
    help: expect.stringContaining('There are none: no Argo CD Application was found.'),
  });
});

test('what is missing names the manifests that could not be read', async () => {
  const request = { images: [{ service: 'user-service', tag: '2-b' }], onMissing: 'warn' } as const;
  const broken = {
    ...shop,
    'k8s/argocd/apps/prod/user-service.yaml': 'apiVersion: argoproj.io/v1\nkind: Application\na: [\n',
  };
  const { skipped } = await plan(request, broken);
  expect(skipped[0]?.why).toContain('k8s/argocd/apps/prod/user-service.yaml:');
});

test.each(['warn', 'allow'] as const)('mutable-tags %s writes them', async (mutableTags) => {
  const { changes, warnings } = await plan({ images: [{ service: 'cart-service', tag: 'latest' }], mutableTags });
  expect(changes.map((change) => change.new)).toEqual(['latest']);
  expect(warnings).toEqual(
    mutableTags === 'warn'
      ? ['the tag "latest" of "cart-service" is mutable: nobody could say later what ran in prod']
      : [],
  );
});

test('the same image twice is one image, and what is written already is no change', async () => {
  const image = { service: 'cart-service', tag: '1-a' };
  expect(await plan({ images: [image, { ...image }] })).toEqual({
    changes: [],
    written: [],
    skipped: [],
    warnings: [],
    unproved: [],
    files: new Map(),
  });
});

test('bytes that are not what the Catalog read are never written', async () => {
  const catalog = await catalogOf(memoryTree(shop));
  const file = applicationFile('cart-service', 'prod');
  const request = {
    environment: 'prod',
    images: [{ service: 'cart-service', tag: '2-b' }],
    onMissing: 'error',
    mutableTags: 'forbid',
  } as const;
  for (const files of [new Map(), new Map([[file, Buffer.from('other')]])])
    await expect(planBump(checkImages(request), environmentOf(catalog, request, files))).rejects.toThrow(
      `${file} is not what the Catalog read`,
    );
});
