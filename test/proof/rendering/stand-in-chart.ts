import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@rollcall/testkit/repository';

/** Every image that the values name, however deep, then every other value. */
const template = [
  '{{- define "values" -}}',
  '{{- range $key, $value := . }}',
  '{{- if and (kindIs "map" $value) (hasKey $value "repository") (hasKey $value "tag") }}',
  '- {{ printf "%v:%v" $value.repository $value.tag | quote }}',
  '{{- include "values" (omit $value "repository" "tag") }}',
  '{{- else if kindIs "map" $value }}',
  '{{- include "values" $value }}',
  '{{- else }}',
  '- {{ toJson $value }}',
  '{{- end }}',
  '{{- end }}',
  '{{- end -}}',
  'apiVersion: example.com/v1',
  'kind: StandIn',
  'metadata: { name: {{ .Release.Name }} }',
  'values:',
  '{{- include "values" .Values }}',
  '- end',
  '',
].join('\n');

/** A chart in the place of one that only a server has: it takes its images from `repository` and `tag` side by side. */
export function standInChart(name: string): string {
  const folder = join(temporaryFolder('stand-in'), name);
  mkdirSync(join(folder, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'Chart.yaml'), `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`);
  // kustomize reads the file, whatever the chart is.
  writeFileSync(join(folder, 'values.yaml'), '{}\n');
  writeFileSync(join(folder, 'templates/values.yaml'), template);
  return folder;
}
