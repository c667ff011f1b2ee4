import { showPath } from '../names.ts';
import { printable } from '../printable.ts';
import { textTable } from '../text-table.ts';
import type { CatalogJson } from './catalog-json.ts';

/** The Catalog for a terminal: services, what is none, environments and registers as aligned tables. */
export function catalogTable({ services, leftOut, environments, registers }: CatalogJson): string {
  const serviceRows = services.map(({ name, kind, path, dockerfile, context, applications }) => [
    name,
    kind,
    path === null ? '–' : showPath(path),
    dockerfile === null ? '–' : showPath(dockerfile),
    context === null ? '–' : showPath(context),
    [...new Set(applications.map(({ environment }) => environment ?? '?'))].sort().join(', ') || '–',
  ]);
  const leftOutRows = leftOut.map(({ path, dockerfiles, because }) => [
    showPath(path),
    String(dockerfiles.length),
    printable(because),
  ]);
  const [first] = leftOut;
  const environmentRows = environments.map(({ name, deployBranch, applications }) => [
    name,
    deployBranch ?? '–',
    applications === null ? '–' : showPath(applications),
  ]);
  const registerRows = registers.map(({ kind, file, line, entries }) => [
    kind,
    `${showPath(file)}:${line}`,
    String(entries.length),
  ]);
  return [
    ...section('services', ['SERVICE', 'KIND', 'SOURCE', 'DOCKERFILE', 'CONTEXT', 'ENVIRONMENTS'], serviceRows),
    ...(first
      ? [
          ...textTable([['LEFT OUT', 'DOCKERFILES', 'BECAUSE'], ...leftOutRows]),
          `To take one in, write in rollcall.yaml: ${printable(first.help)}`,
          '',
        ]
      : []),
    ...section('environments', ['ENVIRONMENT', 'DEPLOY BRANCH', 'APPLICATIONS'], environmentRows),
    ...section('registers', ['REGISTER', 'PLACE', 'ENTRIES'], registerRows),
  ].join('\n');
}

function section(what: string, head: string[], rows: string[][]): string[] {
  return rows.length === 0 ? [`no ${what}`, ''] : [...textTable([head, ...rows]), ''];
}
