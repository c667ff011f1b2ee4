import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '@rollcall/domain/verify/facts/kubernetes/objects';
import {
  type AppProject,
  deniedKind,
  permitsDestination,
  permitsSource,
} from '@rollcall/domain/verify/rules/argocd/app-projects';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';

function object(text: string): KubernetesObject {
  const [document] = parseYamlFile('a.yaml', text).documents;
  if (!document) throw new Error('no document');
  const value = document.value() as { kind: string; apiVersion: string };
  const [group = '', version] = value.apiVersion.split('/');
  const at = { file: 'a.yaml', document, at: [], name: 'a', namespace: null, value };
  return { ...at, kind: value.kind, group: version === undefined ? '' : group };
}

function project(spec: string): AppProject {
  return { name: 'shop', object: object(`apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nspec: ${spec}\n`) };
}

const local = 'https://kubernetes.default.svc';

describe('permitsSource', () => {
  test.each([
    ['{}', 'https://git.example.com/shop/shop.git', true],
    ['{sourceRepos: []}', 'https://git.example.com/shop/shop.git', false],
    ['{sourceRepos: ["*"]}', 'https://git.example.com/shop/shop.git', true],
    ['{sourceRepos: ["https://git.example.com/Shop/shop"]}', 'https://git.example.com/shop/shop.git', true],
    ['{sourceRepos: ["https://git.example.com/shop/*"]}', 'https://git.example.com/shop/charts', true],
    ['{sourceRepos: ["https://git.example.com/*"]}', 'https://git.example.com/shop/charts', false],
    ['{sourceRepos: ["https://git.example.com/shop/shop.git"]}', 'git@git.example.com:shop/shop.git', false],
    ['{sourceRepos: ["git@git.example.com:shop/*"]}', 'ssh://git@git.example.com/shop/shop.git', true],
    ['{sourceRepos: ["*", "!https://git.example.com/old/*"]}', 'https://git.example.com/old/shop', false],
    ['{sourceRepos: ["!https://git.example.com/old/*"]}', 'https://git.example.com/shop/shop', true],
    ['{sourceRepos: [1, null, "*"]}', 'https://git.example.com/shop/shop', true],
  ])('%s: %s is %j', (spec, url, expected) => {
    expect(permitsSource(project(spec), url)).toBe(expected);
  });
});

describe('permitsDestination', () => {
  test.each([
    ['{}', { server: local, name: null, namespace: 'a' }, true],
    ['{destinations: []}', { server: local, name: null, namespace: 'a' }, false],
    [`{destinations: [{server: "${local}", namespace: a}]}`, { server: local, name: null, namespace: 'a' }, true],
    [`{destinations: [{server: "${local}", namespace: a}]}`, { server: local, name: null, namespace: 'b' }, false],
    [`{destinations: [{server: "${local}", namespace: a}]}`, { server: local, name: null, namespace: null }, false],
    [
      `{destinations: [{server: "${local}", namespace: a}]}`,
      { server: null, name: 'in-cluster', namespace: 'a' },
      true,
    ],
    ['{destinations: [{name: in-cluster, namespace: a}]}', { server: local, name: null, namespace: 'a' }, true],
    ['{destinations: [{name: in-cluster, namespace: a}]}', { server: 'https://b', name: null, namespace: 'a' }, true],
    ['{destinations: [{server: "https://b", namespace: a}]}', { server: local, name: null, namespace: 'a' }, false],
    ['{destinations: [{server: "*", namespace: "*"}]}', { server: null, name: 'b', namespace: 'a' }, true],
    ['{destinations: [{server: "*", namespace: "!kube-system"}]}', { server: local, name: null, namespace: 'a' }, true],
    [
      '{destinations: [{server: "*", namespace: "*"}, {server: "*", namespace: "!kube-system"}]}',
      { server: local, name: null, namespace: 'kube-system' },
      false,
    ],
    [
      '{destinations: [{server: "*", namespace: "*"}, {server: "!https://b", namespace: "*"}]}',
      { server: 'https://b', name: null, namespace: 'a' },
      false,
    ],
  ])('%s: %j is %j', (spec, destination, expected) => {
    expect(permitsDestination(project(spec), destination)).toBe(expected);
  });
});

describe('deniedKind', () => {
  const role = object('apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\n');
  const config = object('apiVersion: v1\nkind: ConfigMap\n');
  const widget = object('apiVersion: example.com/v1\nkind: Widget\n');
  test.each([
    ['{}', role, 'its clusterResourceWhitelist does not have it'],
    ['{}', config, null],
    ['{}', widget, null],
    ['{clusterResourceWhitelist: [{group: "*", kind: "*"}]}', role, null],
    ['{clusterResourceWhitelist: [{group: "*", kind: ClusterRole, name: "a"}]}', role, null],
    [
      '{clusterResourceWhitelist: [{group: "*", kind: ClusterRole, name: "b"}]}',
      role,
      'its clusterResourceWhitelist does not have it',
    ],
    [
      '{clusterResourceWhitelist: [{group: "*", kind: "*"}], clusterResourceBlacklist: [{group: "*", kind: ClusterRole}]}',
      role,
      'its clusterResourceBlacklist has it',
    ],
    ['{namespaceResourceWhitelist: []}', config, 'its namespaceResourceWhitelist does not have it'],
    ['{namespaceResourceWhitelist: [{group: "", kind: "Config*"}]}', config, null],
    ['{namespaceResourceBlacklist: [{group: "", kind: ConfigMap}]}', config, 'its namespaceResourceBlacklist has it'],
  ])('%s', (spec, one, expected) => {
    expect(deniedKind(project(spec), one)).toBe(expected);
  });
});
