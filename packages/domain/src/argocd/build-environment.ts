import { valueAt } from '../yaml/value.ts';
import type { Application, ApplicationSource } from './application.ts';

/**
 * The variables of the build environment that Argo CD gives a source, by name; null for one whose value only the
 * cluster knows. As `newEnv` of Argo CD's repo server makes them.
 */
export function buildEnvironment(
  application: Application,
  source: ApplicationSource,
): ReadonlyMap<string, string | null> {
  const { name, namespace, destination, project } = application;
  const written = valueAt(application.document.value(), [...source.at, 'path']);
  const path = typeof written === 'string' && !written.includes('{{') ? written : source.path;
  const own = isControlPlane(namespace);
  return new Map([
    // An Application outside the namespace of Argo CD is called `namespace_name`; which that is, is not known here.
    ['ARGOCD_APP_NAME', own ? name : null],
    ['ARGOCD_APP_NAMESPACE', destination.namespace ?? ''],
    ['ARGOCD_APP_PROJECT_NAME', project ?? 'default'],
    ['ARGOCD_APP_REVISION', null],
    ['ARGOCD_APP_REVISION_SHORT', null],
    ['ARGOCD_APP_REVISION_SHORT_8', null],
    ['ARGOCD_APP_SOURCE_REPO_URL', source.repoURL ?? ''],
    ['ARGOCD_APP_SOURCE_PATH', path ?? ''],
    ['ARGOCD_APP_SOURCE_TARGET_REVISION', source.targetRevision ?? ''],
  ]);
}

/** The environment for texts that name no variable. */
export const noVariables: ReadonlyMap<string, string | null> = new Map();

/** Whether an Application is in the namespace of Argo CD itself, as far as its name tells. */
export function isControlPlane(namespace: string | null): boolean {
  return namespace === null || controlPlanes.test(namespace);
}

/** Namespaces that Argo CD itself is usually installed in. */
const controlPlanes = /^(?:argo-?cd|argo|openshift-gitops|gitops)$/;

/** `$NAME`, `${NAME}`, one of the special letters, or what Go drops: `${}`. */
const variable = /\$(?:\{([^}]+)(?:\}|$)|([*#$@!?\-0-9])|([A-Za-z_]\w*)|\{\})/g;
/** The same where nothing closes a `${`, which Go drops. */
const unclosed = /\$(?:(\{)|([*#$@!?\-0-9])|([A-Za-z_]\w*))/g;

/**
 * A text with its variables filled in, as Go's `os.Expand` does it for Argo CD: `$$` is a dollar, an unknown name is
 * nothing. Null where the value of one of them is not known here.
 */
export function substitute(text: string, variables: ReadonlyMap<string, string | null>): string | null {
  if (!text.includes('$')) return text;
  let known = true;
  const fill = (_: string, braced?: string, special?: string, plain?: string): string => {
    const name = braced ?? special ?? plain ?? '';
    if (name === '$') return '$';
    const value = variables.get(name);
    if (value === null) known = false;
    return value ?? '';
  };
  const closed = text.lastIndexOf('}') + 1;
  const filled = text.slice(0, closed).replace(variable, fill) + text.slice(closed).replace(unclosed, fill);
  return known ? filled : null;
}
