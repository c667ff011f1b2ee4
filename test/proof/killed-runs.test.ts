import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { startGitServer } from '@rollcall/testkit/git-server';
import { pathWith } from '@rollcall/testkit/render-programs';
import { gitEnvironment, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { seed } from '@rollcall/testkit/seed';
import { createShop } from '@rollcall/testkit/shop';
import { leftBeside, stateOf } from './written-state.ts';

// Kills at random points; `ROLLCALL_PROOF_KILLS=1000 npm test -- --all proof/killed-runs` is the whole proof, and
// `ROLLCALL_SEED=2` another one.

const kills = Number(process.env.ROLLCALL_PROOF_KILLS ?? 20);
const command = join(temporaryFolder('command'), 'rollcall');
cpSync(join(import.meta.dirname, '../../packages/cli/dist'), command, { recursive: true });

const bump = ['bump', '--environment', 'prod', 'cart-service=142-abc1234', 'order-service=142-abc1234'];
const promote = ['promote', '--from', 'dev', '--to', 'prod'];
const fix = ['verify', '--fix', '--unsafe', '--tag', 'report-service=9-abc1234', '--fail-on', 'never'];
const ways: readonly string[][] = [
  [...bump, '--in-place'],
  [...bump, '--push'],
  [...promote, '--in-place'],
  [...promote, '--push'],
  fix,
  ['new', 'refund-service', '--like', 'order-service', '--tag', '9-abc1234'],
  ['retire', 'review-service'],
  ['retire', 'review-service', '--stage', 'undeploy'],
  ['init', '--yes', '--with', 'promote', '--with', 'rollback'],
];
const branch = 'k8s-deploy-prod';

/** When a run is killed: so many milliseconds after its start, or after it began to write files. */
interface Kill {
  after: number;
  from: 'start' | 'writing';
}

/** Runs the bundle, and kills it with all that it started; null where it is not to be killed. */
async function run(args: readonly string[], place: Place, kill: Kill | null): Promise<string> {
  const child = spawn(process.execPath, [join(command, 'rollcall.js'), ...args], {
    cwd: place.repository.directory,
    // Nothing that renders: it writes nothing, and most kills would hit it.
    env: { ...gitEnvironment, PATH: pathWith(), TMPDIR: place.temporary, HOME: place.temporary },
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  if (kill === null) {
    expect([args[0], await ended, said]).toEqual([args[0], 0, said]);
    return said;
  }
  let hasEnded = false;
  ended.then(() => {
    hasEnded = true;
  });
  if (kill.from === 'writing') while (!hasEnded && !isWriting(place)) await pause(1);
  await Promise.race([pause(kill.after), ended]);
  try {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  } catch {
    // It was done before.
  }
  await ended;
  return said;
}

/** Whether there is a journal of a run: it is there as long as files change. */
function isWriting({ repository }: Place): boolean {
  const home = join(repository.directory, '.git/rollcall');
  try {
    return readdirSync(home).some((folder) => existsSync(join(home, folder, 'journal.json')));
  } catch {
    return false;
  }
}

interface Place {
  repository: Repository;
  origin: Repository;
  temporary: string;
}

/** The shop with the origin behind a server, which nobody kills; where a service is added or retired, once it is fixed. */
async function openPlace([name = '']: readonly string[]): Promise<Place & { close: () => Promise<void> }> {
  const { repository, origin } = createShop({ oneRepository: true });
  const folder = temporaryFolder('served');
  mkdirSync(join(folder, 'example'));
  symlinkSync(origin.directory, join(folder, 'example/shop'));
  const server = await startGitServer(folder, {});
  repository.git('remote', 'set-url', 'origin', `${server.url}/example/shop`);
  const place = { repository, origin, temporary: temporaryFolder('temporary'), close: async () => server.close() };
  if (['new', 'retire'].includes(name)) {
    await run(fix, place, null);
    repository.commit({}, 'Everything is where it has to be');
  }
  return place;
}

/** All that a run may change: the files, and the files of the deploy branch on origin. */
function everything({ repository, origin }: Place): unknown {
  return { files: stateOf(repository.directory), branch: origin.git('rev-parse', `${branch}^{tree}`) };
}

function reset({ repository, origin }: Place, head: string): void {
  repository.git('reset', '--quiet', '--hard');
  repository.git('clean', '--quiet', '-fdx');
  origin.git('update-ref', `refs/heads/${branch}`, head);
}

/** Numbers in [0, 1), others for each seed: multiples of the golden ratio, which lie evenly however many are taken. */
function* points(first: number): Generator<number, never> {
  for (let index = 1; ; index += 1) yield (first + index * 0.6180339887498949) % 1;
}

/** Two of four are at any point; the others where the writing is: in the last third, and while files change. */
function killOf(round: number, point: number, way: { duration: number; writesFiles: boolean }): Kill {
  if (round % 4 === 3 && way.writesFiles) return { after: point * 30, from: 'writing' };
  const at = round % 4 < 2 ? point : 2 / 3 + point / 3;
  return { after: at * way.duration * 1.1, from: 'start' };
}

async function proveWay(
  args: readonly string[],
  place: Place,
  { rounds, first }: { rounds: number; first: number },
): Promise<Record<string, number>> {
  const head = place.origin.git('rev-parse', branch);
  reset(place, head);
  const old = everything(place);
  const begun = performance.now();
  await run(args, place, null);
  const duration = performance.now() - begun;
  const changed = everything(place);
  expect(changed).not.toEqual(old);
  const seen = { old: 0, changed: 0, undone: 0 };
  const point = points(first);
  for (let round = 0; round < rounds; round += 1) {
    reset(place, head);
    await run(args, place, killOf(round, point.next().value, { duration, writesFiles: !args.includes('--push') }));
    // Every other time the next run only reads; else it is the same again, and finishes the work.
    const reads = (round + Math.floor(round / 4)) % 2 === 0;
    const said = await run(reads ? ['catalog', '--json'] : args, place, null);
    const now = everything(place);
    const isOld = JSON.stringify(now) === JSON.stringify(old);
    if (!isOld || !reads) expect(now).toEqual(changed);
    seen[isOld ? 'old' : 'changed'] += 1;
    if (said.includes('was killed while it wrote files')) seen.undone += 1;
    expect(Number(place.origin.git('rev-list', '--count', `${head}..${branch}`))).toBeLessThanOrEqual(1);
    expect(leftBeside(place.repository.directory, place.temporary)).toEqual([]);
    expect(readdirSync(place.temporary)).toEqual([]);
  }
  return seen;
}

test.each(ways.map((args) => [args.join(' '), args] as const))(
  '%s, killed at any time: with the next run either the old or the new state stands, and nothing beside it',
  async (name, args) => {
    const rounds = Math.ceil(kills / ways.length);
    const places = await Promise.all([openPlace(args), openPlace(args)]);
    const seen = await Promise.all(
      places.map((place, index) =>
        proveWay(args, place, {
          rounds: Math.ceil(rounds / places.length),
          first: seed * 0.7548776662466927 + index / 3,
        }),
      ),
    );
    for (const place of places) {
      expect(place.origin.git('fsck', '--connectivity-only', '--no-dangling')).toBe('');
      await place.close();
    }
    console.error(`${name}, seed ${seed}: ${JSON.stringify(seen)}`);
  },
);
