import { isGradleScript, isPom } from '../../../changes/packages/manifest-names.ts';
import { isDockerfile } from '../../../tree/dockerfile-name.ts';
import { compileGlob } from '../../../tree/glob.ts';
import { baseName, isInside } from '../../../tree/repository-paths.ts';
import type { InputEdge, RuleContext, ServiceInputs } from '../../rule/context.ts';

/**
 * Of what a service is made of, what its image holds or is built from: what a manifest names is no part of an image
 * whose Dockerfile leaves it out, such as the `go.work` of a workspace.
 */
export function edgesOfImage({ edges, dockerfile }: ServiceInputs, { text }: RuleContext): InputEdge[] {
  const copies = edges.filter(({ negated, location }) => !negated && location !== null && isDockerfile(location.path));
  // A Dockerfile that runs the build itself has nothing but what it copies.
  const runsIt = (text(dockerfile ?? '') ?? '').split('\n').some(runsBuild);
  return edges.filter(
    (edge) => !edge.negated && ((!runsIt && isBuiltBefore(edge)) || copies.some((copy) => mayHold(copy, edge))),
  );
}

const runsBuild = (line: string): boolean =>
  /^[ \t]{0,20}(?:RUN|&&)/i.test(line) && /(?<![\w-])(?:mvnw?|gradlew?)(?![\w-])/i.test(line);

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
