import { isDockerfile } from './dockerfile-name.ts';
import { baseName, isForeign } from './repository-paths.ts';

/** Says by its name alone whether a file is read. Declared once each, so that asking them all of every path is cheap. */
export type PathSelector = (path: string) => boolean;

/** YAML that is this repository's own: manifests, values, workflows, Compose. */
export const yamlFiles: PathSelector = (path) =>
  /\.ya?ml$/.test(path) && !/[-.]lock\.ya?ml$/.test(path) && !isForeign(path);

/** The names under which kustomize finds its file: two of them in one folder are an error. This is the only list. */
export const kustomizationNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

const kustomizationName: ReadonlySet<string> = new Set(kustomizationNames);

export const kustomizations: PathSelector = (path) => kustomizationName.has(baseName(path));

/** Whether a file is YAML, by its name. */
export const isYaml: PathSelector = (path) => /\.ya?ml$/.test(path) || kustomizations(path);

export const dockerfiles: PathSelector = (path) => isDockerfile(path) && !isForeign(path);

export const terraformFiles: PathSelector = (path) => /\.(?:tf|tfvars)$/.test(path) && !isForeign(path);

/** What Helm renders: everything below the `templates` of a chart, as far as it is text. */
export const helmTemplates: PathSelector = (path) => isBelowTemplates(path) && /\.(?:ya?ml|tpl|txt|json)$/.test(path);

/** Whether a path lies below the `templates` of a chart. */
export function isBelowTemplates(path: string): boolean {
  return /(?:^|\/)templates\//.test(path);
}

/** The name of a folder whose texts something else fills in, such as the skeleton of a service. */
export const scaffoldFolder =
  /^(?:skeletons?|scaffold(?:s|er|ers|ing)?|templates?|boilerplates?|cookiecutters?|archetypes?)$|\{\{|\$\{|<%/;

/** Build and operation scripts: shell, make, task lists of languages. */
export const scripts: PathSelector = (path) =>
  /\.(?:sh|bash|mk)$|^(?:Makefile|Justfile|Taskfile[^/]*|go\.work|settings\.gradle(?:\.kts)?|pnpm-workspace\.yaml)$/.test(
    baseName(path),
  ) && !isForeign(path);

/** Pipelines and development of other tools: Jenkins, Tilt. */
export const pipelineScripts: PathSelector = (path) =>
  /(?:^|\/)(?:Jenkinsfile(?:\.[\w-]+)?|[\w-]+\.[Jj]enkinsfile|Tiltfile)$|\.groovy$/.test(path) && !isForeign(path);

/** Programs that build and release, by where they lie: lists of services stand in them as in scripts of a shell. */
export const programScripts: PathSelector = (path) =>
  /(?:^|\/)(?:\.github|automation|bin|build|ci|deploy|hack|scripts?|tools?)\/(?:[^/]+\/)*[\w.-]+\.(?:py|[cm]?js|ts|rb)$|^(?:tasks|noxfile|dodo|fabfile|build|release|deploy)\.py$/.test(
    path,
  ) && !isForeign(path);

/** What names services in its own language: proxies, variables, grants of a database, dashboards. Migrations are history. */
export const operationFiles: PathSelector = (path) =>
  /(?:^|\/)(?:nginx[^/]*|Caddyfile[^/]*|\.env(?:\.[\w.-]+)?|[\w.-]+\.env)$|(?:^|\/)[^/]*nginx[^/]*\/[^/]*\.conf(?:\.\w+)?$|\.sql$|(?:^|\/)(?:grafana|dashboards?)\/(?:[^/]+\/)*[^/]+\.json$/.test(
    path,
  ) &&
  !/(?:^|\/)(?:migrations?|flyway|liquibase|alembic|versions|changelogs?)\/|(?:^|\/)(?:V\d|\d{8})[^/]*\.sql$/i.test(
    path,
  ) &&
  !isForeign(path);

export const documents: PathSelector = (path) => /\.(?:md|adoc|rst)$/.test(path) && !isForeign(path);

/** Files that say what a folder is built from. */
export const buildManifests: PathSelector = (path) =>
  /(^|\/)(go\.mod|build\.gradle|build\.gradle\.kts|pom\.xml|package\.json|pyproject\.toml|requirements\.txt|Cargo\.toml|[^/]+\.csproj|[^/]+\.sln)$/.test(
    path,
  ) && !isForeign(path);

/** `docker-compose.yml`, `compose.yaml`, `docker-compose.dev.yml`, and what podman-compose reads besides. */
export function isComposeFile(path: string): boolean {
  return /(^|\/)(?:(?:docker|podman|container)-)?compose(?:[.-][^/]*)?\.ya?ml$/.test(path);
}

/** A file of Helmfile, whatever environments it is for. */
export function isHelmfile(path: string): boolean {
  return /(?:^|\/)helmfile[^/]*\.ya?ml(?:\.gotmpl)?$|(?:^|\/)helmfile\.d\//.test(path);
}

/** YAML of `.github`, among it the workflows, and actions wherever they lie: what may have steps. */
export function isOfActions(path: string): boolean {
  return /^\.github\/.*\.ya?ml$|(?:^|\/)action\.ya?ml$/.test(path);
}
