import { describe, expect, test } from '@jest/globals';
import { readTemplate } from '@rollcall/domain/helm/helm-template';
import { templateDocuments } from '@rollcall/domain/helm/template-documents';
import { type ChartTemplates, normaliseWritten } from '@rollcall/domain/verify/facts/helm/chart-templates';
import { insertAnnotations, podTemplatesOf } from '@rollcall/domain/verify/facts/kubernetes/pod-templates';
import { readConfigMaps } from '@rollcall/domain/verify/rules/helm/config-map-reads';
import { readsOfValues } from '@rollcall/domain/verify/rules/helm/value-reads';
import { infrastructureOf } from '@rollcall/domain/verify/rules/istio/infrastructure-pods';
import { isMissing, type WrittenObject } from '@rollcall/domain/verify/rules/kubernetes/manifest-sets';
import { applyEdits } from '@rollcall/domain/yaml/edit';

describe('names are equal in one spelling', () => {
  test.each<[string, string, string]>([
    ['quotes', '"{{ .Chart.Name }}-config"', '{{ .Chart.Name }}-config'],
    ['trim marks', '{{- .Chart.Name -}}', '{{ .Chart.Name }}'],
    ['the root', '{{ include "a.name" $ }}', '{{ include "a.name" . }}'],
    ['fields of the root', '{{ $.Chart.Name }}', '{{ .Chart.Name }}'],
    ['template', '{{ template "a.name" . }}', '{{ include "a.name" . }}'],
    ['quote', '{{ .Chart.Name | quote }}', '{{ .Chart.Name }}'],
    ['a variable that is set once', '{{ $name }}-config', '{{ include "a.name" . }}-config'],
    ['printf', '{{ printf "%s-config" (include "a.name" .) }}', '{{ include "a.name" . }}-config'],
    ['printf of two', '{{ printf "%s-%s" .Release.Name .Chart.Name }}', '{{ .Release.Name }}-{{ .Chart.Name }}'],
  ])('%s', (_name, one, other) => {
    const template = readTemplate('t.yaml', '{{- $name := include "a.name" . -}}\n');
    expect(normaliseWritten(one, template)).toBe(normaliseWritten(other, template));
  });

  test.each<[string, string, string]>([
    ['another literal', '{{ .Chart.Name }}-a', '{{ .Chart.Name }}-b'],
    ['another expression', '{{ .Chart.Name }}', '{{ .Release.Name }}'],
    ['printf with a width', '{{ printf "%5s" .Chart.Name }}', '{{ .Chart.Name }}'],
    ['a variable that is set twice', '{{ $twice }}', '{{ .a }}'],
  ])('%s is not', (_name, one, other) => {
    const template = readTemplate('t.yaml', '{{ $twice := .a }}{{ $twice = .b }}');
    expect(normaliseWritten(one, template)).not.toBe(normaliseWritten(other, template));
  });
});

test.each<[string, string, string[], boolean]>([
  ['it is there', 'a', ['a', 'b'], false],
  ['others are', 'a', ['b'], true],
  ['nothing is', 'a', [], true],
  ['an expression may be it', 'a', ['{{ .x }}'], false],
  ['a literal may be what an expression is', '{{ .x }}', ['a'], false],
  ['the same expression with more', '{{ .x }}-canary', ['{{ .x }}', '{{ .x }}-stable'], true],
  ['one of them may be it', '{{ .x }}-canary', ['{{ .x }}', '{{ .y }}'], false],
])('missing or not: %s', (_name, wanted, names, expected) => {
  const objects = names.map((name) => ({ kind: 'Service', name }) as WrittenObject);
  expect(isMissing({ chart: null, objects, open: false }, 'Service', wanted)).toBe(expected);
});

describe('ConfigMaps that a pod reads', () => {
  test.each<[string, string, [string, boolean, boolean][]]>([
    ['envFrom', 'envFrom:\n  - configMapRef:\n      name: a\n', [['a', false, false]]],
    [
      'in one line',
      'envFrom:\n  - configMapRef: { name: {{ .x }}-a, optional: true }\n',
      [['{{ .x }}-a', false, false]],
    ],
    ['the key first', 'valueFrom:\n  configMapKeyRef:\n    key: b\n    name: a\n', [['a', false, false]]],
    ['a Secret is none', 'envFrom:\n  - secretRef:\n      name: a\n', []],
    ['a name of something else', 'volumes:\n  - configMap:\n    name: v\n', []],
    [
      'a folder of settings',
      'volumeMounts:\n  - name: v\n    mountPath: /etc/a\nvolumes:\n  - name: v\n    configMap:\n      name: a\n',
      [['a', true, false]],
    ],
    [
      'a folder of pages',
      'volumeMounts:\n  - mountPath: /srv/www\n    name: v\nvolumes:\n  - configMap:\n      name: a\n    name: v\n',
      [['a', true, true]],
    ],
    [
      'one page of a folder',
      'volumeMounts:\n  - mountPath: /srv/www/a.html\n    name: v\n    subPath: a.html\nvolumes:\n  - name: v\n    projected:\n      sources:\n        - configMap:\n            name: a\n',
      [['a', true, false]],
    ],
  ])('%s', (_name, spec, expected) => {
    const found = readConfigMaps(spec, readTemplate('t.yaml', ''));
    expect(found.map(({ name, mounted, fresh }) => [name, mounted, fresh])).toEqual(expected);
  });
});

describe('annotations are inserted', () => {
  const chartOf = (text: string): ChartTemplates =>
    ({ documents: templateDocuments(readTemplate('t.yaml', text)) }) as unknown as ChartTemplates;
  const workload = (metadata: string): string => `kind: Deployment\nspec:\n  template:\n${metadata}    spec: {}\n`;

  test.each<[string, string, string | null]>([
    [
      'below what is there',
      '    metadata:\n      annotations:\n        a: b\n',
      '    metadata:\n      annotations:\n        x: y\n        a: b\n',
    ],
    [
      'in a block of their own',
      '    metadata:\n      labels: {}\n',
      '    metadata:\n      annotations:\n        x: y\n      labels: {}\n',
    ],
    [
      'with its line ends',
      '    metadata:\r\n      labels: {}\r\n',
      '    metadata:\r\n      annotations:\r\n        x: y\r\n      labels: {}\r\n',
    ],
    [
      'not where a branch has them',
      '    metadata:\n      {{- if .a }}\n      annotations:\n        a: b\n      {{- end }}\n      labels: {}\n',
      null,
    ],
    ['not where an action writes them', '    metadata:\n      annotations: {{ toYaml .a }}\n      labels: {}\n', null],
    [
      'not where an action may write the key',
      '    metadata:\n      labels: {}\n      {{- include "podAnnotations" . }}\n',
      null,
    ],
    ['not without metadata', '', null],
  ])('%s', (_name, metadata, expected) => {
    const text = workload(metadata);
    const [pod] = podTemplatesOf(chartOf(text));
    const edits = pod && insertAnnotations(pod, ['x: y']);
    expect(edits ? applyEdits(text, edits) : null).toBe(expected === null ? null : workload(expected));
  });
});

test.each<[string, string, string | null]>([
  ['a database', 'containers:\n  - image: docker.io/library/postgres:17.2\n', 'store'],
  ['its digest', 'containers:\n  - image: "redis@sha256:0000"\n', 'store'],
  ['an exporter', 'containers:\n  - image: oliver006/redis_exporter\n', 'observer'],
  ['a database and its exporter', 'containers:\n  - image: redis:7\n  - image: oliver006/redis_exporter:1\n', 'store'],
  ['beside an application', 'containers:\n  - image: redis:7\n  - image: shop/cart:1\n', null],
  ['an application that is called like one', 'containers:\n  - image: shop/redis-worker:1\n', null],
  ['what values say', 'containers:\n  - image: "{{ .Values.cache.image }}:{{ .Values.cache.tag }}"\n', 'store'],
  ['what nothing says', 'containers:\n  - image: "{{ .Values.other.image }}"\n', null],
  ['init containers do not count', 'initContainers:\n  - image: busybox:1\ncontainers:\n  - image: redis:7\n', 'store'],
])('what a pod is for: %s', (_name, spec, expected) => {
  const values = new Map([
    ['cache.image', 'bitnami/redis'],
    ['cache.tag', '7.4.1'],
  ]);
  expect(infrastructureOf({ spec }, (key) => values.get(key.join('.')) ?? null)).toBe(expected);
});

test.each<[string, string, string[], string | null]>([
  ['a key', '{{ .Values.a.b }}', ['a', 'b'], 'read'],
  ['what is below it', '{{ .Values.a }}', ['a', 'b', 'c'], 'read'],
  ['what is above it', '{{ .Values.a.b }}', ['a'], 'below'],
  ['beside it', '{{ .Values.a.b }}', ['a', 'c'], 'none'],
  ['an index', '{{ index .Values "a-b" "c" }}', ['a-b', 'c'], 'read'],
  ['an index by a variable', '{{ index .Values $a }}', ['a'], null],
  ['the whole', '{{ toYaml .Values }}', ['a'], null],
  ['of the root', '{{ $.Values.a }}', ['a'], 'read'],
  ['of a prototype', '{{ .Values.a }}', ['constructor'], 'none'],
  ['no action', '.Values.a', ['a'], 'none'],
])('what templates read: %s', (_name, text, key, expected) => {
  expect(readsOfValues([text])?.of(key) ?? null).toBe(expected);
});
