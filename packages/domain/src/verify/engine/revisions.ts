import type { Environment } from '../../catalog/catalog.ts';
import { groupInto } from '../../grouping.ts';
import { listFew, quoteName, showPath } from '../../names.ts';
import type { Tree } from '../../ports.ts';
import type { Problem } from '../../problem.ts';
import { readOnce } from '../../tree/cached-tree.ts';
import { treeWith } from '../../tree/merged-tree.ts';
import type { DeployedBranch } from '../rule/deployed-branch.ts';
import type { Rule } from '../rule/rule.ts';
import type { Knowledge } from './build-context.ts';
import { readDeployedBranch } from './deployed-branch.ts';
import type { LoadCatalog, LoadedTree, Revision } from './loaded-tree.ts';
import type { RevisionFindings } from './merge-findings.ts';
import { runRules } from './run-rules.ts';

/** The branches that Argo CD reads, as they are now. */
export interface DeployBranches {
  /** The branch that was checked out, or that it will be merged into: it is verified already. Null for no branch. */
  current: string | null;
  /** Null where there is no such branch. ExternalError where it cannot be read. */
  open(branch: string): Promise<Tree | null>;
}

/** A revision that is verified as a whole. */
export async function openRevision(source: Tree, load: LoadCatalog): Promise<Revision> {
  const tree = readOnce(source);
  return { name: source.name, tree, catalog: await load(tree), environments: null, holds: () => true };
}

export interface OpenedBranches {
  revisions: Revision[];
  deployed: DeployedBranch[];
  problems: Problem[];
}

/**
 * What the deploy branches of environments make of a checkout: its sources, workflows and Terraform, with what Argo CD
 * reads taken from the branch. A branch that is not known, or that does not exist, is a problem and no error.
 */
export async function openDeployBranches(
  { current, open }: DeployBranches,
  checkout: LoadedTree,
  environments: readonly Environment[],
  load: LoadCatalog,
): Promise<OpenedBranches> {
  const opened: OpenedBranches = { revisions: [], deployed: [], problems: [] };
  const environmentsOf = new Map<string, string[]>();
  for (const { name, deployBranch } of environments) {
    if (deployBranch === null) opened.problems.push(unknownBranch(name));
    const branch = deployBranch?.replace(/^refs\/heads\//, '') ?? current;
    if (branch !== null && branch !== current) groupInto(environmentsOf, branch, name);
  }
  for (const [name, names] of environmentsOf) {
    const tree = await open(name);
    if (tree === null) {
      opened.problems.push(missingBranch(name, names));
      continue;
    }
    const { revision, deployed } = await mergeBranch(tree, { name, environments: new Set(names) }, checkout, load);
    opened.revisions.push(revision);
    opened.deployed.push(deployed);
  }
  return opened;
}

async function mergeBranch(
  source: Tree,
  about: { name: string; environments: ReadonlySet<string> },
  checkout: LoadedTree,
  load: LoadCatalog,
): Promise<{ revision: Revision; deployed: DeployedBranch }> {
  const branch = readOnce(source);
  const both = await readDeployedBranch(about, checkout, { tree: branch, catalog: await load(branch) });
  const isRead = (path: string): boolean => both.checkout.files.has(path) || both.branch.files.has(path);
  const tree = readOnce(treeWith(checkout.tree, branch, isRead));
  const catalog = await load(tree);
  const holds = (path: string): boolean => isRead(path) && both.branch.contents.has(path);
  return {
    revision: { ...about, tree, catalog, holds },
    // A branch may hold no sources, and only sources tell what is a service.
    deployed: { ...both, branch: { ...both.branch, catalog } },
  };
}

function unknownBranch(environment: string): Problem {
  return {
    severity: 'notice',
    message: `the deploy branch of ${quoteName(environment)} is not known, so it is not verified`,
    help: `Its Applications follow HEAD or several branches. Set environments.${environment}.deploy-branch in rollcall.yaml.`,
  };
}

function missingBranch(branch: string, environments: readonly string[]): Problem {
  return {
    severity: 'notice',
    message: `there is no branch ${quoteName(branch)}, which ${listFew(environments.map(quoteName))} follows, so it is not verified`,
    help: 'Create it, or correct the deploy branch.',
  };
}

export interface ExaminedRevision extends RevisionFindings {
  problems: Problem[];
}

/** Runs the rules on a tree beside the checkout; a problem that the checkout has as well is left out. */
export async function examineRevision(
  rules: readonly Rule[],
  revision: Revision,
  knowledge: Knowledge,
  problemsOfCheckout: readonly Problem[],
): Promise<ExaminedRevision> {
  const { name, environments, holds } = revision;
  const { findings, problems } = await runRules(rules, revision, knowledge);
  const known = new Set(problemsOfCheckout.map(({ message }) => message));
  const own = problems.filter(({ message, location }) => !known.has(message) && (!location || holds(location.path)));
  return {
    name,
    environments,
    holds,
    findings,
    problems: own.map((problem) => ({ ...problem, message: `on ${showPath(name)}: ${problem.message}` })),
  };
}
