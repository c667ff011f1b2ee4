import { describe, expect, test } from '@jest/globals';
import { maskTemplate } from '@rollcall/domain/registers/template-mask';
import { applyEdits } from '@rollcall/domain/yaml/edit';
import fc from 'fast-check';
import { describeLists, names, only, registersOf, snake, stem } from './register-cases.ts';

const path = 'k8s/helm/infra/templates/monitoring.yaml';
const lines = (list: readonly string[], line: (name: string) => string): string => list.map(line).join('');

const configMap = (jobs: string): string =>
  `{{- if .Values.prometheus.enabled }}\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ include "infra.fullname" . }}-prometheus\n  labels:\n    {{- include "infra.labels" . | nindent 4 }}\ndata:\n  prometheus.yml: |\n    global:\n      scrape_interval: {{ .Values.prometheus.interval | default "15s" }}\n    scrape_configs:\n${jobs}{{- end }}\n`;
const job = (one: string): string =>
  `      - job_name: ${one}\n        static_configs:\n          - targets: ["${one}.{{ .Release.Namespace }}:8080"] # {{ .Values.x }}\n`;

describeLists([
  {
    title: 'scrape jobs of a ConfigMap',
    kind: 'yaml-list',
    path,
    write: (list) => configMap(lines(list, job)),
    line: 12,
  },
  {
    title: 'jobs that are there on a condition each, and an include in each',
    kind: 'yaml-list',
    path,
    write: (list) =>
      configMap(
        lines(
          list,
          (one) =>
            `      - job_name: ${one}\n{{- with $.Values.timeout }}\n        scrape_timeout: {{ . }}\n{{- else }}\n        scrape_timeout: 5s\n{{- end }}\n        {{- include "infra.relabel" . | nindent 8 }}\n        scheme: http\n`,
        ),
      ),
    line: 12,
  },
  {
    title: 'an HTTPRoute',
    kind: 'routes',
    path: 'k8s/helm/gateway/templates/route.yaml',
    write: (list) =>
      `{{- if .Values.route.enabled -}}\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  hostnames:\n    {{- toYaml .Values.hostnames | nindent 4 }}\n  rules:\n${lines(list, (one) => `    - matches:\n        - path: { type: PathPrefix, value: /api/{{ .Values.version }}/${stem(one)} }\n      backendRefs:\n        - name: ${one}\n          port: {{ .Values.port }}\n`)}{{- end }}\n`,
    line: 9,
    besideSibling: true,
  },
  {
    title: 'the databases of a Job',
    kind: 'shell-loop',
    path: 'k8s/helm/infra/templates/db-init.yaml',
    write: (list) =>
      `apiVersion: batch/v1\nkind: Job\nspec:\n  template:\n    spec:\n      containers:\n        - name: init\n          image: "{{ .Values.image }}"\n          command: [sh, -c]\n          args:\n            - |\n              export PGHOST={{ .Values.host }}\n              for db in ${list.map((one) => `shop_${snake(stem(one))}`).join(' ')}; do\n                createdb "$db" -O {{ .Values.owner }}\n              done\n`,
    line: 13,
  },
  {
    title: 'the script of a plain ConfigMap',
    kind: 'shell-array',
    path: 'k8s/infra/scripts.yaml',
    write: (list) =>
      `apiVersion: v1\nkind: ConfigMap\ndata:\n  init.sh: |\n    #!/bin/bash\n    SERVICES=(${list.join(' ')})\n`,
    line: 6,
  },
]);

const jobs = lines(names, job);
describe('no registers', () => {
  test.each([
    ['a list that more is rendered into', configMap(`${jobs}      {{- toYaml .Values.more | nindent 6 }}\n`)],
    [
      'a list that something stands in the middle of',
      configMap(`${job(names[0] ?? '')}      {{- include "jobs" . | nindent 6 }}\n${jobs}`),
    ],
    [
      'a loop over values',
      configMap(`${jobs}      {{- range .Values.jobs }}\n      - job_name: {{ .name }}\n      {{- end }}\n`),
    ],
    ['actions that do not match', configMap(jobs).replace('{{- end }}\n', '')],
    ['an action without an end', `${configMap(jobs)}{{ .x\n`.replace('{{- end }}', '{{- end')],
    [
      'services behind an else',
      configMap(
        `${jobs}      {{- if .x }}\n      - job_name: a\n      {{- else }}\n      - job_name: order-service\n      {{- end }}\n`,
      ),
    ],
    ['a comment', configMap(`{{- /*\n${jobs}*/}}\n      []\n`)],
    ['a comment of YAML', configMap(jobs.replace(/^/gm, '#'))],
    [
      'words with an action',
      `kind: Job\napiVersion: v1\ndata:\n  a.sh: |\n    for db in ${names.join(' ')} {{ .Values.more }}; do x; done\n`,
    ],
    [
      'words between actions',
      `kind: Job\napiVersion: v1\ndata:\n  a.sh: |\n    DBS=(\n      ${names.join('\n      ')}\n      {{- range .Values.more }}\n      {{ . }}\n      {{- end }}\n    )\n`,
    ],
    ['a template of another sort', `{% for x in y %}\n${configMap(jobs)}{% endfor %}\n`],
    ['characters that are kept for masks', configMap(jobs).replace('prometheus.yml', '\uE001prometheus.yml')],
  ])('%s', (_title, text) => {
    expect(registersOf(path, text)).toEqual([]);
  });

  test('in the chart of one service', () => {
    expect(registersOf('charts/storefront/templates/monitoring.yaml', configMap(jobs))).toEqual([]);
    expect(
      registersOf('charts/storefront/wait.yaml', `data:\n  a.sh: |\n    for s in ${names.join(' ')}; do wait; done\n`),
    ).toEqual([]);
  });
});

describe('what a person has to say', () => {
  test('an entry that a value of the sibling stands in', () => {
    const text = configMap(
      lines(names.slice(0, 4), (one) => `      - job_name: ${one}\n        port: {{ .Values.${snake(one)}.port }}\n`),
    );
    const register = only(path, text);
    expect(register.entries).toEqual(names.slice(0, 4));
    expect(register.insert('admin-portal')).toEqual([]);
    expect(applyEdits(text, register.remove('order-service'))).not.toContain('order');
  });

  test('an entry on a condition of its own', () => {
    const text = configMap(
      `${lines(names.slice(0, 3), job)}      {{- if .Values.java }}\n${job('account-service')}      {{- end }}\n`,
    );
    const register = only(path, text);
    expect(register.entries).toEqual(names.slice(0, 4));
    expect(register.remove('account-service')).toEqual([]);
    expect(register.insert('admin-portal')).toEqual([]);
    expect(applyEdits(text, register.remove('order-service'))).toBe(text.replace(job('order-service'), ''));
  });

  test('entries whose end is rendered', () => {
    const entry = (one: string): string => `${job(one)}        {{- include "relabel" . | nindent 8 }}\n`;
    const register = only(path, configMap(lines(names.slice(0, 4), entry)));
    expect(register.entries).toEqual(names.slice(0, 4));
    expect(register.insert('admin-portal')).toEqual([]);
    expect(register.remove('cart-service')).toEqual([]);
  });
});

describe('masks', () => {
  const piece = fc.constantFrom(
    ...['{{- if .a }}', '{{ else }}', '{{- end }}', '{{/* x', 'y */}}', '{{ .Values.x }}', '{{`}}`}}', '{{- "}}" -}}'],
    ...['{{ include "a"\n  . }}', '\n', '\r\n', '  ', 'key: ', '- ', '# c', '"', "'", '|', 'ü', '😀', '{{', '}}'],
  );
  test('have the length and the lines of the text, show no action, and are taken off again', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const masked = maskTemplate(text);
        if (!masked) return;
        expect(masked.text).toHaveLength(text.length);
        const breaks = (one: string): number[] => [...one.matchAll(/\r?\n/g)].map(({ index }) => index);
        expect(breaks(masked.text)).toEqual(breaks(text));
        const restored = masked.restore(masked.text);
        if (restored !== null) expect(restored).toBe(text);
        for (const { start, end } of masked.elses) expect(masked.text.slice(start, end)).not.toMatch(/key|ü|😀/);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    'y */}}{{- if .a }}{{ else }}ü{{- end }}',
    '{{ if .a }}\nb\n{{ else }}\n}\n{{ end }}\n',
    '{{ if .a }}\r\nb\r\n{{ else }}\r\n}\r\n{{ end }}\r\n',
  ])('one character in the place of another is never given back: %j', (text) => {
    const masked = maskTemplate(text);
    expect(masked?.text).toHaveLength(text.length);
    expect([text, null]).toContain(masked?.restore(masked.text));
  });

  test('a part of a mask is no text', () => {
    const masked = maskTemplate('a: {{ .Values.x }}\n');
    expect(masked?.restore(masked.text)).toBe('a: {{ .Values.x }}\n');
    expect(masked?.restore(masked.text.slice(0, 8))).toBeNull();
  });
});
