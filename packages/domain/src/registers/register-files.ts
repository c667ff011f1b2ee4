import { isMakefile } from '../shell/shell-words.ts';
import {
  isBelowTemplates,
  isComposeFile,
  kustomizations,
  pipelineScripts,
  programScripts,
} from '../tree/file-types.ts';
import { baseName, isForeign } from '../tree/repository-paths.ts';
import { isToolFile } from './tool-files.ts';

const types = {
  workflow: isWorkflowFile,
  code: (path: string) => pipelineScripts(path) || programScripts(path),
  /** Names alone, for whoever reads the file. */
  names: isListOfNames,
  'name-file': isFileOfNames,
  variables: (path: string) => /(?:^|\/)(?:\.env(?:\.[\w-]+)?|[\w.-]+\.env)$/.test(path),
  nginx: (path: string) =>
    /(?:^|\/)nginx[^/]*\.conf(?:\.\w+)?$|(?:^|\/)[^/]*nginx[^/]*\/(?:[^/]+\/)*[^/]*\.conf(?:\.\w+)?$/.test(path),
  script: (path: string) => /\.(?:sh|bash)$/.test(path),
  makefile: isMakefile,
  hcl: (path: string) => /\.(?:tf|tfvars|hcl)$/.test(path) && !/\.lock\.hcl$/.test(path),
  manifest: isPlainYaml,
  template: isTemplate,
  compose: isComposeFile,
  'go.work': (path: string) => baseName(path) === 'go.work',
  workspaces: (path: string) => /(^|\/)(?:package\.json|pnpm-workspace\.ya?ml)$/.test(path),
  tool: isToolFile,
  kustomization: kustomizations,
  /** The labels that requests get by the files that they change. */
  labels: (path: string) => /^\.github\/labeler\.ya?ml$/.test(path),
  /** What people choose from when they open an issue. */
  form: (path: string) => /^\.github\/ISSUE_TEMPLATE\/[^/]+\.ya?ml$/.test(path),
  'settings.gradle': (path: string) => /(^|\/)settings\.gradle(?:\.kts)?$/.test(path),
};

/** A type of file that registers are looked for in. */
export type RegisterFileType = keyof typeof types;

const everyType = Object.entries(types) as [RegisterFileType, (path: string) => boolean][];

/** Whether registers are looked for in a file. Those that the configuration names are read as well: see `configuredFile`. */
export function registerFiles(path: string): boolean {
  return isOwn(path) && everyType.some(([, is]) => is(path));
}

/** What a file is, by its path; nothing where it is somebody else's, or there to be read or tested with. */
export function registerFileTypes(path: string): RegisterFileType[] {
  return isOwn(path) ? everyType.flatMap(([type, is]) => (is(path) ? [type] : [])) : [];
}

function isOwn(path: string): boolean {
  return !isForeign(path) && !/(^|\/)(?:docs?|tests|__tests__|src\/test|\.terraform)\//.test(path);
}

/** Workflows, actions, and what workflows name. */
function isWorkflowFile(path: string): boolean {
  return /^\.github\/.*\.ya?ml$|(^|\/)action\.ya?ml$/.test(path);
}

/** A text that is called after services, a name on each line. */
function isFileOfNames(path: string): boolean {
  return /(?:^|[/_-])(?:services|apps|applications|images|modules|components|microservices)\.(?:txt|list|lst)$/.test(
    path,
  );
}

/** JSON that is called after services: `ci/services.json`. */
function isListOfNames(path: string): boolean {
  return /(?:^|[/_-])(?:services|apps|applications|images|matrix|modules|components|microservices)\.json$/.test(path);
}

/** What Helm renders: no YAML before that. */
function isTemplate(path: string): boolean {
  return isBelowTemplates(path) && /\.ya?ml$/.test(path);
}

/** YAML that lists in no way of its own: values, manifests. A kustomization lists files. */
function isPlainYaml(path: string): boolean {
  if (!/\.ya?ml$/.test(path) || isWorkflowFile(path) || isComposeFile(path)) return false;
  if (isToolFile(path)) return false;
  if (/(^|\/)(?:templates|crds)\//.test(path)) return false;
  return !/(?:^|[./-])(?:lock|kustomization|pnpm-workspace|rollcall|mkdocs)\.ya?ml$|(^|\/)index\.yaml$/i.test(path);
}
