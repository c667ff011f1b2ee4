import type { GoMap } from '../go-template/values.ts';
import type { WrittenText } from '../helm/written-text.ts';
import type { Location } from '../location.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';

/** What makes the manifests of a source. */
export type SourceTool = 'helm' | 'kustomize' | 'directory' | 'plugin';

/** One entry of `helm.parameters`, with its place in the list. */
export interface HelmParameter {
  index: number;
  name: string;
  value: string;
}

/** One of the sources of an Application, with the path that leads to it in the document. */
export interface ApplicationSource {
  /** `['spec','source']` or `['spec','sources', 0]`. */
  at: (string | number)[];
  repoURL: string | null;
  /** Normalised repository-relative path: no `./`, no trailing `/`; '' is the root. Null for a chart of a Helm repository. */
  path: string | null;
  chart: string | null;
  targetRevision: string | null;
  ref: string | null;
  /** True when repoURL is this repository's; null when that cannot be known. */
  ours: boolean | null;
  /** The tools whose field is set, also to `{}`. */
  tools: SourceTool[];
  /** `everyFile` is `disableExtensionFilter`. */
  directory: { recurse: boolean; include: string | null; exclude: string | null; everyFile: boolean };
  valueFiles: string[];
  ignoreMissingValueFiles: boolean;
  parameters: HelmParameter[];
  /** Files in its folder that are laid over it, the stronger one last; none until they are looked for. */
  overrides: readonly YamlDocument[];
}

/** An Argo CD Application of the repository, found by content. */
export interface Application {
  name: string;
  file: string;
  document: YamlDocument;
  /** The environment it promotes to, or null when nothing tells. */
  environment: string | null;
  /** The service it deploys, or null: a root Application, an add-on. */
  service: string | null;
  /** Every service that it deploys, its own among them; sorted. */
  services: readonly string[];
  /** Whether it may deploy more services than those: a file of it cannot be read. */
  mayDeployMore: boolean;
  namespace: string | null;
  project: string | null;
  destination: { server: string | null; name: string | null; namespace: string | null };
  sources: ApplicationSource[];
  /** Why Argo CD refuses it as it is written; it has no sources then, and deploys nothing. */
  refused?: RefusedSource;
  /** Set where an ApplicationSet generates it: `document` is the set's then. */
  generated?: GeneratedBy;
  /** Set where the template of a chart writes it: `document` is what it writes, with the places of the template. */
  charted?: ChartedBy;
}

/** A source that Argo CD refuses, and with it the whole Application. */
export interface RefusedSource {
  /** A clause about the Application. */
  what: string;
  help: string;
  at: YamlPath;
}

/** An Application as its file says it, before anything tells which environment and which service it is of. */
export type WrittenApplication = Omit<PlacedApplication, 'environment'>;

/** An Application whose environment is told, or known not to be. */
export type PlacedApplication = Omit<Application, 'service' | 'services' | 'mayDeployMore'>;

/** The chart whose template writes an Application. */
export interface ChartedBy {
  /** The folder of the chart. */
  chart: string;
  /** The Application that deploys the chart; where nothing here does, one that stands for whoever installs it by hand. */
  parent: Application;
  /** What the template writes, of which the Application is a document. */
  written: WrittenText;
  /** The files that it is made from, sorted. */
  files: readonly string[];
  /** Why it may not be what is written here. */
  doubt: ChartDoubt | null;
}

/** Why an Application may not be what the template of a chart is computed to write. */
export interface ChartDoubt {
  /** A clause about the Application. */
  what: string;
  help: string;
  location: Location;
  /** Whether it concerns only what the chart itself says of an image, and no file that the Application's sources name. */
  ownText: boolean;
}

/** What the generators of an ApplicationSet supply for one Application. */
export interface GeneratedBy {
  /** The name of the ApplicationSet; '' where it has none. */
  set: string;
  /**
   * The elements of lists and the objects of files it is made from, and generators of another kind of which the set says
   * some that they supply.
   */
  elements: readonly SetElement[];
  /** The folder of git, with a slash behind it, or the file that it is made for; null for neither. */
  from: string | null;
  /** What placeholders stand for, by name (`tag`, `values.tag`), where a file says it. */
  values: ReadonlyMap<string, SuppliedValue>;
  /** What the template is given: nested for Go templates, else by name. Of what is not known there may be more. */
  parameters: GoMap;
  /** Whether placeholders are `{{ .name }}`, and not `{{name}}`. */
  goTemplate: boolean;
  /** Whether Go templates fail at a key that is not there (`missingkey=error`). */
  refusesMissing: boolean;
  /** What of its generator is not known, in words; null where all is. */
  unread: string | null;
  doubt: SetDoubt | null;
  /** The template of the set, with what the generator's own says over it. */
  template: unknown;
}

/** What a generator makes an Application from: an element of the ApplicationSet's list, an object of a file, or the generator itself. */
export interface SetElement {
  document: YamlDocument;
  path: YamlPath;
}

/** What a placeholder stands for, as it is written, with the place; null where it is no value that a file says. */
export interface SuppliedValue {
  text: string;
  document: YamlDocument | null;
  path: YamlPath;
}

/** Why an Application may not be what the template of its ApplicationSet says. */
export interface SetDoubt {
  /** A clause about the ApplicationSet. */
  what: string;
  help: string;
  path: YamlPath;
  /** Whether it concerns only what the ApplicationSet itself says of an image, and no file that its sources name. */
  ownText: boolean;
}
