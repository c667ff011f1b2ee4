import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { startGitServer } from '@rollcall/testkit/git-server';
import { runAction } from '@rollcall/testkit/runner';
import { createPair, servers, step, token } from './repository-pair.ts';

describe('a repository of manifests that cannot be written: one message, and nothing is written', () => {
  test.each([
    [
      'both places name one and they differ',
      'deploy-repository: example/other\n',
      { repository: 'example/deploy' },
      /names .*example\/deploy as the repository to write, and rollcall.yaml names .*example\/other \(deploy-repository, which is for prod as well\)/,
      2,
    ],
    ['no such repository', null, { repository: 'example/missing' }, /example\/missing cannot be read/, 3],
    ['what names no repository', null, { repository: '../deploy' }, /"\.\.\/deploy" names no repository/, 2],
    [
      'the configuration names another server',
      'deploy-repository: https://git.example.com/acme/deploy\n',
      {},
      /rollcall.yaml names https:\/\/git.example.com\/acme\/deploy \(deploy-repository, which is for prod as well\), which is on another server than this run/,
      2,
    ],
    [
      'a service that nothing there deploys',
      null,
      { repository: 'example/deploy', images: 'crat=1-a' },
      /nothing deploys "crat" to prod: no Application is called so/,
      2,
    ],
  ])('%s: one message, and nothing is written', async (_name, config, inputs, message, status) => {
    const pair = createPair(config);
    const before = pair.deploy.git('for-each-ref');
    const result = await step('bump-image-tags', pair, { environment: 'prod', images: 'cart=2-b', ...inputs });
    expect(`${result.stdout}${result.stderr}`).toMatch(message);
    expect(result.status).toBe(status);
    expect(pair.deploy.git('for-each-ref')).toBe(before);
  });

  test('another spelling of the own repository is the own one, on the server of the run', async () => {
    const pair = createPair();
    const server = await startGitServer(pair.folder);
    servers.push(server);
    const other = server.url.replace(/:\d+$/, ':9418');
    pair.workspace.commit({ 'rollcall.yaml': `deploy-repository: ${other}/example/deploy.git\n` });
    const result = await runAction('bump-image-tags', {
      workspace: pair.workspace.directory,
      token,
      inputs: { environment: 'prod', images: 'cart=2-b' },
      env: {
        GITHUB_SERVER_URL: server.url.replace(/:\d+$/, ''),
        GITHUB_REPOSITORY: 'example/deploy',
        GITHUB_SHA: pair.newer,
      },
    });
    // Nothing listens on the usual port of that server; what matters is that the other port is not asked.
    expect(`${result.stdout}${result.stderr}`).not.toContain(':9418');
    expect(result.status).not.toBe(0);
  });

  test('an empty repository is called so', async () => {
    const pair = createPair();
    pair.deploy.git('update-ref', '-d', 'refs/heads/main');
    const result = await step('bump-image-tags', pair, {
      environment: 'prod',
      images: 'cart=2-b',
      repository: 'example/deploy',
    });
    expect(`${result.stdout}${result.stderr}`).toMatch(/example\/deploy is empty: it has no branch/);
  });

  // What GitHub says to a push over HTTPS; here a hook says it.
  test.each([
    [
      'an archived one',
      'ERROR: This repository was archived so it is read-only.',
      'The repository is archived: nobody can write to it. Unarchive it in its settings, or name the one that took its place.',
    ],
    [
      'one whose default branch is protected',
      'error: GH006: Protected branch update failed for refs/heads/main.',
      'Let the token push to this branch (contents: write, and past its protection), or take another token.',
    ],
  ])('%s', async (_name, said, next) => {
    const pair = createPair();
    mkdirSync(join(pair.deploy.directory, 'hooks'), { recursive: true });
    const hook = join(pair.deploy.directory, 'hooks/pre-receive');
    writeFileSync(hook, `#!/bin/sh\necho '${said}' >&2\nexit 1\n`);
    chmodSync(hook, 0o755);
    const before = pair.deploy.git('for-each-ref');
    const result = await step('bump-image-tags', pair, {
      environment: 'prod',
      images: 'cart=2-b',
      repository: 'example/deploy',
    });
    expect(result.status).toBe(3);
    expect(result.stdout.match(/^::error/gm)).toHaveLength(1);
    expect(result.stdout).toContain(said.replace(/^(?:ERROR|error): /, ''));
    expect(result.stdout).toContain(next);
    expect(result.outputs).toEqual({});
    expect(pair.deploy.git('for-each-ref')).toBe(before);
  });
});
