import type { Application } from '../catalog/catalog.ts';
import type { YamlDocument, YamlPath } from '../manifest/yaml-document.ts';

/** The parts of an image that a bump may write. */
export type ImagePart = 'tag' | 'repository' | 'registry' | 'digest';

/** One place that says which image an Application runs. */
export interface ImageTarget {
  part: ImagePart;
  /** What the place is called where it is, such as `image.tag`: two targets of one name are an error. */
  name: string;
  document: YamlDocument;
  /** The value's path in the document. */
  path: YamlPath;
  /** The path as people write it: `spec.source.helm.parameters[name=image.tag].value`. */
  text: string;
  /** What the file says now; '' when it says nothing. */
  current: string;
  /** Whether the value reaches Helm with `--set`, which turns digits into a number. */
  setByHelm: boolean;
}

export interface TargetSearch {
  targets: ImageTarget[];
  /** Where a tag was looked for: the nearest place that exists. */
  searched: { document: YamlDocument; path: YamlPath };
  /** What is there instead, for the message about a missing tag. */
  instead: string;
}

/** Finds the targets of one kind in an Application. The first kind that has a tag is the one that is written. */
export type TargetFinder = (application: Application) => TargetSearch;
