import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { cloneRepository } from '@rollcall/testkit/repository';
import { runAction } from '@rollcall/testkit/runner';
import { createShop } from '@rollcall/testkit/shop';
import { transcript } from './transcript.ts';

interface FoundFinding {
  rule: string;
  subject: string;
  path: string;
}

test('the two faults of the example are found, and nothing else', async () => {
  const { repository } = createShop();
  const step = await runAction('verify-services', { workspace: repository.directory });
  expect(step.status).toBe(1);
  expect(step.outputs.passed).toBe('false');
  const findings: FoundFinding[] = JSON.parse(step.outputs.findings ?? '');
  expect(new Set(findings.map(({ subject }) => subject))).toEqual(new Set(['report-service', 'coupon-service']));
  const rules = (subject: string) =>
    [...new Set(findings.filter((finding) => finding.subject === subject).map(({ rule }) => rule))].sort();
  expect(rules('coupon-service')).toEqual(['service-leftover']);
  expect(rules('report-service')).toEqual(
    expect.arrayContaining([
      'chart-app-missing',
      'ci-build-case-missing',
      'ci-dispatch-options-missing',
      'ci-lang-list-missing',
      'ci-paths-filter-missing',
      'ci-service-list-missing',
      'service-env-drift',
    ]),
  );
  const checklist: { service: string; items: { item: string; environment?: string; state: string }[] }[] = JSON.parse(
    step.outputs.checklist ?? '',
  );
  expect(checklist.find(({ service }) => service === 'report-service')?.items).toContainEqual(
    expect.objectContaining({ item: 'application', environment: 'prod', state: 'missing' }),
  );
  expect(transcript(step, { repository: repository.directory })).toMatchSnapshot();
});

test('a revision is verified without checking it out', async () => {
  const { repository, commit } = createShop();
  repository.git('rm', '-r', '--quiet', '.');
  repository.commit({ 'README.md': 'empty' });
  const step = await runAction('verify-services', {
    workspace: repository.directory,
    inputs: { ref: commit, rules: 'chart-app-missing' },
  });
  const findings: FoundFinding[] = JSON.parse(step.outputs.findings ?? '');
  expect(findings.map(({ rule, subject }) => [rule, subject])).toEqual([['chart-app-missing', 'report-service']]);
});

test('the deploy branches are verified beside the checkout', async () => {
  const { repository, origin } = createShop();
  const app = 'k8s/argocd/apps/prod/cart-service.yaml';
  const work = cloneRepository(origin, { branch: 'k8s-deploy-prod' });
  work.commit({ [app]: `${work.git('show', `HEAD:${app}`).replace('project: shop-prod', 'project: shop-prd')}\n` });
  work.git('push', '--quiet', 'origin', 'k8s-deploy-prod');
  const step = await runAction('verify-services', {
    workspace: repository.directory,
    inputs: { ref: 'deploy-branches', rules: 'app-project-missing,app-branch-stale' },
  });
  expect(step.status).toBe(1);
  const findings: (FoundFinding & { message: string })[] = JSON.parse(step.outputs.findings ?? '');
  expect(findings.map(({ rule, path }) => [rule, path])).toEqual([
    ['app-branch-stale', app],
    ['app-project-missing', app],
  ]);
  expect(findings[1]?.message).toMatch(/^only on k8s-deploy-prod: /);
  expect(step.stdout).toContain(`::error file=${app},line=`);
});

test('fail-on decides what fails', async () => {
  const { repository } = createShop();
  const run = (failOn: string) =>
    runAction('verify-services', {
      workspace: repository.directory,
      inputs: { 'fail-on': failOn, rules: 'service-env-drift' },
    });
  expect((await run('error')).status).toBe(0);
  expect((await run('warning')).status).toBe(1);
  expect((await run('never')).status).toBe(0);
  expect((await run('sometimes')).status).toBe(2);
});

test('what cannot be read is named with its line, the rest is verified, and the run does not pass', async () => {
  const { repository } = createShop();
  const broken = 'k8s/argocd/apps/prod/storefront.yaml';
  writeFileSync(
    join(repository.directory, broken),
    'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: [\n',
  );
  const step = await runAction('verify-services', { workspace: repository.directory, inputs: { 'fail-on': 'never' } });
  expect(step.status).toBe(2);
  expect(step.stdout).toMatch(new RegExp(`::error title=Rollcall,file=${broken},line=[34],`));
  expect(
    JSON.parse(step.outputs.findings ?? '').some(({ subject }: FoundFinding) => subject === 'report-service'),
  ).toBe(true);
  expect(step.outputs.passed).toBe('false');
});

test('a workflow that cannot be read turns no red run into a green one, unless it is waived by path', async () => {
  const { repository } = createShop();
  const broken = '.github/workflows/ci-build-images.yaml';
  writeFileSync(join(repository.directory, broken), 'on: push\njobs: {\n');
  const run = () => runAction('verify-services', { workspace: repository.directory, inputs: { 'fail-on': 'never' } });
  const step = await run();
  expect([step.status, step.outputs.passed]).toEqual([2, 'false']);
  expect(step.stdout).toContain(`::error title=Rollcall,file=${broken},line=`);
  const [{ invocations }] = JSON.parse(readFileSync(step.outputs['sarif-file'] ?? '', 'utf8')).runs;
  expect(invocations).toMatchObject([
    { executionSuccessful: false, toolExecutionNotifications: [{ level: 'error', descriptor: { id: 'unread-file' } }] },
  ]);
  const configuration = join(repository.directory, 'rollcall.yaml');
  const waivers = `waivers:\n  - { rule: unread-file, path: ${broken}, reason: later, until: 2099-01-01 }\n`;
  writeFileSync(configuration, `${existsSync(configuration) ? readFileSync(configuration, 'utf8') : ''}\n${waivers}`);
  const waived = await run();
  expect([waived.status, waived.outputs.passed]).toEqual([0, 'true']);
  expect(waived.stdout).toContain(`::notice title=Rollcall,file=${broken},line=`);
});
