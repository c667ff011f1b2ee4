import { groupBy } from '../grouping.ts';
import type { Problem } from '../problem.ts';
import type { Catalog } from './catalog.ts';

/** How a service is built, as the build context and the derived inputs say. */
export interface ServiceInputs {
  /** The Dockerfile that is built. */
  dockerfile: string | null;
  context: string | null;
  inputs: string[];
}

/** A register in the words of `catalog --json`. */
interface RegisterSummary {
  id: string;
  kind: string;
  file: string;
  line: number;
  entries: string[];
}

/** What `catalog --json` prints. */
export interface CatalogJson {
  services: {
    name: string;
    path: string | null;
    kind: string;
    dockerfile: string | null;
    context: string | null;
    inputs: string[];
    chart: string | null;
    /** How its image is built, where its Dockerfile builds those of other services too. */
    build: { target: string | null; arguments: Record<string, string> } | null;
    applications: { environment: string | null; file: string; name: string }[];
  }[];
  leftOut: { path: string; dockerfiles: string[]; because: string; help: string }[];
  environments: { name: string; deployBranch: string | null; applications: string | null }[];
  registers: RegisterSummary[];
  problems: {
    severity: Problem['severity'];
    message: string;
    help: string | null;
    path: string | null;
    line: number | null;
    column: number | null;
  }[];
}

/** The Catalog as one JSON value; the root folder is `.` in it. `inputs` and `registers` come from their modules. */
export function catalogJson(
  catalog: Catalog,
  inputs: ReadonlyMap<string, ServiceInputs>,
  registers: readonly RegisterSummary[],
): CatalogJson {
  const deployments = [...catalog.applications, ...catalog.generated].flatMap((application) =>
    application.services.map((service) => ({ service, application })),
  );
  const ofService = groupBy(deployments, ({ service }) => service);
  return {
    services: catalog.services.map(({ name, path, kind, dockerfile, chart, build }) => ({
      name,
      path: showRoot(path),
      kind,
      dockerfile: inputs.get(name)?.dockerfile ?? dockerfile,
      context: showRoot(inputs.get(name)?.context ?? null),
      inputs: inputs.get(name)?.inputs ?? [],
      chart: showRoot(chart),
      build: build ? { target: build.target, arguments: Object.fromEntries(build.arguments) } : null,
      applications: (ofService.get(name) ?? []).map(({ application }) => ({
        environment: application.environment,
        file: application.file,
        name: application.name,
      })),
    })),
    leftOut: catalog.leftOut.map(({ path, dockerfiles, because, help }) => ({
      path: showRoot(path) ?? '.',
      dockerfiles,
      because,
      help,
    })),
    environments: catalog.environments.map(({ name, deployBranch, applications }) => ({
      name,
      deployBranch,
      applications: showRoot(applications),
    })),
    registers: registers.map(({ id, kind, file, line, entries }) => ({ id, kind, file, line, entries })),
    problems: catalog.problems.map(({ severity, message, help, location }) => ({
      severity,
      message,
      help: help ?? null,
      path: location?.path ?? null,
      line: location?.line ?? null,
      column: location?.column ?? null,
    })),
  };
}

function showRoot(path: string | null): string | null {
  return path === '' ? '.' : path;
}
