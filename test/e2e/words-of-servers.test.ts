import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GitServer, startGitServer } from '@rollcall/testkit/git-server';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { commandsIn, runAction, runCommandLine } from '@rollcall/testkit/runner';
import { createShop } from '@rollcall/testkit/shop';

describe('what a git server says of a push is text', () => {
  const shop = createShop();
  let server: GitServer;
  beforeAll(async () => {
    const hooks = join(shop.origin.directory, 'hooks');
    mkdirSync(hooks, { recursive: true });
    const words = [
      '::warning::obeyed',
      '\\033]0;title\\007\\033[2J##[warning]obeyed',
      'seen \\342\\200\\256 backwards',
    ];
    const script = `#!/bin/sh\nprintf '${words.join('\\n')}\\n\\r::error::obeyed\\n' >&2\nexit 1\n`;
    writeFileSync(join(hooks, 'pre-receive'), script, { mode: 0o755 });
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'example'));
    symlinkSync(shop.origin.directory, join(folder, 'example/shop'));
    server = await startGitServer(folder, {});
  });
  afterAll(() => server.close());

  const images = 'cart-service=142-abc1234';
  const hidden = /(?!\n)[\p{Cc}\p{Cf}]/u;

  test('to a terminal', async () => {
    const args = ['bump', '--environment', 'prod', images, '--push'];
    const run = await runCommandLine(args, { cwd: shop.repository.directory });
    expect([run.status, run.stderr]).toEqual([3, expect.stringContaining('seen ')]);
    expect(run.stderr).toContain(String.raw`\u001b]0;title`);
    expect(`${run.stdout}${run.stderr}`).not.toMatch(hidden);
  });

  test('to a log', async () => {
    const step = await runAction('bump-image-tags', {
      workspace: temporaryFolder(),
      inputs: { environment: 'prod', images, 'list-commits': 'false' },
      env: { GITHUB_SERVER_URL: server.url, GITHUB_SHA: shop.commit },
    });
    expect([step.status, step.stdout]).toEqual([3, expect.stringContaining('seen ')]);
    expect(commandsIn(step.stdout).map(({ name }) => name)).toEqual(['error']);
    expect(step.stdout).not.toMatch(hidden);
  });
});
