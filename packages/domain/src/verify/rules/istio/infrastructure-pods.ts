import { splitImageText } from '../../../images/image-reference.ts';
import { observers, stores } from '../../../images/public-images.ts';
import { baseName } from '../../../tree/repository-paths.ts';
import type { PodTemplate } from '../../facts/kubernetes/pod-templates.ts';

/** What a pod is for, where its images say that it is no application of the mesh. */
export type Infrastructure =
  /** Databases, caches, object stores, brokers: others call them. */
  | 'store'
  /** What watches: metrics, logs, traces. */
  | 'observer';

/**
 * What a pod is for: known only where all its containers are images of that sort. `look` gives the text of a value
 * of the chart by its path.
 */
export function infrastructureOf(
  { spec }: Pick<PodTemplate, 'spec'>,
  look: (key: readonly string[]) => string | null,
): Infrastructure | null {
  const containers = spec.slice(Math.max(spec.search(/^[ \t]*containers[ \t]*:/m), 0));
  const images = [...containers.matchAll(/^[ \t]*(?:-[ \t]+)?image[ \t]*:[ \t]*(\S.*)$/gm)].map(([, image = '']) =>
    sortOf(image.trimEnd(), look),
  );
  if (images.length === 0 || images.includes(null)) return null;
  return images.includes('store') ? 'store' : 'observer';
}

function sortOf(image: string, look: (key: readonly string[]) => string | null): Infrastructure | null {
  const written = image
    .replace(/^(["'])(.*)\1$/, '$2')
    .replace(/\{\{-?\s*\$?\.Values\.([\w.]+)(?:[^{}\w.][^{}]*)?\}\}/g, (_, key: string) => look(key.split('.')) ?? '');
  const name = baseName(splitImageText(written).repository);
  if (stores.has(name)) return 'store';
  return observers.has(name) || /[-_]exporter$/.test(name) ? 'observer' : null;
}
