import type { Application } from '../argocd/application.ts';
import { appOfAppsFinder } from '../argocd/root-applications.ts';
import { groupBy } from '../grouping.ts';
import { compareText } from '../location.ts';
import { listFew, quoteName, showPath } from '../names.ts';
import type { Problem } from '../problem.ts';
import { folderOf } from '../tree/repository-paths.ts';
import type { Environment } from './catalog.ts';
import type { Config } from './config-schema.ts';

/**
 * The environments that the configuration names or an Application is in, sorted by name. Deploy branch and folder
 * come from the configuration, else from the Applications: those of services where there are some, since add-ons
 * may follow something else. Where they disagree on the branch it is null, and a problem.
 */
export function findEnvironments(
  applications: readonly Application[],
  config: Config,
): { environments: Environment[]; problems: Problem[] } {
  const isAppOfApps = appOfAppsFinder(applications);
  const members = groupBy(applications, ({ environment }) => environment);
  const names = new Set([...Object.keys(config.environments ?? {}), ...members.keys()].filter((name) => name !== null));
  const environments: Environment[] = [];
  const problems: Problem[] = [];
  for (const name of [...names].sort(compareText)) {
    const all = members.get(name) ?? [];
    const configured = config.environments?.[name];
    const others = all.filter((application) => !isAppOfApps(application));
    const ofServices = others.filter(({ services }) => services.length > 0);
    const telling = [ofServices, others, all].find((group) => group.length > 0) ?? [];
    const deployBranch = configured?.['deploy-branch'] ?? sharedRevision(name, telling, problems);
    const folders = new Set(telling.map(({ file }) => folderOf(file)));
    const applications = configured?.applications ?? (folders.size === 1 ? ([...folders][0] ?? null) : null);
    environments.push({ name, deployBranch, applications });
  }
  return { environments, problems };
}

/**
 * Whether a revision is no branch to write to: the default branch, a tag, a commit, or a range of versions, which Argo CD
 * resolves to the newest tag in it (Masterminds/semver 3).
 */
function isNoBranch(revision: string): boolean {
  if (revision === 'HEAD' || revision.startsWith('refs/tags/') || /^[0-9a-f]{40}$/.test(revision)) return true;
  return (
    /[*<>^~|,\s]/.test(revision) ||
    /^v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/.test(revision) ||
    /^v?(?:\d+\.){0,2}[xX]$/.test(revision)
  );
}

function sharedRevision(environment: string, applications: readonly Application[], problems: Problem[]): string | null {
  const users = new Map<string, Application>();
  for (const application of applications) {
    for (const { ours, path, targetRevision } of application.sources) {
      if (ours === false || path === null || targetRevision === null || isNoBranch(targetRevision)) continue;
      const branch = targetRevision.replace(/^refs\/heads\//, '');
      if (!users.has(branch)) users.set(branch, application);
    }
  }
  if (users.size < 2) return [...users.keys()][0] ?? null;
  const revisions = [...users]
    .sort(([a], [b]) => compareText(a, b))
    .map(([revision, { file }]) => `${quoteName(revision)} (${showPath(file)})`);
  problems.push({
    severity: 'warning',
    message: `the Applications of ${quoteName(environment)} follow different revisions: ${listFew(revisions)}`,
    help: `Say which is its deploy branch in rollcall.yaml: environments: { ${quoteName(environment)}: { deploy-branch: … } }.`,
  });
  return null;
}
