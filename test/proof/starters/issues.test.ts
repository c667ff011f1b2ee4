import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { hasAct, releasedTree, type WorkflowResult } from '@rollcall/testkit/act';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { createShop, type Shop } from '@rollcall/testkit/shop';
import { parse } from 'yaml';
import { runStarter } from './run-starter.ts';

// The starters that an issue starts, whole: act 0.2.87 runs what somebody copies, on an issue as the form beside it makes
// it, against a real git origin and the loopback GitHub.

if (!hasAct) process.stderr.write('skipped: act is not installed, so no issue starts anything (.ci/run installs it)\n');
const onMachine = hasAct ? describe : describe.skip;

const root = join(import.meta.dirname, '../../..');
const token = 'a-token-that-must-not-be-printed';
const released = hasAct ? releasedTree() : '';

interface Form {
  labels?: string[];
  body: { type: string; id: string; attributes: { label: string } }[];
}

const formOf = (name: string): Form => parse(readFileSync(join(root, `workflows/ISSUE_TEMPLATE/${name}.yml`), 'utf8'));

/** What GitHub makes of the answers to a form: a heading for each question, in their order. */
function bodyOf(form: string, answers: Record<string, string>): string {
  const { body } = formOf(form);
  const unknown = Object.keys(answers).filter((id) => !body.some((question) => question.id === id));
  expect(unknown).toEqual([]);
  return body.map(({ id, attributes }) => `### ${attributes.label}\n\n${answers[id] ?? '_No response_'}`).join('\n\n');
}

let shop: Shop;
let server: GitHubServer;
beforeEach(async () => {
  shop = createShop();
  server = await startGitHubServer(shop.origin, { token });
});
afterEach(async () => {
  await server.close();
  expect(server.problems).toEqual([]);
});

const team = { sender: 'maintainer', author: 'anybody', association: 'NONE' };

function label(
  starter: string,
  given: { label: string; body: string; by?: { sender: string; author: string; association: string } },
): Promise<WorkflowResult> {
  const { sender, author, association } = given.by ?? team;
  const payload = {
    action: 'labeled',
    label: { name: given.label },
    sender: { login: sender },
    issue: {
      number: 12,
      title: 'A service',
      body: given.body,
      author_association: association,
      user: { login: author },
    },
  };
  return runStarter({ shop, server, token, released }, starter, { event: 'issues', payload });
}

const branches = () => shop.origin.git('for-each-ref', '--format=%(refname:short)', 'refs/heads');
const usual = 'k8s-deploy-dev\nk8s-deploy-prod\nmain';
const stateOf = () => ({ pulls: server.state.pulls.length, branches: branches() });
const untouched = { pulls: 0, branches: usual };

onMachine('an issue', () => {
  test('asks for a service as its form says, and the label of the team makes the request', async () => {
    const witness = join(temporaryFolder('issue'), 'ran');
    const body = bodyOf('new-service', {
      service: 'refund-service',
      like: 'order-service',
      port: '8097',
      tag: '12-abc1234',
      why: `\`touch ${witness}\` $(touch ${witness})\n### Name\n\nother-service\n\${{ github.token }}`,
    });
    const { status, log } = await label('new-service-from-issue', { label: 'add service', body });
    expect({ status, log: status === 0 ? '' : log }).toEqual({ status: 0, log: '' });
    expect([server.state.pulls.length, existsSync(witness)]).toEqual([1, false]);
    const [pull] = server.state.pulls;
    expect(pull).toMatchObject({ base: 'main', head: 'rollcall/add/refund-service' });
    expect(pull?.body).toMatch(/^- \[[ x]\]/m);
    const written = (path: string) => shop.origin.git('show', `${pull?.head}:${path}`);
    expect(written('services/refund-service/docker/Dockerfile')).toContain('EXPOSE 8097');
    expect(written('k8s/argocd/apps/dev/refund-service.yaml')).toContain('12-abc1234');
    expect(shop.origin.git('show', '--no-patch', '--format=%s', pull?.head ?? '')).toBe(
      'Add the service refund-service',
    );
  }, 900_000);

  test('asks for one to go, and a stage of it', async () => {
    const body = bodyOf('retire-service', { service: 'report-service', stage: 'undeploy' });
    const { status, log } = await label('retire-service-from-issue', { label: 'retire service', body });
    expect({ status, log: status === 0 ? '' : log }).toEqual({ status: 0, log: '' });
    const [pull] = server.state.pulls;
    expect(pull).toMatchObject({ base: 'main', head: 'rollcall/retire/report-service/undeploy' });
    const files = shop.origin.git('ls-tree', '-r', '--name-only', pull?.head ?? '');
    expect([files.includes('apps/dev/report-service.yaml'), files.includes('services/report-service/')]).toEqual([
      false,
      true,
    ]);
  }, 900_000);

  test('is answered by a label that names the service, and nothing else of it is read', async () => {
    const body = '### Name\n\nother-service';
    const { status, log } = await label('new-service-from-label', { label: 'new-service: refund-service', body });
    expect({ status, log: status === 0 ? '' : log }).toEqual({ status: 0, log: '' });
    expect(server.state.pulls.map(({ head }) => head)).toEqual(['rollcall/add/refund-service']);
  }, 900_000);

  const wanted = bodyOf('new-service', { service: 'refund-service' });

  test.each([
    ['new-service-from-issue', 'question', wanted],
    ['retire-service-from-issue', 'add service', wanted],
    ['new-service-from-label', 'add service', wanted],
  ])(
    'with another label starts nothing of %s',
    async (starter, name, body) => {
      const { status, steps } = await label(starter, { label: name, body });
      expect([status, steps, stateOf()]).toEqual([0, [], untouched]);
    },
    900_000,
  );

  test.each([
    ['whose form puts the label on', 'add service', wanted, { ...team, sender: 'anybody' }, /a form may do that/],
    [
      'with an answer that is a script',
      'add service',
      bodyOf('new-service', { service: '$(id)' }),
      team,
      /no plain name/,
    ],
    ['that names none', 'add service', bodyOf('new-service', {}), team, /input service is required/],
  ])(
    '%s writes nothing, and says why',
    async (_title, name, body, by, because) => {
      const { status, log } = await label('new-service-from-issue', { label: name, body, by });
      expect([status, log, stateOf()]).toEqual([1, expect.stringMatching(because), untouched]);
    },
    900_000,
  );

  test('that names a service that is there changes nothing, and says so', async () => {
    const body = bodyOf('new-service', { service: 'order-service' });
    const { status, log } = await label('new-service-from-issue', { label: 'add service', body });
    expect([status, log, stateOf()]).toEqual([0, expect.stringMatching(/it is everywhere already/), untouched]);
  }, 900_000);

  test('whose label names no service writes nothing', async () => {
    const { status, log } = await label('new-service-from-label', { label: 'new-service: $(id)', body: '' });
    expect([status, log, stateOf()]).toEqual([1, expect.stringMatching(/is no name of a service/), untouched]);
  }, 900_000);
});

test('no form puts a label on an issue: whoever opens one would start what the label starts', () => {
  expect(['new-service', 'retire-service'].map((name) => formOf(name).labels)).toEqual([undefined, undefined]);
});
