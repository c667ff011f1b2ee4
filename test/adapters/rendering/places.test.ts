import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { deadlineIn } from '@rollcall/adapters/network/deadline';
import { manifestRenderer } from '@rollcall/adapters/rendering/manifest-renderer';
import { bumpInPlace } from '@rollcall/domain/bump/bump-images';
import { settingsOf } from '@rollcall/domain/bump/deploy-target';
import { parseConfig } from '@rollcall/domain/catalog/config';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import type { Tree } from '@rollcall/domain/ports';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { pathWith, renderPrograms } from '@rollcall/testkit/render-programs';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { readTextArchive } from '@rollcall/testkit/text-archive';

const { helm, kustomize } = renderPrograms;
const withTools = helm && kustomize ? test : test.skip;
if (!helm || !kustomize) console.error('SKIPPED: no helm and kustomize on this machine, so no place is rendered');

const root = join(import.meta.dirname, '../../places');
const sources = { 'services/web/Dockerfile': 'FROM scratch\n', 'services/api/Dockerfile': 'FROM scratch\n' };
const written = readdirSync(root).flatMap((name) => {
  const files = readTextArchive(readFileSync(join(root, name), 'utf8'));
  return files.has('refused.txt') ? [] : [[name.replace(/\.txt$/, ''), files] as const];
});
/** What Rollcall says of an Application that it does not render. */
const outOfReach =
  /^(?:its chart is in a Helm repository|it reads another repository|jsonnet is not rendered|(?:transformers|helmCharts) of k8s\/kustomization\.yaml are not rendered)$/;
const log = { progress: () => {}, notice: () => {}, warning: () => {} };

withTools.each(written)('what is written at %s is what is rendered', async (_name, files) => {
  const own = Object.fromEntries(
    [...files].flatMap(([path, content]) => (path.startsWith('tree/') ? [[path.slice(5), content.toString()]] : [])),
  );
  const tree = memoryTree(files.has('without-sources') ? own : { ...own, ...sources });
  const { config } = parseConfig('rollcall.yaml', own['rollcall.yaml'] ?? '{}\n');
  const asked = { service: 'web', tag: 'v2', environment: 'prod', ...JSON.parse(`${files.get('bump.json') ?? '{}'}`) };
  const { environment, ...image } = asked as { service: string; tag: string; environment: string };
  const renderer = manifestRenderer({
    env: { PATH: pathWith({ helm: helm ?? '', kustomize: kustomize ?? '' }) },
    temporaryFolder: () => temporaryFolder('render'),
    deadline: deadlineIn(120_000),
  });
  const { rendering } = await bumpInPlace({
    request: { ...settingsOf(config, environment), images: [image], onMissing: 'error' },
    loadCatalog: (of: Tree) =>
      loadCatalog(of, config, { repositoryUrl: 'https://github.com/acme/shop.git', elsewhere: [image.service] }),
    render: { mode: 'auto', renderer },
    ...{ tree, log, writer: null, dryRun: true, sourceHistory: null, origin: {} },
  });
  const reasons = rendering.applications.flatMap(({ notRendered }) => notRendered ?? []);
  expect(reasons.filter((why) => !outOfReach.test(why))).toEqual([]);
  if (reasons.length > 0) return;
  const kinds = rendering.applications.flatMap(({ changes }) => changes.map(({ kind }) => kind));
  expect(kinds).toContain('image');
});
