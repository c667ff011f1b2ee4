import { describe, expect, test } from '@jest/globals';
import { readTemplate } from '@rollcall/domain/helm/helm-template';
import { normaliseWritten } from '@rollcall/domain/verify/facts/helm/chart-templates';

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
