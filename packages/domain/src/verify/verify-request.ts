import { type LoadedConfig, readConfig } from '../catalog/config.ts';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { isUnavailable, type Unavailable } from '../changes/history.ts';
import type { Tree } from '../ports.ts';
import { count } from '../printable.ts';
import type { Problem } from '../problem.ts';
import { readOnce } from '../tree/cached-tree.ts';
import { normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { ExternalError, UserError } from '../user-error.ts';
import { compareConfig } from './config-changes/compare-config.ts';
import type { ConfigChange } from './config-changes/config-change.ts';
import { waiverPlace } from './engine/run-rules.ts';
import { type Finding, severities } from './findings/finding.ts';
import { openFindings, type Report } from './report/report.ts';
import { rules } from './rules/index.ts';
import { type VerifyOptions, verifyServices } from './verify-services.ts';

/** What becomes of changes of the configuration that a request brings: nothing, they are told, or they do not hold. */
export const configChangesWords = ['allow', 'report', 'base'] as const;
export type ConfigChangesMode = (typeof configChangesWords)[number];

export interface RequestReview {
  mode: ConfigChangesMode;
  /** The files of the base, or why they cannot be had; null where no request is verified. */
  base: Tree | Unavailable | null;
  /** The file of the configuration, where one is named. */
  config: string | undefined;
}

/**
 * Verifies the files of a request, and says what the request changes in what is checked. With the mode `base` it is
 * judged by the configuration and the baseline of its base: ExternalError or UserError where those cannot be read. With
 * `report` that is told among the problems.
 */
export async function verifyRequest(source: Tree, options: VerifyOptions, review: RequestReview): Promise<Report> {
  const { mode, base } = review;
  if (mode === 'allow' || base === null) return verifyServices(source, options);
  const tree = readOnce(source);
  if (mode === 'base') return verifyByBase(tree, options, { ...review, base: requireBase(base) });
  const report = await verifyServices(tree, options);
  if (isUnavailable(base)) return withProblem(report, notCompared(base.because));
  try {
    return await reviewed(tree, report, options, { ...review, base });
  } catch (error) {
    if (!(error instanceof UserError || error instanceof ExternalError)) throw error;
    return withProblem(report, notCompared(error.message));
  }
}

type OpenReview = RequestReview & { base: Tree };

/** The report of a request by its own configuration, with what that changes. */
async function reviewed(tree: Tree, report: Report, options: VerifyOptions, review: OpenReview): Promise<Report> {
  const { changes, byBase } = await compared(tree, options, review);
  const base = review.base.name;
  if (changes.length === 0) return { ...report, configReview: { base, judgedBy: 'request', changes, uncounted: [] } };
  const uncounted = await findingsLost(tree, report, { ...byBase, images: false });
  const told = { ...report, configReview: { base, judgedBy: 'request' as const, changes, uncounted } };
  return withProblem(told, {
    severity: 'warning',
    message: `this request changes what is checked: ${summaryOf(changes)}; ${effectOf(uncounted)}`,
    help: 'Read the table "This request changes what is checked" before you approve the request.',
    ...placeOf(changes),
  });
}

/** The report of a request by the configuration of its base. */
async function verifyByBase(tree: Tree, options: VerifyOptions, review: OpenReview): Promise<Report> {
  const { changes, byBase } = await compared(tree, options, review);
  const report = await judgedBy(review.base, () => verifyServices(tree, byBase));
  const told = {
    ...report,
    configReview: { base: review.base.name, judgedBy: 'base' as const, changes, uncounted: [] },
  };
  if (changes.length === 0) return told;
  return withProblem(told, {
    severity: 'warning',
    message: `this request changes what is checked, and ${holding(changes)} holds in this run: ${summaryOf(changes)}`,
    help: 'The configuration and the baseline of the base judge. Merge changes of them by a request of their own.',
    ...placeOf(changes),
  });
}

/** A mistake that the configuration of the base has in the files of the request is told as one of those two. */
async function judgedBy(base: Tree, verify: () => Promise<Report>): Promise<Report> {
  try {
    return await verify();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`the configuration of ${base.name} does not fit the files of this request: ${error.message}`, {
      help: 'With config-changes: base that configuration judges. Change it by a request of its own first.',
      cause: error,
    });
  }
}

/** What changes, and the options by which the base would judge. */
async function compared(
  tree: Tree,
  options: VerifyOptions,
  { base, config: named }: OpenReview,
): Promise<{ changes: ConfigChange[]; byBase: VerifyOptions }> {
  const config = await configOfBase(base, named);
  const { changes, addedWaivers } = await compareConfig(
    { tree: base, config },
    { tree, config: options.config },
    {
      rules,
      today: options.today,
      baseline: options.baseline,
      catalogWith: (loaded) => loadCatalog(tree, loaded.config, { repositoryUrl: options.repositoryUrl }),
    },
  );
  const ignoredWaivers = new Set(addedWaivers.map(({ location }) => waiverPlace(location)));
  return { changes, byBase: { ...options, config, configuredBy: { tree: base, ignoredWaivers } } };
}

/** The configuration of a base: the named file, or where the base does not have it yet, the one that is found by itself. */
async function configOfBase(base: Tree, named: string | undefined): Promise<LoadedConfig> {
  const path = named === undefined ? null : normaliseRepositoryPath(named);
  const isThere = path !== null && (await base.list()).some((entry) => entry.path === path);
  return isThere ? readConfig(base, path) : readConfig(base);
}

/**
 * The findings that count by the configuration of the base and not, or for less, in the report. Null where that
 * configuration cannot be used, for it names what the request deletes.
 */
async function findingsLost(tree: Tree, { findings }: Report, byBase: VerifyOptions): Promise<Finding[] | null> {
  let strict: Report;
  try {
    strict = await verifyServices(tree, byBase);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
  const counted = new Map(openFindings({ findings }).map(({ fingerprint, severity }) => [fingerprint, severity]));
  return openFindings(strict).filter(({ fingerprint, severity }) => {
    const now = counted.get(fingerprint);
    return now === undefined || severities.indexOf(now) > severities.indexOf(severity);
  });
}

function holding(changes: readonly ConfigChange[]): string {
  return changes.some(({ isOfWorkflow }) => isOfWorkflow) ? 'only what is in its workflows' : 'none of it';
}

function effectOf(uncounted: readonly Finding[] | null): string {
  if (uncounted === null) return 'which findings count no more by that is not known';
  if (uncounted.length === 0) return 'every finding of today still counts';
  return `${count(uncounted.length, 'finding')} of today ${uncounted.length === 1 ? 'counts' : 'count'} no more`;
}

const mostNamed = 3;

/** `rule a, waiver of b, baseline of c and 2 more` */
function summaryOf(changes: readonly ConfigChange[]): string {
  const settings = [...new Set(changes.map(({ setting }) => setting))];
  const more = settings.length - mostNamed;
  return settings.slice(0, mostNamed).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function placeOf(changes: readonly ConfigChange[]): Pick<Problem, 'location'> {
  const location = changes.find((change) => change.location !== null)?.location;
  return location ? { location } : {};
}

/** First, so that GitHub, which shows ten annotations of a kind, shows it. */
function withProblem(report: Report, problem: Problem): Report {
  return { ...report, problems: [problem, ...report.problems] };
}

const nextStep =
  'Let the checkout keep its credentials or give "token", so that one commit can be fetched, or check out with fetch-depth: 0.';

function notCompared(because: string): Problem {
  return {
    severity: 'warning',
    message: `whether this request changes what is checked is not known: the configuration of its base could not be compared: ${because}`,
    help: nextStep,
  };
}

function requireBase(base: Tree | Unavailable): Tree {
  if (!isUnavailable(base)) return base;
  throw new ExternalError(`the configuration of the base of this request cannot be had: ${base.because}`, {
    help: nextStep,
  });
}
