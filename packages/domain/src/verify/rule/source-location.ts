import type { Service } from '../../catalog/catalog.ts';
import type { Location } from '../../location.ts';
import { buildManifests } from '../../tree/file-types.ts';
import type { PathIndex } from '../../tree/path-index.ts';

/** The build manifest of a service, else its Dockerfile, else the first file of its source, in the tree that holds it. */
export function sourceLocation({ path, dockerfile }: Service, paths: PathIndex): Location {
  const folder = path ?? '';
  const manifest = paths.files(folder).find(buildManifests) ?? dockerfile ?? paths.files(folder, true)[0];
  return { path: manifest ?? folder, line: 1, column: 1 };
}
