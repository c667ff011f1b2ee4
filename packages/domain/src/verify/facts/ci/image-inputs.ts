import { isGradleScript, isPom } from '../../../changes/packages/manifest-names.ts';
import { isDockerfile } from '../../../tree/dockerfile-name.ts';
import { compileGlob } from '../../../tree/glob.ts';
import { baseName, isInside } from '../../../tree/repository-paths.ts';
import type { InputEdge, ServiceInputs } from '../../rule/context.ts';

/**
 * Of what a service is made of, what its image holds or is built from: what a manifest names is no part of an image
 * whose Dockerfile leaves it out, such as the `go.work` of a workspace.
 */
export function edgesOfImage({ edges }: ServiceInputs): InputEdge[] {
  const copies = edges.filter(({ negated, location }) => !negated && location !== null && isDockerfile(location.path));
  return edges.filter((edge) => !edge.negated && (isBuiltBefore(edge) || copies.some((copy) => mayHold(copy, edge))));
}

/** Whether what names an input is a build that runs before the Dockerfile, which copies what that makes. */
function isBuiltBefore({ location }: InputEdge): boolean {
  const name = baseName(location?.path ?? '');
  return isPom(name) || isGradleScript(name);
}

/** Whether an instruction of a Dockerfile may take some of an input. */
function mayHold({ pattern, except }: InputEdge, input: InputEdge): boolean {
  const [{ root }, { root: path }] = [compileGlob(pattern), compileGlob(input.pattern)];
  return (isInside(path, root) || isInside(root, path)) && except?.excepts(path) !== true;
}
