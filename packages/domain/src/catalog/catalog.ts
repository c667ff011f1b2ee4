import type { Application } from '../argocd/application.ts';
import type { Location } from '../location.ts';
import type { Problem } from '../problem.ts';
import type { Links } from '../tree/repository-paths.ts';
import type { YamlDocument } from '../yaml/yaml-document.ts';
import type { BuiltBy } from './makers/maker.ts';
import type { ServiceBuild } from './told-services.ts';

/** The kinds of service discovery tells apart; `infra` and `other` come only from what it sees or is told. */
export const serviceKinds = [
  'go',
  'java',
  'node',
  'python',
  'rust',
  'dotnet',
  'static-site',
  'infra',
  'other',
] as const;
export type ServiceKind = (typeof serviceKinds)[number];

/** A deployable unit of the monorepo with its own source and image. */
export interface Service {
  name: string;
  /** Folder of its source ('' is the repository root), or null when only a chart or an Application is left of it. */
  path: string | null;
  kind: ServiceKind;
  /** The Dockerfile its image is built from. */
  dockerfile: string | null;
  /** Every Dockerfile of it, variants (`Dockerfile.debug`) included; sorted. */
  dockerfiles: string[];
  /** How its image is built, where its Dockerfile builds those of other services too. */
  build?: ServiceBuild;
  /** What makes its image without a Dockerfile. */
  builtBy?: BuiltBy;
  /** Folder of the chart of that name. */
  chart: string | null;
  /** Where its source is when another repository holds it: `path` and `dockerfile` are null then. */
  elsewhere?: SourceElsewhere;
}

/** The source of a service in another repository than the one whose Catalog it is in. */
export interface SourceElsewhere {
  /** How people call that repository: `owner/name`. */
  repository: string;
  /** Its address; null where it has none. */
  url: string | null;
  /** The folder of the source there; '' is the root. */
  path: string;
  /** The folder of its chart there, where it has one beside its source. */
  chart: string | null;
  /** The file there that a person would look at: its build manifest, else its Dockerfile. */
  source: Location;
  dockerfile: string | null;
  /** What builds there call its image, by the last part, where that is not its own name. */
  images: readonly string[];
  /** The line that a finding about the service stands at where no file of its own is in the tree. */
  place: Location;
}

/** Whether a service is built from sources that are known: here, or in another repository. */
export function hasSource({ path, elsewhere }: Service): boolean {
  return path !== null || elsewhere !== undefined;
}

/** A folder whose Dockerfiles build no service. */
export interface LeftOut {
  /** '' is the repository root. */
  path: string;
  dockerfiles: string[];
  /** Why they count for none. */
  because: string;
  /** The line of rollcall.yaml that makes it a service. */
  help: string;
  /** Whether nothing builds it, where something builds the others. */
  isUnbuilt: boolean;
}

/** A Helm chart of the repository. */
export interface Chart {
  name: string;
  /** Its folder. */
  path: string;
  /** `type: library` in Chart.yaml: templates for other charts, never deployed itself. */
  library: boolean;
  /** What it takes in, as plain values, from wherever Helm reads it (`chartDependencies`). */
  dependencies: readonly unknown[];
  document: YamlDocument;
}

/** A named target of promotion: dev, prod. */
export interface Environment {
  name: string;
  /** The branch whose manifests Argo CD reads; null when the Applications follow `HEAD` or disagree. */
  deployBranch: string | null;
  /** The folder that holds its Applications; null when they are in several. */
  applications: string | null;
}

/** The services of one checkout, with their charts, Applications and environments. */
export interface Catalog {
  services: Service[];
  /** What was taken for no service, sorted by path. */
  leftOut: LeftOut[];
  charts: Chart[];
  applications: Application[];
  /** Applications of ApplicationSets, and those that templates of charts write: only what writes images looks at them. */
  generated: Application[];
  environments: Environment[];
  problems: Problem[];
  /** What is neither file nor folder, by path: it is not followed. */
  links: Links;
}
