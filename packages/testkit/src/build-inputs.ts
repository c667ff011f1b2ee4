import type { Service } from '@rollcall/domain/catalog/catalog';
import { affectedServices } from '@rollcall/domain/changes/affected';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import type { Tree } from '@rollcall/domain/ports';

/** One build of one Dockerfile; paths are relative to the repository, '' is its root. */
export interface AskedBuild {
  dockerfile: string;
  context: string;
  target?: string;
  args?: Readonly<Record<string, string>>;
  /** Folders of named contexts: the tree has a definition with them. */
  contexts?: Readonly<Record<string, string>>;
}

/** The paths of a tree whose change rebuilds an image, with what makes each count, as detect has it. */
export async function filesOfBuild(tree: Tree, build: AskedBuild): Promise<Map<string, string>> {
  const { dockerfile, context, target, args = {} } = build;
  const folder = dockerfile.split('/').slice(0, -1).join('/');
  const service: Service = {
    ...{ name: 'built', path: folder === '' ? '.' : folder, kind: 'other', chart: null },
    ...{ dockerfile, dockerfiles: [dockerfile] },
  };
  const override = {
    ...{ dockerfile, context: context === '' ? '.' : context, ...(target === undefined ? {} : { target }) },
    'build-args': Object.entries(args).map(([name, value]) => `${name}=${value}`),
  };
  const { inputs } = await deriveInputs(tree, [service], { services: { overrides: { built: override } } });
  const paths = (await tree.list()).map(({ path }) => path);
  const { affected } = affectedServices(paths, inputs, 'image');
  return new Map(affected.flatMap(({ reasons }) => reasons).map(({ path, because }) => [path, because]));
}
