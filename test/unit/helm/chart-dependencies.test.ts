import { describe, expect, test } from '@jest/globals';
import { chartCopies, chartDependencies } from '@rollcall/domain/helm/chart-dependencies';

// Where Helm 3.22.0 and 4.3.2 read what a chart takes in: `helm template`, and as Argo CD does, `helm dependency build`
// before it where a dependency is missing in charts/.

const beside = { name: 'web', version: '0.x.x', repository: 'file://../web' };
const elsewhere = { name: 'web', version: '0.x.x', repository: 'https://charts.example' };
const other = { name: 'api', version: '0.x.x', repository: 'file://../api' };

function copies(dependencies: readonly unknown[], vendored: readonly string[], names: Record<string, string> = {}) {
  return Object.fromEntries(
    chartCopies({
      folder: 'charts/shop',
      dependencies,
      vendored,
      nameOf: (path) => names[path],
      isChart: (folder) =>
        folder === 'charts/web' || folder === 'charts/api' || vendored.includes(`${folder.slice(19)}/Chart.yaml`),
    }),
  );
}

const built = { kind: 'folder', path: 'charts/web', isVendored: false };
const copy = { kind: 'folder', path: 'charts/shop/charts/web', isVendored: true };

describe('a chart that is taken in', () => {
  test.each<[string, readonly unknown[], readonly string[], object]>([
    ['is the folder that is named', [beside], [], { web: built }],
    ['is the copy in charts/, whatever folder is named', [beside], ['web/Chart.yaml'], { web: copy }],
    [
      'is the copy that is named by its folder',
      [{ ...beside, repository: 'file://./charts/web' }],
      ['web/Chart.yaml'],
      { web: copy },
    ],
    ['is the packed copy, whatever folder is named', [beside], ['web-0.1.0.tgz'], { web: { kind: 'packed' } }],
    ['is the packed copy of a server', [elsewhere], ['web-0.1.0.tgz'], { web: { kind: 'packed' } }],
    ['is not what is packed under a longer name', [beside], ['web-ui-0.1.0.tgz'], { web: built }],
    ['is nowhere here', [elsewhere], [], {}],
    ['is there though nobody asks for it', [], ['web/Chart.yaml'], { web: copy }],
    ['is nothing that begins with an underscore or a dot', [elsewhere], ['_web/Chart.yaml', '.web/Chart.yaml'], {}],
    ['is nothing deeper', [elsewhere], ['web/charts/web/Chart.yaml'], {}],
  ])('%s', (_title, dependencies, vendored, expected) => {
    expect(copies(dependencies, vendored)).toEqual(expected);
  });

  test('is called as it calls itself', () => {
    const names = { 'charts/shop/charts/front/Chart.yaml': 'web' };
    const path = 'charts/shop/charts/front';
    expect(copies([beside], ['front/Chart.yaml'], names)).toEqual({ web: { kind: 'folder', path, isVendored: true } });
  });
});

describe('where another one is missing, all are built', () => {
  const api = { kind: 'folder', path: 'charts/api', isVendored: false };

  test.each<[string, readonly unknown[], readonly string[], object]>([
    ['a packed copy is packed again', [beside, other], ['web-0.1.0.tgz'], { web: built, api }],
    ['a packed copy of a server stays one', [elsewhere, other], ['web-0.1.0.tgz'], { web: { kind: 'packed' }, api }],
    [
      'a copy is one of two',
      [beside, other],
      ['web/Chart.yaml'],
      { web: { kind: 'either', paths: ['charts/shop/charts/web', 'charts/web'] }, api },
    ],
    [
      'the copy that is named is packed beside itself',
      [{ ...beside, repository: 'file://charts/web' }, other],
      ['web/Chart.yaml'],
      { web: copy, api },
    ],
  ])('%s', (_title, dependencies, vendored, expected) => {
    expect(copies(dependencies, vendored)).toEqual(expected);
  });
});

test.each([
  ['Chart.yaml alone', { dependencies: [beside] }, undefined, [beside]],
  ['requirements.yaml over it', { apiVersion: 'v2', dependencies: [beside] }, { dependencies: [other] }, [other]],
  ['a requirements.yaml of nothing', { dependencies: [beside] }, { dependencies: null }, []],
  ['a requirements.yaml without the key', { dependencies: [beside] }, {}, [beside]],
])('dependencies: %s', (_title, chart, requirements, expected) => {
  expect(chartDependencies(chart, requirements)).toEqual(expected);
});
