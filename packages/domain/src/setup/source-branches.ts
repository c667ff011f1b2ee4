import { type EnvironmentNames, environmentNames, sameEnvironment } from '../argocd/environment-names.ts';
import type { Environment } from '../catalog/catalog.ts';
import type { Config } from '../catalog/config-schema.ts';
import { countEach } from '../grouping.ts';
import { listFew } from '../names.ts';
import { plainOrQuoted } from '../yaml/replace-scalar.ts';
import type { ExistingWorkflow } from './existing-workflows.ts';

/** Which pushes are released to an environment. */
export interface SourceBranch {
  environment: string;
  branch: string;
  /** How that is known, as a clause. */
  because: string;
}

interface Known {
  config: Config;
  workflows: readonly ExistingWorkflow[];
  /** The branches that this clone and its remote have. */
  branches: readonly string[];
  defaultBranch: string | null;
}

/** What a branch that is built is called beside the environment: others that end so are somebody's work. */
const releasing =
  /^(?:(?:app|apps|build|cd|ci|deploy|env|environment|environments|release|service|services|source|src)[-_/])*$/i;

/**
 * The branch whose pushes are released to each environment: the configured one, else one that is called after it and
 * that a workflow or the clone knows, else the default branch where it is the only environment. An environment of which
 * several or none could be meant has none: it is released to by hand, or promoted to.
 */
export function sourceBranches(environments: readonly Environment[], known: Known): SourceBranch[] {
  const read = new Set(environments.flatMap(({ deployBranch }) => deployBranch ?? []));
  const free = (branches: readonly string[]): string[] => [
    ...new Set(branches.filter((branch) => isPlain(branch) && !read.has(branch))),
  ];
  const [pushed, others] = [free(known.workflows.flatMap((workflow) => workflow.pushed)), free(known.branches)];
  const found = environments.flatMap(({ name }): SourceBranch[] => {
    const configured = known.config.environments?.[name]?.['source-branches'];
    const [first] = configured ?? [];
    if (configured && first !== undefined && configured.length === 1)
      return isPlain(first) ? [{ environment: name, branch: first, because: 'rollcall.yaml says so' }] : [];
    const names = environmentNames([name]);
    const candidates = (branches: readonly string[]) => branches.filter((branch) => isCalledAfter(branch, name, names));
    const ran = candidates(pushed);
    const [branch, another] = ran.length > 0 ? ran : candidates(others);
    if (branch === undefined || another !== undefined) return [];
    return [{ environment: name, branch, because: ran.length > 0 ? 'a workflow runs for it' : 'it is called so' }];
  });
  const [only, more] = environments;
  // What two could mean is of neither.
  const counts = countEach(found.map(({ branch }) => branch));
  const sole = found.filter(({ branch }) => counts.get(branch) === 1);
  if (sole.length > 0 || !only || more || known.defaultBranch === null || !isPlain(known.defaultBranch)) return sole;
  return [{ environment: only.name, branch: known.defaultBranch, because: 'there is no other environment' }];
}

/** Environments that no push is released to; where that is so of all, the line that says which push is. */
export function sayReleasedByHand(environments: readonly string[], isAll: boolean): string {
  const [first] = environments;
  const said = `No branch is known whose pushes are released to ${listFew(environments)}`;
  const otherwise = 'start the workflow by hand, or promote from another environment';
  if (!isAll || first === undefined) return `${said}: ${otherwise}.`;
  const line = `environments: { ${plainOrQuoted(first)}: { source-branches: [main] } }`;
  return `${said}. Where pushes to main are, write ${line} into rollcall.yaml, and run this again; or ${otherwise}.`;
}

function isCalledAfter(branch: string, environment: string, names: EnvironmentNames): boolean {
  const said = names.exact(branch) ?? names.suffix(branch);
  if (said === undefined || !sameEnvironment(environment).some((name) => name.toLowerCase() === said.toLowerCase()))
    return false;
  return releasing.test(branch.slice(0, branch.length - said.length));
}

/** Whether a name can be written into a workflow as it is: a list, and an expression. */
export function isPlain(name: string): boolean {
  return /^[\w./-]+$/.test(name);
}
