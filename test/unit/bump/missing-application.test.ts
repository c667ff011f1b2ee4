import { describe, expect, test } from '@jest/globals';
import type { Catalog } from '@rollcall/domain/catalog/catalog';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { UserError } from '@rollcall/domain/user-error';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { applicationFile, applicationText, planOf } from './catalog-of.ts';

const repositoryUrl = 'https://github.com/example/shop.git';

type Files = Record<string, string | Uint8Array>;

const head = 'apiVersion: argoproj.io/v1alpha1\nkind: Application\n';
const source = { 'services/cart-service/Dockerfile': '' };

function application(service: string, environment: string): Files {
  return { [applicationFile(service, environment)]: applicationText(service, environment, '1-a') };
}

/** What a bump of a service in prod says; the tag that it writes where it has nothing to say. */
async function said(
  files: Files,
  service = 'cart-service',
  catalog?: Catalog,
): Promise<{ message: string; help?: string | undefined }> {
  const images = [{ service, tag: '2-b' }];
  const request = { environment: 'prod', images, onMissing: 'error', mutableTags: 'forbid' } as const;
  try {
    await planOf(request, memoryTree(files), catalog);
    return { message: 'planned' };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { message: error.message, help: error.help };
  }
}

describe('a service without an Application in the environment', () => {
  test('is told where it has some, each environment once and by name', async () => {
    const files = {
      ...source,
      ...application('other', 'prod'),
      ...application('cart-service', 'stage'),
      ...application('cart-service', 'dev'),
      'k8s/argocd/apps/dev/second.yaml': applicationText('cart-service', 'dev', '1-a').replace(
        'service-dev',
        'dev-two',
      ),
    };
    expect(await said(files)).toEqual({
      message: '"cart-service" has no Application in prod',
      help: 'Its Applications are for: dev, stage. Add one for prod, or set on-missing to warn.',
    });
  });

  test('is told that nothing deploys its chart, which somebody installs by hand', async () => {
    const files = {
      ...source,
      ...application('other', 'prod'),
      'charts/cart-service/Chart.yaml': 'apiVersion: v2\nname: cart-service\nversion: 0.1.0\n',
      'charts/cart-service/values.yaml': 'image: {repository: ghcr.io/example/cart-service, tag: 1-a}\n',
    };
    expect(await said(files)).toEqual({
      message:
        '"cart-service" has no Application: none deploys its chart charts/cart-service, and with which values somebody installs it by hand is not known here',
      help: 'Add an Application of it for prod, give the tag where it is installed, or set on-missing to warn.',
    });
  });

  test('is told what is deployed there where the sources are in another repository', async () => {
    const files = {
      ...application('user', 'prod'),
      ...application('cart-service', 'prod'),
      ...application('cart-server', 'dev'),
    };
    const catalog = await loadCatalog(memoryTree(files), {}, { repositoryUrl, elsewhere: ['cart-servise'] });
    expect(await said(files, 'cart-servise', catalog)).toEqual({
      message:
        'nothing deploys "cart-servise" to prod: no Application is called so, and none names an image of that name',
      help: 'Did you mean "cart-service"? The Applications of prod are cart-service, user.',
    });
  });

  test('is told that nothing is deployed there', async () => {
    const config = { environments: { prod: {} } };
    const files = application('cart', 'dev');
    const catalog = await loadCatalog(memoryTree(files), config, { repositoryUrl, elsewhere: ['web'] });
    expect((await said(files, 'web', catalog)).help).toBe('The Applications of prod are none.');
  });

  test('that is misspelt is told the services, by name', async () => {
    const files = {
      ...source,
      'services/zoo/Dockerfile': '',
      'services/a/Dockerfile': '',
      ...application('a', 'prod'),
    };
    expect(await said(files, 'cart-servise')).toEqual({
      message: 'there is no service "cart-servise"',
      help: 'Did you mean "cart-service"? The services are a, cart-service, zoo.',
    });
  });
});

describe('a file that was not read may hold the missing Application', () => {
  const broken = (text: string): Files => ({ 'k8s/argocd/apps/prod/broken.yaml': `${head}${text}: [\n` });
  const files = { ...source, ...application('other', 'prod') };

  test('and is named, with the mistake in it', async () => {
    expect((await said({ ...files, ...broken('x') })).message).toMatch(
      /^"cart-service" has no Application \(k8s\/argocd\/apps\/prod\/broken\.yaml:\d+:\d+: .+\)$/,
    );
  });

  test('three at most, what is wrong before what is only not read', async () => {
    const template = `{{- if .Values.x }}\n{{- end }}\n${head}x: [\n`;
    const many = Object.fromEntries(
      ['a', 'b', 'c', 'd'].map((name) => [
        `k8s/argocd/apps/prod/${name}.yaml`,
        name === 'a' ? template : `${head}x: [\n`,
      ]),
    );
    const { message } = await said({ ...files, ...many });
    expect(message.match(/prod\/[a-d]\.yaml(?=:)/g)).toEqual(['prod/b.yaml', 'prod/c.yaml', 'prod/d.yaml']);
    expect(message.split('; ')).toHaveLength(3);
  });
});

describe('beside an Application that is there, a file that was not read', () => {
  const files = { ...source, ...application('cart-service', 'prod') };
  const beside = (text: string, folder = 'k8s/argocd/apps/prod'): Files => ({
    [`${folder}/broken.yaml`]: `${head}# ${text}\nx: [\n`,
  });

  test.each<[string, Files]>([
    ['names the service', beside('of cart-service')],
    ['names it at the end', { 'k8s/argocd/apps/prod/broken.yaml': `${head}x: [\n# cart-service` }],
    ['names it behind a name that begins with it', beside('cart-service-v2 and cart-service')],
    ['cannot be decoded', { 'k8s/argocd/apps/prod/broken.yaml': Buffer.from(`${head}x: \xff\n`, 'latin1') }],
  ])('stops the bump where it %s', async (_what, more) => {
    expect((await said({ ...files, ...more })).message).toContain(
      'it names "cart-service", and may be an Application of it',
    );
  });

  test.each<[string, Files]>([
    [
      'is a template that names it',
      { 'k8s/argocd/apps/prod/broken.yaml': `{{- if .x }}\n{{- end }}\n${head}# of cart-service\nx: [\n` },
    ],
    ['names others alone', beside('of user-service')],
    ['names a longer name', beside('my-cart-service, cart-service-v2, cart-service.v2')],
    ['lies in the folder of no Application of the environment', beside('of cart-service', 'k8s/elsewhere')],
    [
      'lies in the folder of another environment',
      { ...application('other', 'dev'), ...beside('of cart-service', 'k8s/argocd/apps/dev') },
    ],
  ])('does not where it %s', async (_what, more) => {
    expect((await said({ ...files, ...more })).message).toBe('planned');
  });
});
