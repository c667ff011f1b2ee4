import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { applicationFile, applicationText } from '../../unit/bump/catalog-of.ts';
import { bump, deployBranch, deployed, deployOrigin, openBranch } from '../deploy-shop.ts';

const root = join(import.meta.dirname, '../../..');
// A quarter of the kills: each starts the compiler, and test/proof kills the bundle.
const rounds = Math.ceil(Number(process.env.ROLLCALL_PROOF_KILLS ?? 16) / 4);

/** Bumps in a process group of its own, and kills all of it some time after it began to work. */
async function bumpAndKill(url: string, tag: string, milliseconds: number): Promise<void> {
  const child = spawn(
    process.execPath,
    ['--conditions=rollcall-source', '--import', 'tsx', join(import.meta.dirname, 'bump-until-killed.ts'), url, tag],
    { cwd: root, detached: true, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise((resolve) => child.on('close', resolve));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  await pause(milliseconds);
  try {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  } catch {
    // it was done before
  }
  await ended;
}

test('a bump that is killed leaves the branch at the old or at the new commit, and a rerun finishes it', async () => {
  const origin = deployOrigin();
  const file = applicationFile('service-0', 'prod');
  let tag = '1-a';
  for (let round = 0; round < rounds; round += 1) {
    const head = origin.git('rev-parse', deployBranch);
    const next = `${round + 2}-k`;
    await bumpAndKill(`file://${origin.directory}`, next, (round * 137) % 400);
    const now = origin.git('rev-parse', deployBranch);
    if (now !== head) expect(origin.git('rev-parse', `${deployBranch}^`)).toBe(head);
    expect(deployed(origin, file)).toBe(applicationText('service-0', 'prod', now === head ? tag : next));
    // Running it again finishes the job, and does nothing twice.
    const rerun = await bump(await openBranch(origin), { tag: next });
    expect(rerun.changed).toBe(now === head);
    expect(origin.git('rev-parse', `${deployBranch}^`)).toBe(head);
    expect(deployed(origin, file)).toBe(applicationText('service-0', 'prod', next));
    tag = next;
  }
  expect(origin.git('fsck', '--connectivity-only', '--no-dangling')).toBe('');
});
