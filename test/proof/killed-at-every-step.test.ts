import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { runCommandLine } from '@rollcall/testkit/runner';
import { createShop, type Shop } from '@rollcall/testkit/shop';
import { leftBeside, stateOf } from './written-state.ts';

const killer = pathToFileURL(join(import.meta.dirname, 'kill-at-step.mjs')).href;

/** The shop once everything in it is fixed: adding a service then leaves nothing open. */
async function cleanShop(): Promise<Shop> {
  const shop = createShop();
  const words = ['verify', '--fix', '--unsafe', '--tag', 'report-service=9-abc1234'];
  expect(await runCommandLine(words, { cwd: shop.repository.directory })).toMatchObject({ status: 0 });
  shop.repository.git('add', '--all');
  shop.repository.git('commit', '--quiet', '-m', 'Everything is where it has to be');
  return shop;
}

/** The shop with its root Application of prod in the folder it reads: its fix creates a file, and one goes. */
function brokenShop(): Shop {
  const shop = createShop();
  const argocd = join(shop.repository.directory, 'k8s/argocd');
  mkdirSync(join(argocd, 'apps/prod'), { recursive: true });
  renameSync(join(argocd, 'root-apps/prod.yaml'), join(argocd, 'apps/prod/root-app.yaml'));
  shop.repository.commit({}, 'Move the root Application where it deploys itself');
  return shop;
}

// Who adds and who retires a service writes as a fix does, in many more files: there every eleventh step is enough.
test.each<[string, () => Promise<Shop>, number, string[]]>([
  [
    'bump',
    async () => brokenShop(),
    1,
    ['bump', '--environment', 'prod', '--in-place', 'cart-service=142-abc1234', 'order-service=142-abc1234'],
  ],
  [
    'verify --fix',
    async () => brokenShop(),
    1,
    ['verify', '--fix', '--unsafe', '--tag', 'report-service=9-abc1234', '--fail-on', 'never'],
  ],
  ['new', cleanShop, 11, ['new', 'refund-service', '--like', 'order-service', '--tag', '9-abc1234']],
  ['retire', cleanShop, 11, ['retire', 'review-service']],
])(
  '%s, killed before each of its changes of the disk: the next run finds the old files or the new ones, and nothing else',
  async (_name, make, stride, args) => {
    const { repository } = await make();
    const cwd = repository.directory;
    const temporary = temporaryFolder('temporary');
    const run = (words: string[], env = {}) => runCommandLine(words, { cwd, env: { TMPDIR: temporary, ...env } });
    const old = stateOf(cwd);
    expect(await run(args)).toMatchObject({ status: 0 });
    const changed = stateOf(cwd);
    expect(changed).not.toEqual(old);
    const seen = { old: 0, changed: 0, undone: 0 };
    for (let step = 1; ; step += stride) {
      repository.git('reset', '--quiet', '--hard');
      repository.git('clean', '--quiet', '-fdx');
      const killed = await run(args, { NODE_OPTIONS: `--import=${killer}`, KILL_AT: String(step) });
      if (killed.status !== 128) {
        expect(killed.status).toBe(0);
        break;
      }
      // Any next run puts things in order, also one that only reads.
      const next = await run(['catalog', '--json']);
      expect(next.status).toBe(0);
      const now = stateOf(cwd);
      const isOld = JSON.stringify(now) === JSON.stringify(old);
      if (!isOld) expect(now).toEqual(changed);
      seen[isOld ? 'old' : 'changed'] += 1;
      if (next.stderr.includes('An earlier run of Rollcall was killed while it wrote files.')) seen.undone += 1;
      expect(leftBeside(cwd, temporary)).toEqual([]);
      expect(repository.git('status', '--porcelain', '--ignored').includes('rollcall')).toBe(false);
    }
    expect(seen.old).toBeGreaterThan(stride === 1 ? 5 : 2);
    expect(seen.changed).toBeGreaterThan(0);
    expect(seen.undone).toBeGreaterThan(stride === 1 ? 1 : 0);
    expect(stateOf(cwd)).toEqual(changed);
    expect(leftBeside(cwd, temporary)).toEqual([]);
  },
);
