import { expect, test } from '@jest/globals';
import { settingsOf } from '@rollcall/domain/bump/deploy-target';
import { openEnvironment } from '@rollcall/domain/bump/open-environment';
import { unwritable } from '@rollcall/domain/bump/unwritable';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { applicationFile, applicationText, catalogOf } from './catalog-of.ts';

const chart = (service: string, template: string): Record<string, string> => ({
  [`services/${service}/Dockerfile`]: 'FROM scratch\n',
  [`k8s/helm/charts/${service}/Chart.yaml`]: `apiVersion: v2\nname: ${service}\nversion: 1.0.0\n`,
  [`k8s/helm/charts/${service}/values.yaml`]: `image: {repository: ghcr.io/example/${service}, tag: 1-a}\n`,
  [`k8s/helm/charts/${service}/templates/a.yaml`]: template,
});
const pod =
  'kind: Pod\nspec: {containers: [{name: a, image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"}]}\n';
/** A template of which nobody can tell the image without rendering it: the chart takes in one that is not here. */
const computed =
  'kind: Pod\nspec: {containers: [{name: a, image: "ghcr.io/example/computed:{{ .Values.image.tag | sha256sum }}"}]}\n';

async function reasons(services: readonly string[], renders: boolean): Promise<Record<string, string>> {
  const tree = memoryTree({
    ...chart('plain', pod),
    ...chart('computed', computed),
    'k8s/helm/charts/computed/Chart.yaml':
      'apiVersion: v2\nname: computed\nversion: 1.0.0\ndependencies: [{name: redis, version: 1.x.x, repository: "https://charts.example.com"}]\n',
    'services/absent/Dockerfile': 'FROM scratch\n',
    [applicationFile('plain', 'prod')]: applicationText('plain', 'prod', '1-a'),
    [applicationFile('computed', 'prod')]: applicationText('computed', 'prod', '1-a'),
  });
  const settings = settingsOf({}, 'prod');
  const environment = await openEnvironment(tree, await catalogOf(tree), settings, services);
  return Object.fromEntries(await unwritable(services, { settings, renders }, environment));
}

test('a service that can be written has no reason', async () => {
  expect(await reasons(['plain'], false)).toEqual({});
});

test("one that is deployed nowhere is told, and stands in nobody's way", async () => {
  expect(await reasons(['plain', 'absent'], false)).toEqual({ absent: expect.stringContaining('absent') });
});

test('one whose place only rendering proves is told where nothing is rendered, and only there', async () => {
  const services = ['plain', 'computed'];
  expect(await reasons(services, false)).toEqual({
    computed: expect.stringContaining('image.tag is the tag of what Application "computed-prod" runs'),
  });
  expect(await reasons(services, true)).toEqual({});
});

test('of none nothing is planned', async () => {
  expect(await reasons([], false)).toEqual({});
});
