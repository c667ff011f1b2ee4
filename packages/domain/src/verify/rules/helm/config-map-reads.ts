import { groupInto } from '../../../grouping.ts';
import type { HelmTemplate } from '../../../helm/helm-template.ts';
import { normaliseWritten } from '../../facts/helm/chart-templates.ts';

/** A ConfigMap that the containers of a pod read. */
interface ConfigMapRead {
  /** As it is written, in one spelling. */
  name: string;
  /** As files, and not as environment variables, which never change in a running container. */
  mounted: boolean;
  /** Mounted where a new pod changes nothing: whole folders of what is read again at every use, and what runs once. */
  fresh: boolean;
}

/** The ConfigMaps a pod's spec reads, by its text without comments. */
export function readConfigMaps(spec: string, template: HelmTemplate): ConfigMapRead[] {
  if (!spec.includes('configMap')) return [];
  const lines = spec.split('\n');
  const mounts = mountsIn(lines);
  return lines.flatMap((line, index): ConfigMapRead[] => {
    if (!line.includes('configMap')) return [];
    const [start = '', before = '', key = ''] =
      /^([\s-]*)(configMapRef|configMapKeyRef|configMap)\s*:/.exec(line) ?? [];
    const rest = line.slice(start.length).trim();
    if (key === '') return [];
    const mounted = key === 'configMap';
    const written =
      rest.startsWith('{') && !rest.startsWith('{{')
        ? /\bname:\s*(\{\{.*?(?:\}\}|$)[^,}]*|[^,}]+)/m.exec(rest)?.[1]
        : nameBelow(lines, index, before.length);
    if (written === undefined) return [];
    const fresh = mounted && isFresh(mounts.get(volumeName(lines, index, before.length) ?? ''));
    return [{ name: normaliseWritten(written, template), mounted, fresh }];
  });
}

function nameBelow(lines: readonly string[], index: number, column: number): string | undefined {
  for (const line of lines.slice(index + 1, index + 40)) {
    if (line.trim() === '' || /^\s*\{\{[^{}]*\}\}\s*$/.test(line)) continue;
    if (line.search(/\S/) <= column) return undefined;
    const name = /^\s*name\s*:\s*(\S.*)$/.exec(line.trimEnd())?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}

/** The name of the volume whose ConfigMap a line is: above it, where its item begins, or below. */
function volumeName(lines: readonly string[], index: number, column: number): string | undefined {
  const ofItem = (line: string): RegExpExecArray | null => /^[\s-]*\bname\s*:\s*(\S.*)$/.exec(line.trimEnd());
  let indent = (lines[index] ?? '').search(/\S/) + 1;
  for (let at = index; at >= 0 && at > index - 20; at -= 1) {
    const line = lines[at] ?? '';
    const own = line.search(/\S/);
    if (own === -1 || own >= indent || /^\s*\{\{/.test(line)) continue;
    indent = own;
    const name = /^\s*-\s/.test(line) ? ofItem(line)?.[1] : undefined;
    if (name !== undefined) return name;
  }
  const below = lines.slice(index + 1, index + 20).find((line) => line.trim() !== '' && line.search(/\S/) <= column);
  return below !== undefined && below.search(/\S/) === column ? ofItem(below)?.[1] : undefined;
}

/** Folders of pages, dashboards and scripts: what reads them does so again every time. */
const readEveryTime = /html|www|static|public|content|assets|dashboards|provisioning|scripts|pages/i;

/**
 * Folders whose scripts an image of a database runs when its volume is empty, and never again: neither does a new pod.
 * `docker-entrypoint-initdb.d` of the images of postgres, mysql, mariadb and mongo, and what others call alike.
 */
const runOnce = /docker-entrypoint-(?:pre)?init\w*\.d/;

/** Where a volume is mounted; `part`: one file of it, which never changes in a running container. */
interface Mount {
  path: string;
  part: boolean;
}

/** Whether a volume is only mounted where a new pod reads nothing that an old one would not; or where is not known. */
function isFresh(mounts: readonly Mount[] = []): boolean {
  return mounts.every(({ path, part }) => runOnce.test(path) || (!part && readEveryTime.test(path)));
}

/** The mounts of volumes by name. */
function mountsIn(lines: readonly string[]): Map<string, Mount[]> {
  const mounts = new Map<string, Mount[]>();
  for (const [index, line] of lines.entries()) {
    if (!/^\s*(?:-\s*)?mountPath\s*:/.test(line)) continue;
    const item = itemAround(lines, index);
    const name = item
      .find((one) => /^\s*(?:-\s*)?name\s*:/.test(one))
      ?.replace(/^[^:]*:\s*/, '')
      .trim();
    if (name === undefined) continue;
    const part = item.some((one) => /^\s*(?:-\s*)?subPath(?:Expr)?\s*:/.test(one));
    const mount = { path: line.replace(/^[^:]*:\s*/, ''), part };
    groupInto(mounts, name, mount);
  }
  return mounts;
}

/** The lines of the item of a list that a line is in. */
function itemAround(lines: readonly string[], index: number): string[] {
  let start = index;
  while (start > 0 && start > index - 20 && !/^\s*-/.test(lines[start] ?? '')) start -= 1;
  const column = (lines[start] ?? '').search(/\S/);
  let end = start + 1;
  while (
    end < lines.length &&
    end < start + 20 &&
    ((lines[end] ?? '').trim() === '' || (lines[end] ?? '').search(/\S/) > column)
  )
    end += 1;
  return lines.slice(start, end);
}
