import type { Application, ApplicationSource } from '../catalog/catalog.ts';
import { joinPath, normaliseRepositoryPath } from '../catalog/repository-paths.ts';
import type { Model } from './model.ts';

export type ValueFile =
  | { kind: 'here'; path: string }
  /** In another repository, in a chart of one, or behind an address. */
  | { kind: 'elsewhere' }
  /** `$ref` of which no source has the `ref`. */
  | { kind: 'no-ref'; ref: string }
  | { kind: 'outside' };

/**
 * Where a value file is, as Argo CD resolves it: `$ref/` from the root of the source of that `ref`, `/` from the
 * root of the source's repository, anything else from the source path.
 */
export function resolveValueFile(
  file: string,
  source: ApplicationSource,
  application: Application,
  model: Pick<Model, 'isOurs'>,
): ValueFile {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(file) || /\{\{|\$\{|\$ARGOCD_/.test(file)) return { kind: 'elsewhere' };
  const reference = /^\$([^/]+)\/(.*)$/.exec(file);
  if (reference) {
    const [, ref = '', rest = ''] = reference;
    const target = application.sources.find((one) => one.ref === ref);
    if (!target) return { kind: 'no-ref', ref: `$${ref}` };
    return model.isOurs(target) ? inside(rest) : { kind: 'elsewhere' };
  }
  if (source.path === null || !model.isOurs(source)) return { kind: 'elsewhere' };
  return inside(file.startsWith('/') ? file.slice(1) : joinPath(source.path, file));
}

function inside(path: string): ValueFile {
  const normalised = normaliseRepositoryPath(path);
  return normalised === null ? { kind: 'outside' } : { kind: 'here', path: normalised };
}
