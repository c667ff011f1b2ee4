import { expect, test } from '@jest/globals';
import { compareManifests } from '@rollcall/domain/rendering/differences';
import { type ExpectedImage, judgeDifferences } from '@rollcall/domain/rendering/judge';
import { renderedChange } from '@rollcall/domain/rendering/rendered-change';

const web: ExpectedImage = {
  image: { service: 'web', tag: '2-b' },
  matches: (repository) => repository.endsWith('/web'),
  isConfigured: false,
  replaced: [{ old: '1-a', new: '2-b' }],
};

function deployment(name: string, ...images: string[]): string {
  const containers = images.map((image, index) => `{name: c${index}, image: "${image}"}`);
  return `kind: Deployment\napiVersion: apps/v1\nmetadata: {name: ${name}}\nspec: {template: {spec: {containers: [${containers}]}}}\n`;
}

/** What is told of two renderings: each difference with its kind, and what nobody asked for. */
function verdict(before: string, after: string, expected: readonly ExpectedImage[] = [web]) {
  const compared = compareManifests(before, after);
  const { kinds, offences, served } = judgeDifferences(compared.differences, compared.after, expected);
  return {
    kinds: [...kinds].map(([difference, kind]) => {
      const { object, field, old, new: now } = renderedChange(difference, kind);
      return `${kind}: ${object} ${field}: ${old} → ${now}`;
    }),
    offences: offences.map(({ object, difference, why }) => [object.title, ...(difference?.path ?? []), why].join(' ')),
    served: served.size,
  };
}

test('the image that was asked for, and what is the same text with the new tag in it', () => {
  const text = (tag: string, hash: string) =>
    `${deployment('web', `ghcr.io/acme/web:${tag}`)}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: v, annotations: {checksum/config: ${hash}}}\ndata: {version: "v${tag}"}\n`;
  expect(verdict(text('1-a', 'a'.repeat(64)), text('2-b', 'b'.repeat(64)))).toEqual({
    kinds: [
      'image: Deployment web spec.template.spec.containers[0].image: ghcr.io/acme/web:1-a → ghcr.io/acme/web:2-b',
      `checksum: ConfigMap v metadata.annotations["checksum/config"]: ${'a'.repeat(64)} → ${'b'.repeat(64)}`,
      'follows: ConfigMap v data.version: v1-a → v2-b',
    ],
    offences: [],
    served: 1,
  });
});

test.each([
  [
    'another image, whose tag was the same',
    deployment('web', 'ghcr.io/acme/web:1-a', 'ghcr.io/acme/proxy:1-a'),
    deployment('web', 'ghcr.io/acme/web:2-b', 'ghcr.io/acme/proxy:2-b'),
    ['Deployment web spec template spec containers 1 image is not the image of "web"'],
  ],
  [
    'another tag than the one that was asked for',
    deployment('web', 'ghcr.io/acme/web:1-a'),
    deployment('web', 'ghcr.io/acme/web:2-b-alpine'),
    ['Deployment web spec template spec containers 0 image does not have the tag "2-b"'],
  ],
  [
    'a digest that stays and wins',
    deployment('web', 'ghcr.io/acme/web:1-a@sha256:0'),
    deployment('web', 'ghcr.io/acme/web:2-b@sha256:0'),
    ['Deployment web spec template spec containers 0 image is pinned to sha256:0, which is not what was asked for'],
  ],
  [
    'a repository that moves',
    deployment('web', 'ghcr.io/acme/web:1-a'),
    deployment('web', 'ghcr.io/other/web:2-b'),
    ['Deployment web spec template spec containers 0 image has another repository than before'],
  ],
  [
    'the same image in a place that keeps its tag',
    `${deployment('web', 'ghcr.io/acme/web:1-a')}---\n${deployment('job', 'ghcr.io/acme/web:0')}`,
    `${deployment('web', 'ghcr.io/acme/web:2-b')}---\n${deployment('job', 'ghcr.io/acme/web:0')}`,
    ['Deployment job still runs ghcr.io/acme/web:0'],
  ],
  [
    'a field that has nothing to do with it',
    'kind: A\nmetadata: {name: a}\nspec: {replicas: 1}\n',
    'kind: A\nmetadata: {name: a}\nspec: {replicas: 2}\n',
    ['A a spec replicas was not asked for'],
  ],
  [
    'an object that comes, and one that goes',
    'kind: A\nmetadata: {name: a}\n',
    'kind: B\nmetadata: {name: b}\n',
    ['A a goes', 'B b comes'],
  ],
])('%s is refused', (_what, before, after, offences) => {
  expect(verdict(before, after).offences).toEqual(offences);
});

test('an image of another name is the one of the service where no other changes, unless the repository is configured', () => {
  const [before, after] = [deployment('a', 'acme/frontend:1-a'), deployment('a', 'acme/frontend:2-b')] as const;
  expect(verdict(before, after)).toMatchObject({ offences: [], served: 1 });
  expect(verdict(before, after, [{ ...web, isConfigured: true }]).offences).toEqual([
    'Deployment a spec template spec containers 0 image is not the image of "web"',
  ]);
  expect(verdict(before, after, []).offences).toEqual([
    'Deployment a spec template spec containers 0 image is of no service that gets an image',
  ]);
});

test('an image in a field of another name is judged as one', () => {
  const text = (image: string) => `kind: A\nmetadata: {name: a}\nenv: [{name: SIDECAR, value: ${image}}]\n`;
  expect(
    verdict(text('ghcr.io/acme/proxy:1-a'), text('ghcr.io/acme/proxy:2-b'), [{ ...web, isConfigured: true }]),
  ).toMatchObject({ offences: ['A a env 0 value is not the image of "web"'] });
  expect(verdict(text('ghcr.io/acme/web:1-a'), text('ghcr.io/acme/web:2-b'))).toMatchObject({
    offences: [],
    served: 1,
  });
});

test('a digest alone is what was asked for', () => {
  const digest = `sha256:${'d'.repeat(64)}`;
  const pinned = { ...web, image: { ...web.image, digest } };
  expect(
    verdict(deployment('web', 'acme/web@sha256:0'), deployment('web', `acme/web@${digest}`), [pinned]),
  ).toMatchObject({ offences: [], served: 1 });
});

test('the edit of an Application that another one deploys is the change itself', () => {
  const text = (tag: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web}\nspec: {source: {helm: {parameters: [{name: image.tag, value: ${tag}}]}}}\n`;
  for (const expected of [[web], []]) expect(verdict(text('1-a'), text('2-b'), expected).offences).toEqual([]);
  expect(verdict(text('1-a'), '', []).offences).toEqual(['Application web goes']);
});

test('a name with a hash of what it holds, as kustomize makes it, is the same object', () => {
  const text = (tag: string, hash: string) =>
    `kind: ConfigMap\nmetadata: {name: v-${hash}}\ndata: {tag: ${tag}}\n---\nkind: A\nmetadata: {name: a}\nref: v-${hash}\n`;
  expect(verdict(text('1-a', 'k695gkmbtk'), text('2-b', 'c4b8c7d2fm'))).toMatchObject({
    kinds: [
      'checksum: ConfigMap v-k695gkmbtk metadata.name: v-k695gkmbtk → v-c4b8c7d2fm',
      'follows: ConfigMap v-k695gkmbtk data.tag: 1-a → 2-b',
      'checksum: A a ref: v-k695gkmbtk → v-c4b8c7d2fm',
    ],
    offences: [],
  });
});

test.each([
  ['List', 'kind: Secret, apiVersion: v1, '],
  // Kubernetes takes the kind of an item that says none from its list.
  ['SecretList', ''],
])('what a Secret holds is compared and never shown, in a %s', (list, said) => {
  const text = (value: string) =>
    `kind: ${list}\napiVersion: v1\nitems: [{${said}metadata: {name: s, annotations: {x: ${value}}}, data: {p: ${btoa(`p=${value}`)}}}]\n`;
  const told = verdict(text('1-a'), text('2-b'));
  expect(told).toMatchObject({ offences: [], served: 1 });
  expect(told.kinds).toEqual([
    'follows: Secret s metadata.annotations.x: (hidden) → (hidden)',
    'follows: Secret s data.p: (hidden) → (hidden)',
  ]);
  const other = compareManifests('kind: Secret\nmetadata: {name: s}\n', 'kind: Secret\nstringData: {a: password}\n');
  expect(JSON.stringify(other.differences.map((one) => renderedChange(one, 'follows')))).not.toContain('password');
});
