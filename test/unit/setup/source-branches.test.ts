import { describe, expect, test } from '@jest/globals';
import { sourceBranches } from '@rollcall/domain/setup/source-branches';

const environment = (name: string, deployBranch: string | null = null) => ({ name, deployBranch, applications: null });
const both = [environment('dev', 'k8s-deploy-dev'), environment('prod', 'k8s-deploy-prod')];

function branchesOf(
  environments: readonly ReturnType<typeof environment>[],
  branches: string[],
  {
    pushed = [],
    config = {},
    defaultBranch = 'main',
  }: { pushed?: string[]; config?: object; defaultBranch?: string } = {},
): string[] {
  const workflows = [{ path: '.github/workflows/ci.yml', releases: null, verifies: false, pushed, does: '' }];
  return sourceBranches(environments, { config, workflows, branches, defaultBranch }).map(
    (one) => `${one.branch} ${one.environment}`,
  );
}

describe('the branch that is released to an environment', () => {
  test.each<[string, string[], string[]]>([
    ['is called after it', ['dev', 'main', 'prod'], ['dev dev', 'prod prod']],
    [
      'says that it is released',
      ['service-deploy-dev', 'release/prod'],
      ['service-deploy-dev dev', 'release/prod prod'],
    ],
    ['may be called by another word for it', ['develop', 'production'], ['develop dev', 'production prod']],
    ['is not the one that Argo CD reads', ['k8s-deploy-dev', 'k8s-deploy-prod', 'main'], []],
    ['is not the work of somebody', ['fix-dev', 'feature/prod', 'renovate/dev', 'a-prod'], []],
    ['is none of two', ['dev', 'develop', 'prod'], ['prod prod']],
    ['is one that a workflow can say as it is', ["dev'; x", 'release/prod'], ['release/prod prod']],
  ])('%s', (_title, branches, expected) => {
    expect(branchesOf(both, branches)).toEqual(expected);
  });

  test('is the default branch where there is no other environment', () => {
    expect(branchesOf([environment('prod')], ['main'])).toEqual(['main prod']);
    expect(branchesOf([environment('prod')], ['main', 'release-prod'])).toEqual(['release-prod prod']);
    expect(branchesOf(both, ['main'])).toEqual([]);
  });

  test('is what a workflow is pushed for rather than what exists', () => {
    expect(branchesOf(both, ['dev', 'deploy-dev'], { pushed: ['deploy-dev'] })).toEqual(['deploy-dev dev']);
  });

  test('is what the configuration says', () => {
    const config = { environments: { prod: { 'source-branches': ['stable'] } } };
    expect(branchesOf(both, ['dev', 'prod'], { config })).toEqual(['dev dev', 'stable prod']);
  });

  test('is of neither of two that it could mean', () => {
    expect(branchesOf([environment('prod'), environment('production')], ['deploy-prod'])).toEqual([]);
  });
});
