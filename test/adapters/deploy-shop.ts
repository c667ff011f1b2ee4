import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type GitDeployBranchSettings, gitDeployBranch } from '@rollcall/adapters/git/deploy-branch';
import { type BumpResult, bumpImages } from '@rollcall/domain/bump/bump-images';
import type { DeployBranch } from '@rollcall/domain/deploy-branch/deploy-branch';
import { gitEnvironment, initRepository, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { applicationFile, applicationText, catalogOf } from '../unit/bump/catalog-of.ts';

export const deployBranch = 'k8s-deploy-prod';
export const services = Array.from({ length: 8 }, (_, index) => `service-${index}`);

/** A bare origin with branch main, and the deploy branch unless it is told not to have one. */
export function deployOrigin({ withBranch = true, names = services } = {}): Repository {
  const work = initRepository();
  work.commit({
    ...Object.fromEntries(names.map((service) => [`services/${service}/Dockerfile`, 'FROM scratch\n'])),
    ...Object.fromEntries(
      names.map((service) => [applicationFile(service, 'prod'), applicationText(service, 'prod', '1-a')]),
    ),
    'docs/한글 "이름".md': 'not fetched\n',
  });
  const origin = initRepository({ bare: true });
  work.git('push', '--quiet', origin.directory, 'main', ...(withBranch ? [`main:${deployBranch}`] : []));
  return origin;
}

export function openBranch(origin: Repository, settings: Partial<GitDeployBranchSettings> = {}): Promise<DeployBranch> {
  return gitDeployBranch({
    folder: temporaryFolder('bump'),
    url: `file://${origin.directory}`,
    branch: deployBranch,
    ...settings,
  });
}

interface BumpSettings {
  service?: string;
  tag?: string;
  id?: string;
  /** How long a wait takes, for each second of it. */
  secondsPerSecond?: number;
}

export function bump(branch: DeployBranch, settings: BumpSettings = {}): Promise<BumpResult> {
  const { service = 'service-0', tag = '2-b', id = 'bump-1', secondsPerSecond = 0.01 } = settings;
  return bumpImages({
    request: { environment: 'prod', images: [{ service, tag }], onMissing: 'error', mutableTags: 'forbid' },
    loadCatalog: catalogOf,
    log: { progress: () => {}, notice: () => {}, warning: () => {} },
    dryRun: false,
    sourceHistory: null,
    branch,
    pace: {
      now: () => performance.now(),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds * secondsPerSecond)),
      random: Math.random,
    },
    origin: { id },
  });
}

/** Text of a file on the deploy branch, as it is. */
export function deployed(origin: Repository, file: string): string {
  return execFileSync('git', ['cat-file', 'blob', `${deployBranch}:${file}`], {
    cwd: origin.directory,
    env: gitEnvironment,
    encoding: 'utf8',
  });
}

/** Somebody else's commit on the deploy branch: appends a comment to a file. */
export function otherWriter(origin: Repository): (subject: string) => string {
  const directory = join(temporaryFolder('other'), 'clone');
  const git = (...args: string[]): string =>
    execFileSync('git', args, { env: gitEnvironment, encoding: 'utf8', stdio: 'pipe' }).trim();
  git('clone', '--quiet', '--branch', deployBranch, origin.directory, directory);
  return (subject) => {
    git('-C', directory, 'pull', '--quiet', '--rebase');
    git('-C', directory, 'commit', '--quiet', '--allow-empty', '--message', subject);
    git('-C', directory, 'push', '--quiet');
    return git('-C', directory, 'rev-parse', 'HEAD');
  };
}
