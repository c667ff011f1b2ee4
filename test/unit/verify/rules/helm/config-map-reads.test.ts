import { describe, expect, test } from '@jest/globals';
import { readTemplate } from '@rollcall/domain/helm/helm-template';
import { readConfigMaps } from '@rollcall/domain/verify/rules/helm/config-map-reads';

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
