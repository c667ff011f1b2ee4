import { describe, expect, test } from '@jest/globals';
import { readTemplate } from '@rollcall/domain/helm/helm-template';
import { templateDocuments } from '@rollcall/domain/helm/template-documents';
import type { ChartTemplates } from '@rollcall/domain/verify/facts/helm/chart-templates';
import { insertAnnotations, podTemplatesOf } from '@rollcall/domain/verify/facts/kubernetes/pod-templates';
import { applyEdits } from '@rollcall/domain/yaml/edit';

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
