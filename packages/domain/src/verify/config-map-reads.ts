import type { HelmTemplate } from '../manifest/helm-template.ts';
import { normaliseWritten } from './chart-templates.ts';

/** A ConfigMap that the containers of a pod read. */
export interface ConfigMapRead {
  /** As it is written, in one spelling. */
  name: string;
  /** As files, and not as environment variables, which never change in a running container. */
  mounted: boolean;
}

/** The ConfigMaps a pod's spec reads, by its text without comments. */
export function readConfigMaps(spec: string, template: HelmTemplate): ConfigMapRead[] {
  if (!spec.includes('configMap')) return [];
  const lines = spec.split('\n');
  return lines.flatMap((line, index): ConfigMapRead[] => {
    if (!line.includes('configMap')) return [];
    const [, before = '', key = '', rest = ''] =
      /^([\s-]*)(configMapRef|configMapKeyRef|configMap)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === '') return [];
    const mounted = key === 'configMap';
    const written =
      rest.startsWith('{') && !rest.startsWith('{{')
        ? /\bname:\s*([^,}]+|\{\{.*?\}\})/.exec(rest)?.[1]
        : nameBelow(lines, index, before.length);
    return written === undefined ? [] : [{ name: normaliseWritten(written, template), mounted }];
  });
}

function nameBelow(lines: readonly string[], index: number, column: number): string | undefined {
  for (const line of lines.slice(index + 1, index + 40)) {
    if (line.trim() === '' || /^\s*\{\{[^{}]*\}\}\s*$/.test(line)) continue;
    if (line.search(/\S/) <= column) return undefined;
    const name = /^\s*name\s*:\s*(\S.*?)\s*$/.exec(line)?.[1];
    if (name !== undefined) return name;
    // The items of a mounted ConfigMap have no names, but lists before them may.
    if (/^\s*-/.test(line)) continue;
  }
  return undefined;
}
