import type { Application } from '../argocd/application.ts';
import type { ValuesTree } from '../argocd/chart-values.ts';
import type { SourceReaders } from '../argocd/source-readers.ts';
import type { Links } from '../tree/repository-paths.ts';
import type { UserError } from '../user-error.ts';
import type { Change } from '../yaml/change.ts';
import type { YamlDocument, YamlFile, YamlPath } from '../yaml/yaml-document.ts';
import type { ImageRequest } from './image-request.ts';

/** The parts of an image that a bump may write. */
export type ImagePart = 'tag' | 'repository' | 'registry' | 'digest';

/** One place that says which image an Application runs. */
export interface ImageTarget {
  part: ImagePart;
  /** What the place is called where it is, such as `image.tag`: two targets of one name are an error. */
  name: string;
  document: YamlDocument;
  /** Where it is, for messages. */
  path: YamlPath;
  /** The path as people write it: `spec.source.helm.parameters[name=image.tag].value`. */
  text: string;
  /** What the file says now; '' when it says nothing. */
  current: string;
  /** What it has to say; '' for nothing; undefined where it stays as it is. */
  value: string | undefined;
  /** The source that it is of, where its image is known by what it is called: another source may run it as well. */
  source?: YamlPath;
  /** How that is written. Targets of one text, such as `repository:tag`, share the change. */
  changes: Change[];
}

export interface TargetSearch {
  targets: ImageTarget[];
  /** Where a tag was looked for: the nearest place that exists. */
  searched: { document: YamlDocument; path: YamlPath };
  /** What is there instead, for the message about a missing tag; '' when there is no such kind of place. */
  instead: string;
  /** What is written all the same and worth saying. */
  warnings?: string[];
  /** Why it is not known that what is written is what runs. */
  unproved?: readonly UserError[];
  /** The repositories that were taken for the service's image. */
  repositories?: readonly string[];
}

/** What a tree deploys, as far as the search for images needs it. */
export interface Deployment {
  applications: readonly Application[];
  /** Applications of ApplicationSets. */
  generated: readonly Application[];
  environments: readonly { name: string; deployBranch: string | null }[];
  services: readonly { name: string }[];
  charts: readonly DeployedChart[];
  /** What is neither file nor folder, by path: it is not followed. */
  links: Links;
}

/** A chart by its folder, with its `Chart.yaml` and what it takes in, as plain values. */
export interface DeployedChart {
  path: string;
  dependencies: readonly unknown[];
  document: YamlDocument;
}

/** A name that builds give the image of a service. */
export interface BuiltName {
  /** What stands behind the last slash. */
  image: string;
  /** The other services whose builds give theirs the same name, sorted. */
  others: readonly string[];
}

/** What is needed to say which images a source runs. */
export type ImageTree = Pick<TargetContext, 'manifests' | 'values'>;

/** The image that is wanted: with the service alone, targets only tell what there is. */
export type WantedImage = Pick<ImageRequest, 'service'> & Partial<ImageRequest>;

/** What a search may look at besides the Application. */
export interface TargetContext {
  image: WantedImage;
  /** The key of the tag in the values of charts: `image.tag`. */
  tagPath: string;
  /** Whether the configuration says it. */
  isTagPathGiven: boolean;
  /** Whether that key is the service's alone, for it has the service's name in it: then it is looked for in Applications of several. */
  ownTagPath: boolean;
  /** The image repository that the configuration gives the service; null where it says nothing. */
  repository: string | null;
  /** Whether it is none of the services that this tree has, where it has some: an image of nobody, such as `redis`, is not its own. */
  isElsewhere: boolean;
  /** What builds call its image where that is not its own name, by the last part. */
  builtAs: readonly BuiltName[];
  /** Whether a name is that of another service. */
  isOtherService(name: string): boolean;
  /** What a Helm parameter does with a tag that `--set` would type: refuse, or add `forceString: true`. */
  numericTags: 'refuse' | 'force-string';
  /** The files that were read. A file with syntax errors is a UserError. */
  manifests: Manifests;
  /** The values of charts, as those files say them. */
  values: ValuesTree;
  readers: SourceReaders;
  /** Who reads a file, whatever leads to it. */
  reachedBy(path: string, revision: string): readonly Application[];
  /** The Applications that templates of charts write. */
  charted: readonly Application[];
  /** Whether the files of an Application were read; one of which they were not is noted, to be read for another plan. */
  isRead(application: Application): boolean;
  /** Whether the request gives another service the same tag. */
  isBumpedAlike(service: string): boolean;
  /** The branch that is written, as far as the Catalog knows it. */
  deployBranch: string | null;
  /** What is not followed; nothing is taken for a link without it. */
  links?: Links;
}

/** Files of the tree, parsed when they are asked for. */
export interface Manifests {
  has(path: string): boolean;
  /** Undefined for a file that was not read: it does not exist, or is a symbolic link or a submodule. */
  parse(path: string): YamlFile | undefined;
  /** The text of a file of any kind; undefined for one that was not read. */
  text(path: string): string | undefined;
  /** The paths below a folder, sorted. */
  below(folder: string): readonly string[];
}
