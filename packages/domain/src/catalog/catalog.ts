import type { Application } from '../argocd/application.ts';
import type { Problem } from '../problem.ts';
import type { Links } from '../tree/repository-paths.ts';
import type { YamlDocument } from '../yaml/yaml-document.ts';

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
  /** Folder of the chart of that name. */
  chart: string | null;
}

/** A Helm chart of the repository. */
export interface Chart {
  name: string;
  /** Its folder. */
  path: string;
  /** `type: library` in Chart.yaml: templates for other charts, never deployed itself. */
  library: boolean;
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
  charts: Chart[];
  applications: Application[];
  /** Applications of ApplicationSets: only what writes images looks at them. */
  generated: Application[];
  environments: Environment[];
  problems: Problem[];
  /** What is neither file nor folder, by path: it is not followed. */
  links: Links;
}
