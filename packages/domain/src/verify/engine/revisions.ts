import type { Catalog, Environment } from '../../catalog/catalog.ts';
import { listFew, quoteName, showPath } from '../../names.ts';
import type { Tree } from '../../ports.ts';
import type { Problem } from '../../problem.ts';
import { readOnce } from '../../tree/cached-tree.ts';
import { treeWith } from '../../tree/merged-tree.ts';
import type { DeployedBranch } from '../rule/deployed-branch.ts';
import type { Rule } from '../rule/rule.ts';
import { readDeployedBranch } from './deployed-branch.ts';
import type { OtherFindings } from './merge-findings.ts';
import { type Examination, type Knowledge, runRules } from './run-rules.ts';

/** The branches that Argo CD reads, as they are now. */
export interface DeployBranches {
  /** The branch that was checked out, or that it is to be merged into: verified anyhow. Null where that is none. */
  current: string | null;
  /** Null where there is no such branch. ExternalError where it cannot be read. */
  open(branch: string): Promise<Tree | null>;
}

type LoadCatalog = (tree: Tree) => Promise<Catalog>;

/** A tree that is verified beside the checkout. */
export interface OtherTree {
  name: string;
  tree: Tree;
  catalog: Catalog;
  environments: ReadonlySet<string> | null;
  holds(path: string): boolean;
}

/** A revision that is verified as a whole. */
export async function wholeTree(source: Tree, load: LoadCatalog): Promise<OtherTree> {
  const tree = readOnce(source);
  return { name: source.name, tree, catalog: await load(tree), environments: null, holds: () => true };
}

/**
 * What the deploy branches of environments make of a checkout: sources, workflows and Terraform as they are here, and
 * what Argo CD reads as it is there. What is not known or not there is a problem, and no error.
 */
export async function openDeployBranches(
  { current, open }: DeployBranches,
  here: { tree: Tree; catalog: Catalog },
  environments: readonly Environment[],
  load: LoadCatalog,
): Promise<{ deployed: DeployedBranch[]; trees: OtherTree[]; problems: Problem[] }> {
  const byBranch = new Map<string, Set<string>>();
  const deployed: DeployedBranch[] = [];
  const trees: OtherTree[] = [];
  const problems: Problem[] = [];
  for (const { name, deployBranch } of environments) {
    if (deployBranch === null) problems.push(unknownBranch(name));
    const branch = deployBranch?.replace(/^refs\/heads\//, '') ?? current;
    if (branch === null || branch === current) continue;
    byBranch.set(branch, (byBranch.get(branch) ?? new Set()).add(name));
  }
  for (const [branch, names] of byBranch) {
    const opened = await open(branch);
    if (opened === null) {
      problems.push(missingBranch(branch, [...names]));
      continue;
    }
    const there = readOnce(opened);
    const both = await readDeployedBranch({ name: branch, environments: names }, here, {
      tree: there,
      catalog: await load(there),
    });
    const isRead = (path: string): boolean => both.checkout.files.has(path) || both.branch.files.has(path);
    const tree = readOnce(treeWith(here.tree, there, isRead));
    const catalog = await load(tree);
    // A branch may have no sources, which tell what is a service.
    deployed.push({ ...both, branch: { ...both.branch, catalog } });
    trees.push({
      name: branch,
      tree,
      catalog,
      environments: names,
      holds: (path) => isRead(path) && both.branch.contents.has(path),
    });
  }
  return { deployed, trees, problems };
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

/** Verifies a tree beside the checkout, whose problems are not said twice. */
export async function verifyRevision(
  rules: readonly Rule[],
  { name, tree, catalog, environments, holds }: OtherTree,
  knowledge: Knowledge,
  here: Examination,
): Promise<OtherFindings & { problems: Problem[] }> {
  const { findings, problems } = await runRules(rules, tree, catalog, knowledge);
  const said = new Set(here.problems.map(({ message }) => message));
  const own = problems.filter(({ message, location }) => !said.has(message) && (!location || holds(location.path)));
  return {
    name,
    environments,
    holds,
    findings,
    problems: own.map((problem) => ({ ...problem, message: `on ${showPath(name)}: ${problem.message}` })),
  };
}
