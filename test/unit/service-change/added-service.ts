import { planNewService } from '@rollcall/domain/service-change/new-service';
import { textOf } from '@rollcall/domain/tree/read-text';
import { memoryTree } from '@rollcall/testkit/memory-tree';

/** What a repository of these files becomes with a new service. */
export async function added(files: Record<string, string>, wanted: { name: string; like?: string }) {
  const change = await planNewService(
    memoryTree(files),
    { environments: [], ...wanted },
    {
      config: { config: {}, path: null, document: null },
      repositoryUrl: 'https://github.com/acme/shop',
      today: '2026-01-01',
    },
  );
  const text = (path: string) => textOf(path, change.files.get(path) ?? undefined);
  return { change, text };
}

/** The files of each of some services. */
export function of(
  names: readonly string[],
  filesOf: (name: string) => Record<string, string>,
): Record<string, string> {
  return Object.assign({}, ...names.map(filesOf)) as Record<string, string>;
}
