import { expect, test } from '@jest/globals';
import { kustomizeContents } from '@rollcall/domain/argocd/kustomization';
import { indexFiles } from '@rollcall/domain/tree/path-index';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';

// kustomize 5.8.2 asks a server wherever a field names a file by `http:` or `https:` (`IsRemoteFile` of its loader).
const address = 'http://127.0.0.1:1/x.yaml';

test.each([
  ['resources', `resources: ["${address}"]`],
  ['capitals', `resources: ["HTTP://127.0.0.1:1/x.yaml"]`],
  ['one slash', `resources: ["http:/127.0.0.1:1/x.yaml"]`],
  ['bases', `bases: ["${address}"]`],
  ['components', `components: ["${address}"]`],
  ['crds', `crds: ["${address}"]`],
  ['patches', `patches: [{path: "${address}"}]`],
  ['strategic merge', `patchesStrategicMerge: ["${address}"]`],
  ['JSON 6902', `patchesJson6902: [{path: "${address}", target: {kind: Pod}}]`],
  ['files of a ConfigMap', `configMapGenerator: [{name: a, files: ["k=${address}"]}]`],
  ['variables of a Secret', `secretGenerator: [{name: a, envs: ["${address}"]}]`],
  ['replacements', `replacements: [{path: "${address}"}]`],
  ['openapi', `openapi: {path: "${address}"}`],
  ['configurations', `configurations: ["${address}"]`],
  ['transformers', `transformers: ["${address}"]`],
  ['generators', `generators: ["${address}"]`],
  ['validators', `validators: ["${address}"]`],
])('an address is no file, whatever the repository has: %s', (_field, text) => {
  const file = parseYamlFile('k/kustomization.yaml', `${text}\n`);
  const paths = indexFiles([
    'k/kustomization.yaml',
    'k/http:/127.0.0.1:1/x.yaml',
    'k/HTTP:/127.0.0.1:1/x.yaml',
    'k/https:/127.0.0.1:1/x.yaml',
  ]);
  const { absent, files } = kustomizeContents('k', undefined, { paths, yaml: () => file });
  expect(absent).toHaveLength(1);
  expect(files.map(({ path }) => path)).toEqual(['k/kustomization.yaml']);
});
