import { describe, expect, test } from '@jest/globals';
import type { BumpRequest } from '@rollcall/domain/bump/bump-request';
import { checkImages } from '@rollcall/domain/bump/check-images';
import { imageReferenceOf } from '@rollcall/domain/bump/image-of-service';
import { environmentOf } from '@rollcall/domain/bump/open-environment';
import { pinDigests, verifyImages } from '@rollcall/domain/bump/verify-images';
import type { Catalog } from '@rollcall/domain/catalog/catalog';
import type { ImageRequest } from '@rollcall/domain/image-targets/image-request';
import { formatImageReference } from '@rollcall/domain/images/image-reference';
import type { ImageRegistry } from '@rollcall/domain/images/registry';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { applicationFile, applicationText, catalogOf } from './catalog-of.ts';

type HelmParameters = readonly (readonly [name: string, value: string])[];

/** The Application of a service with these Helm parameters beside its tag. */
function withParameters(service: string, parameters: HelmParameters, environment = 'prod'): string {
  const lines = parameters.map(
    ([name, value]) => `        - name: ${name}\n          value: ${JSON.stringify(value)}\n`,
  );
  return applicationText(service, environment, '1-a').replace(
    '      parameters:\n',
    `      parameters:\n${lines.join('')}`,
  );
}

/** The Catalog of these files and of the services the tests are about. */
function catalog(files: Readonly<Record<string, string>>): Promise<Catalog> {
  const names = ['cart-service', ...'abcd', ...thirty];
  const sources = Object.fromEntries(names.map((name) => [`services/${name}/Dockerfile`, 'FROM scratch\n']));
  return catalogOf(memoryTree({ ...sources, ...files }));
}

const thirty = Array.from({ length: 30 }, (_, index) => `s${String(index).padStart(2, '0')}`);

async function reference(image: Partial<ImageRequest>, parameters: HelmParameters): Promise<string | Error> {
  const file = applicationFile('cart-service', 'prod');
  const { applications } = await catalog({ [file]: withParameters('cart-service', parameters) });
  const [application] = applications;
  try {
    return formatImageReference(imageReferenceOf({ service: 'cart-service', tag: '2-b', ...image }, application));
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

describe('the reference of a service', () => {
  test.each<{ name: string; image: Partial<ImageRequest>; parameters: HelmParameters; expected: string }>([
    {
      name: 'is what the request says',
      image: { registry: 'ghcr.io/o', repository: 'a' },
      parameters: [],
      expected: 'ghcr.io/o/a:2-b',
    },
    {
      name: 'is what a repository with its registry says',
      image: { repository: 'ghcr.io/o/a' },
      parameters: [],
      expected: 'ghcr.io/o/a:2-b',
    },
    {
      name: 'is what the Application says',
      image: {},
      parameters: [
        ['image.repository', 'prod/a'],
        ['image.registry', 'r.example'],
      ],
      expected: 'r.example/prod/a:2-b',
    },
    {
      name: 'is its repository alone',
      image: {},
      parameters: [['image.repository', 'localhost:5000/a']],
      expected: 'localhost:5000/a:2-b',
    },
    {
      name: 'has the global registry before its own',
      image: {},
      parameters: [
        ['global.imageRegistry', 'g.example'],
        ['image.repository', 'a'],
        ['image.registry', 'r.example'],
      ],
      expected: 'g.example/a:2-b',
    },
    {
      name: 'has the last of two values of one name',
      image: { registry: 'r.example' },
      parameters: [
        ['image.repository', 'a'],
        ['image.repository', 'b'],
      ],
      expected: 'r.example/b:2-b',
    },
    {
      name: 'has an empty value as if it were not there',
      image: {},
      parameters: [
        ['global.imageRegistry', ''],
        ['image.registry', 'r.example/'],
        ['image.repository', 'a'],
      ],
      expected: 'r.example/a:2-b',
    },
    {
      name: 'is the request before the Application',
      image: { registry: 'q.example', repository: 'b' },
      parameters: [
        ['image.registry', 'r.example'],
        ['image.repository', 'a'],
      ],
      expected: 'q.example/b:2-b',
    },
    {
      name: 'takes what the request leaves out from the Application',
      image: { repository: 'b' },
      parameters: [
        ['image.registry', 'r.example:5000/team'],
        ['image.repository', 'a'],
      ],
      expected: 'r.example:5000/team/b:2-b',
    },
    {
      name: 'names one registry when both name the same',
      image: { repository: 'r.example/team/b' },
      parameters: [['image.registry', 'r.example/team']],
      expected: 'r.example/team/b:2-b',
    },
    {
      name: 'is on Docker Hub when that is said',
      image: { registry: 'docker.io' },
      parameters: [['image.repository', 'o/a']],
      expected: 'docker.io/o/a:2-b',
    },
  ])('$name', async ({ image, parameters, expected }) => {
    expect(await reference(image, parameters)).toBe(expected);
  });

  test.each<{
    name: string;
    image: Partial<ImageRequest>;
    parameters: HelmParameters;
    message: string;
    line: number | undefined;
  }>([
    {
      name: 'no repository',
      image: { registry: 'ghcr.io' },
      parameters: [],
      message: 'the image repository of "cart-service" is not known',
      line: 13,
    },
    {
      name: 'no registry',
      image: {},
      parameters: [['image.repository', 'prod/a']],
      message: 'the registry of prod/a:2-b ("cart-service") is not known',
      line: 13,
    },
    {
      name: 'no registry in the request',
      image: { repository: 'a' },
      parameters: [],
      message: 'the registry of a:2-b ("cart-service") is not known',
      line: 13,
    },
    {
      name: 'an organisation for a registry',
      image: { registry: 'shop', repository: 'a' },
      parameters: [],
      message: 'the registry of shop/a:2-b',
      line: 13,
    },
    {
      name: 'two registries',
      image: { repository: 'q.example/b' },
      parameters: [['image.registry', 'r.example']],
      message: '"cart-service" has two registries: "r.example" and the one in "q.example/b"',
      line: 13,
    },
    {
      name: 'a repository with a tag',
      image: {},
      parameters: [['image.repository', 'r.example/a:1']],
      message: '"r.example/a:1" is not an image repository',
      line: 13,
    },
    {
      name: 'a repository with a digest',
      image: {},
      parameters: [['image.repository', `r.example/a@sha256:${'a'.repeat(64)}`]],
      message: 'is not an image repository',
      line: 13,
    },
    {
      name: 'a repository that ends in a slash',
      image: { registry: 'r.example' },
      parameters: [['image.repository', 'a/']],
      message: '"a/" is not an image repository',
      line: 13,
    },
    {
      name: 'a repository that climbs',
      image: {},
      parameters: [['image.repository', '../a']],
      message: '"../a" is not an image repository',
      line: 13,
    },
    {
      name: 'a repository with a line end',
      image: {},
      parameters: [['image.repository', 'a\nb']],
      message: '"a\\nb" is not an image repository',
      line: 13,
    },
    {
      name: 'an address for a registry',
      image: {},
      parameters: [
        ['image.repository', 'a'],
        ['image.registry', 'https://r.example'],
      ],
      message: '"https://r.example/a:2-b" is not an image reference',
      line: 15,
    },
    {
      name: 'an expression for a registry',
      image: {},
      parameters: [
        ['image.registry', '${{ vars.REGISTRY }}'],
        ['image.repository', 'a'],
      ],
      message: 'is not an image reference',
      line: 13,
    },
  ])('$name is a mistake', async ({ image, parameters, message, line }) => {
    const error = await reference(image, parameters);
    expect(error).toBeInstanceOf(UserError);
    if (!(error instanceof UserError)) return;
    expect(error.message).toContain(message);
    expect(error.location?.line).toBe(line);
  });
});

test('every mistake says what to do', async () => {
  const helpOf = async (...asked: Parameters<typeof reference>) => {
    const error = await reference(...asked);
    return error instanceof UserError ? error.help : error;
  };
  const turnOff = 'Without verify-images, pin-digests and copy no registry is asked.';
  expect(await helpOf({}, [])).toBe(
    `Give "repository" and "registry" with the image, or set image.repository in its Application. ${turnOff}`,
  );
  expect(await helpOf({}, [['image.repository', 'a:1']])).toBe(
    'A repository looks like prod/user-service, in lower case and without tag and digest.',
  );
  expect(await helpOf({ registry: 'r.example', repository: 'q.example/a' }, [])).toBe(
    'Name the registry in one place.',
  );
  expect(await helpOf({ registry: 'https://r.example', repository: 'a' }, [])).toBe(
    'A registry is a host, with a port or a path when it has one, and without https://: ghcr.io/owner.',
  );
  expect(await helpOf({ repository: 'a' }, [])).toBe(
    `Give "registry" with the image, such as ghcr.io/owner, or docker.io when Docker Hub is meant; or set global.imageRegistry or image.registry in its Application. ${turnOff}`,
  );
});

const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;

/** A registry that knows these images; what it is asked is kept. */
function registryOf(
  images: Readonly<Record<string, string | ExternalError | { broken: string }>>,
): ImageRegistry & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    find: async (image) => {
      const text = formatImageReference(image);
      asked.push(text);
      await Promise.resolve();
      const known = Object.hasOwn(images, text) ? images[text] : undefined;
      if (known instanceof ExternalError) throw known;
      if (typeof known === 'object') return known;
      return known === undefined ? 'absent' : { digest: known };
    },
  };
}

const log = { progress: () => {}, notice: () => {}, warning: () => {} };

async function verify(
  images: readonly ImageRequest[],
  registry: ImageRegistry,
  files: Readonly<Record<string, string>>,
  progress: (message: string) => void = log.progress,
) {
  const request: BumpRequest = { environment: 'prod', images, onMissing: 'error', mutableTags: 'forbid' };
  const environment = environmentOf(await catalog(files), request, new Map());
  return verifyImages(checkImages(request).images, environment, { registry, log: { ...log, progress } });
}

/** Applications of services whose image is `r.example/<service>`. */
function shop(...services: string[]): Record<string, string> {
  const application = (service: string) =>
    withParameters(service, [
      ['image.registry', 'r.example'],
      ['image.repository', service],
    ]);
  return Object.fromEntries(services.map((service) => [applicationFile(service, 'prod'), application(service)]));
}

describe('verifyImages', () => {
  const bump = (...services: string[]): ImageRequest[] => services.map((service) => ({ service, tag: '2-b' }));

  test('finds what is there, each image once, sorted by service', async () => {
    const registry = registryOf({ 'r.example/a:2-b': digestOf('a'), 'r.example/b:2-b': digestOf('b') });
    const second = { 'k8s/argocd/apps/prod/a-canary.yaml': shop('a')[applicationFile('a', 'prod')] ?? '' };
    expect(await verify(bump('b', 'a', 'b'), registry, { ...shop('a', 'b', 'c'), ...second })).toEqual([
      { service: 'a', reference: 'r.example/a:2-b', digest: digestOf('a') },
      { service: 'b', reference: 'r.example/b:2-b', digest: digestOf('b') },
    ]);
    expect(registry.asked).toEqual(['r.example/a:2-b', 'r.example/b:2-b']);
  });

  test('an image that no Application of its own takes is what the request says, or a mistake', async () => {
    const registry = registryOf({ 'ghcr.io/o/a:2-b': digestOf('a') });
    const elsewhere = { [applicationFile('a', 'dev')]: withParameters('a', [['image.registry', 'r.example']], 'dev') };
    const image = { service: 'a', tag: '2-b', repository: 'ghcr.io/o/a' };
    expect(await verify([image], registry, elsewhere)).toHaveLength(1);
    await expect(verify(bump('a'), registry, elsewhere)).rejects.toThrow('the image repository of "a" is not known');
    await expect(verify(bump('__proto__'), registry, {})).rejects.toThrow('of "__proto__" is not known');
    expect(registry.asked).toEqual(['ghcr.io/o/a:2-b']);
  });

  test('nothing to write is nothing to ask', async () => {
    expect(await verify([], registryOf({}), shop('a'))).toEqual([]);
  });

  test('judges the request first', async () => {
    const registry = registryOf({});
    await expect(verify([{ service: 'a', tag: '../x' }], registry, shop('a'))).rejects.toThrow(
      'is not a legal image tag',
    );
    expect(registry.asked).toEqual([]);
  });

  const refused = new ExternalError('r.example refuses to show c (403)', { help: 'Log in.' });
  const down = new ExternalError('r.example cannot be reached: ECONNREFUSED');
  test.each<[string, ImageRequest[], Parameters<typeof registryOf>[0], string, string]>([
    [
      'one that cannot be pulled',
      bump('a', 'b'),
      { 'r.example/a:2-b': { broken: 'it has nothing for linux/arm64' }, 'r.example/b:2-b': digestOf('b') },
      'UserError',
      'r.example/a:2-b ("a") cannot be pulled: it has nothing for linux/arm64',
    ],
    [
      'registries that fail in two ways',
      bump('a', 'c'),
      { 'r.example/a:2-b': down, 'r.example/c:2-b': refused },
      'ExternalError',
      '2 images could not be looked up: r.example/a:2-b ("a"), r.example/c:2-b ("c"): r.example cannot be reached: ECONNREFUSED; r.example refuses to show c (403)',
    ],
    ['one that is absent', bump('a'), {}, 'UserError', '1 image does not exist: r.example/a:2-b ("a")'],
    [
      'all that are absent',
      bump('c', 'b', 'a'),
      { 'r.example/b:2-b': digestOf('b') },
      'UserError',
      '2 images do not exist: r.example/a:2-b ("a"), r.example/c:2-b ("c")',
    ],
    [
      'a tag that has moved',
      [{ service: 'a', tag: '2-b', digest: digestOf('b') }],
      { 'r.example/a:2-b': digestOf('a') },
      'UserError',
      `r.example/a:2-b ("a") is ${digestOf('a')}, not ${digestOf('b')}`,
    ],
    [
      'a registry that refuses',
      bump('a', 'c'),
      { 'r.example/a:2-b': digestOf('a'), 'r.example/c:2-b': refused },
      'ExternalError',
      '1 image could not be looked up: r.example/c:2-b ("c"): r.example refuses to show c (403)',
    ],
    [
      'a registry that is down, once',
      bump('a', 'b'),
      { 'r.example/a:2-b': down, 'r.example/b:2-b': down },
      'ExternalError',
      '2 images could not be looked up: r.example/a:2-b ("a"), r.example/b:2-b ("b"): r.example cannot be reached: ECONNREFUSED',
    ],
    [
      'a mistake and what is not known, as a mistake',
      bump('a', 'b', 'c'),
      { 'r.example/b:2-b': digestOf('b'), 'r.example/c:2-b': refused },
      'UserError',
      '1 image does not exist: r.example/a:2-b ("a"); 1 image could not be looked up: r.example/c:2-b ("c"): r.example refuses to show c (403)',
    ],
  ])('tells of %s', async (_name, images, known, name, message) => {
    await expect(verify(images, registryOf(known), shop('a', 'b', 'c'))).rejects.toMatchObject({ name, message });
  });

  test('says that nothing was written, and what to do', async () => {
    const help = async (known: Parameters<typeof registryOf>[0]) =>
      verify(bump('a'), registryOf(known), shop('a')).catch((error: unknown) => error);
    expect(await help({})).toMatchObject({ help: expect.stringMatching(/^Nothing was written\. Check the tags/) });
    expect(await help({ 'r.example/a:2-b': refused })).toMatchObject({ help: 'Log in.', cause: refused });
    expect(await help({ 'r.example/a:2-b': down })).toMatchObject({ help: 'Nothing was written.', cause: down });
  });

  test('asks for the platforms that a service is built for, and for any where that is not said', async () => {
    const asked: unknown[] = [];
    const registry: ImageRegistry = {
      find: async ({ repository }, platforms) => {
        asked.push([repository, platforms]);
        return { digest: digestOf('a') };
      },
    };
    const images = bump('a', 'b');
    const request: BumpRequest = { environment: 'prod', images, onMissing: 'error', mutableTags: 'forbid' };
    const environment = environmentOf(await catalog(shop('a', 'b')), request, new Map());
    const platforms = new Map([['a', ['linux/arm64']]]);
    await verifyImages(images, environment, { registry, log, platforms });
    expect(asked).toEqual([
      ['a', ['linux/arm64']],
      ['b', []],
    ]);
  });

  test('the digest that is asked for is there', async () => {
    const images = [{ service: 'a', tag: '2-b', digest: digestOf('a') }];
    expect(await verify(images, registryOf({ 'r.example/a:2-b': digestOf('a') }), shop('a'))).toHaveLength(1);
  });

  test('a bug in a registry stays a bug', async () => {
    const registry = { find: () => Promise.reject(new TypeError('x')) };
    await expect(verify(bump('a'), registry, shop('a'))).rejects.toThrow(TypeError);
  });

  test('asks eight at a time, tells how far it is, and reports in one order whoever answers first', async () => {
    let open = 0;
    let most = 0;
    const registry: ImageRegistry = {
      find: async ({ repository }) => {
        open += 1;
        most = Math.max(most, open);
        for (let turn = 0; turn < 20 + ((Number(repository.slice(1)) * 7) % 11); turn += 1) await Promise.resolve();
        open -= 1;
        return { digest: digestOf('a') };
      },
    };
    const told: string[] = [];
    const found = await verify(bump(...thirty).reverse(), registry, shop(...thirty), (text) => told.push(text));
    expect(found.map(({ service }) => service)).toEqual(thirty);
    expect(most).toBe(8);
    expect(told).toHaveLength(30);
    expect(told.at(-1)).toMatch(/^looked up image 30 of 30: r\.example\/s\d\d:2-b$/);
  });
});

describe('pinDigests', () => {
  const pin = async (images: ImageRequest[], registry: ImageRegistry, files: Readonly<Record<string, string>>) => {
    const request: BumpRequest = { environment: 'prod', images, onMissing: 'warn', mutableTags: 'forbid' };
    const environment = environmentOf(await catalog(files), request, new Map());
    return (await pinDigests(checkImages(request), environment, { registry, log })).images;
  };
  const image = { service: 'a', tag: '2-b' };
  const canary = (repository: string) => ({
    'k8s/argocd/apps/prod/a-canary.yaml': withParameters('a', [['image.repository', repository]]),
  });

  test('adds the digest that was seen, keeps one that is given, and leaves what it cannot know', async () => {
    const registry = registryOf({ 'r.example/a:2-b': digestOf('a'), 'r.example/b:2-b': digestOf('b') });
    const given = { service: 'b', tag: '2-b', digest: digestOf('b') };
    const unknown = { service: 'c', tag: '2-b' };
    const nowhere = { service: 'd', tag: '2-b', repository: 'r.example/d' };
    const files = { ...shop('a', 'b'), [applicationFile('c', 'prod')]: withParameters('c', []) };
    expect(await pin([image, given, unknown, nowhere], registry, files)).toEqual([
      { ...image, digest: digestOf('a') },
      given,
      unknown,
      nowhere,
    ]);
  });

  test('an image that is absent is told as ever', async () => {
    await expect(pin([image], registryOf({}), shop('a'))).rejects.toThrow(
      '1 image does not exist: r.example/a:2-b ("a")',
    );
  });

  test('one digest in two places is one digest; two are a mistake', async () => {
    const files = { ...shop('a'), ...canary('s.example/a') };
    const same = registryOf({ 'r.example/a:2-b': digestOf('a'), 's.example/a:2-b': digestOf('a') });
    expect(await pin([image], same, files)).toEqual([{ ...image, digest: digestOf('a') }]);
    const different = registryOf({ 'r.example/a:2-b': digestOf('a'), 's.example/a:2-b': digestOf('b') });
    await expect(pin([image], different, files)).rejects.toMatchObject({
      message: '"a" cannot be pinned to one digest: r.example/a:2-b and s.example/a:2-b differ',
      help: expect.stringContaining('copy it, or do not pin digests'),
    });
  });
});
