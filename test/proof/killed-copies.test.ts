import { spawn } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { everyRegistryProgram, startRegistry } from '@rollcall/testkit/registry';
import {
  digestOf,
  listReferrers,
  mediaTypes,
  pushArtifact,
  pushLayers,
  pushManifest,
  pushReferrerTag,
  readStored,
  statusOf,
} from '@rollcall/testkit/registry-content';
import { type FrontRequest, startFront } from '@rollcall/testkit/registry-front';
import { pathWith } from '@rollcall/testkit/render-programs';
import { gitEnvironment, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { createShop } from '@rollcall/testkit/shop';

// Kills at random points; `ROLLCALL_PROOF_KILLS=1000 npm test -- --all proof/killed-copies` is the whole proof.

if (everyRegistryProgram.length === 0)
  process.stderr.write('SKIPPED: copies that are killed; no registry is installed\n');

// A quarter of the kills: each round has two registries of its own and copies twice.
const kills = Math.ceil(Number(process.env.ROLLCALL_PROOF_KILLS ?? 80) / 4);
const command = join(temporaryFolder('command'), 'rollcall');
cpSync(join(import.meta.dirname, '../../packages/cli/dist'), command, { recursive: true });

const tag = '58-3d90be1';
const application = (environment: string) => `k8s/argocd/apps/${environment}/cart-service.yaml`;
const args = 'promote --from dev --to prod --services cart-service --in-place --allow-older --copy with-referrers';

/** Runs the bundle; the signal that ended it, null where it ended well. */
function run(repository: Repository): { done: Promise<string | null>; kill: () => void } {
  const child = spawn(process.execPath, [join(command, 'rollcall.js'), ...args.split(' ')], {
    cwd: repository.directory,
    // Nothing that renders: most of the time would go there.
    env: { ...gitEnvironment, PATH: pathWith(), HOME: temporaryFolder('home') },
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const done = new Promise<string | null>((resolve, reject) =>
    child.on('close', (code, signal) => (code === 0 || signal ? resolve(signal) : reject(new Error(said)))),
  );
  const kill = (): void => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), 'SIGKILL');
  };
  return { done, kill };
}

/** Numbers in [0, 1) that are the same in each run of the proof: the digits of multiples of the golden ratio. */
function point(round: number): number {
  const digits = ((round + 1) * 0.6180339887498949) % 1;
  // Half of the points are in the last third, where the manifests are.
  return round % 4 < 2 ? digits : 2 / 3 + digits / 3;
}

/** The shop without a remote, whose environments pull cart-service from two servers. */
function shopOf(from: string, to: string): Repository {
  const { repository } = createShop();
  repository.git('remote', 'remove', 'origin');
  for (const [environment, registry] of Object.entries({ dev: from, prod: to })) {
    const file = join(repository.directory, application(environment));
    const parameter = `      parameters:\n        - {name: global.imageRegistry, value: "${registry}"}\n`;
    writeFileSync(file, readFileSync(file, 'utf8').replace('      parameters:\n', parameter));
  }
  repository.commit({});
  return repository;
}

/** A signed index of two images with layers, whose signature is an index itself; the digests of all it is made of. */
async function pushSigned(host: string) {
  const place = { host, repository: 'dev/cart-service' };
  const manifests = [];
  const blobs = new Set<string>();
  for (const architecture of ['amd64', 'arm64']) {
    const texts = [0, 1, 2].map((layer) => `${architecture} ${layer} `.repeat(30_000));
    const { blobs: own, ...image } = await pushLayers(place, texts, { architecture });
    for (const blob of own) blobs.add(blob);
    manifests.push({ ...image, platform: { os: 'linux', architecture } });
  }
  const subject = await pushManifest(place, { mediaType: mediaTypes.index, manifests }, tag);
  const part = await pushArtifact(place, { text: 'signature' });
  const signature = await pushManifest(place, { mediaType: mediaTypes.index, manifests: [part], subject });
  await pushReferrerTag(place, subject.digest, [signature]);
  await pushArtifact(place, { text: 'old signature', tag: `${subject.digest.replace(':', '-')}.sig` });
  for (const text of ['{}', 'signature', 'old signature']) blobs.add(digestOf(text));
  const digests = [subject, ...manifests, part, signature].map(({ digest }) => digest);
  return { digest: subject.digest, signature: signature.digest, digests, blobs: [...blobs] };
}

(everyRegistryProgram.length === 0 ? test.skip : test).each(everyRegistryProgram)(
  'killed at any request to %s: the tag is there with all that it names or not at all, and the next run completes it',
  async (program) => {
    const rounds = Math.ceil(kills / everyRegistryProgram.length);
    const one = await startRegistry({ program });
    const { digest, signature, digests, blobs } = await pushSigned(one.host);
    const seen = { absent: 0, tagged: 0, ended: 0 };
    /** How many requests a whole copy sends to the target. */
    let whole = 0;
    for (let round = -1; round < rounds; round += 1) {
      // A store of its own for each round: what one left would be there in the next.
      const two = await startRegistry({ program });
      const target = { host: two.host, repository: 'prod/cart-service' };
      const at = round < 0 ? Number.POSITIVE_INFINITY : 1 + Math.floor(point(round) * whole);
      let asked = 0;
      let last: FrontRequest | undefined;
      let running: ReturnType<typeof run> | undefined;
      // Every other time the registry has done what was asked, and nobody is there to hear it.
      const hears = round % 2 === 0;
      const front = await startFront(two.host, {
        asked: (request) => {
          asked += 1;
          if (asked === at) last = request;
          if (request === last && !hears) running?.kill();
          return undefined;
        },
        answered: (request, body) => {
          if (request === last && hears) running?.kill();
          return body;
        },
      });
      const repository = shopOf(one.host, front.host);
      const isWritten = () =>
        readFileSync(join(repository.directory, application('prod')), 'utf8').includes(`"${tag}"`);
      /** What the tag names is there whenever the tag is; and the tag is before it is written into the manifests. */
      const judge = async (): Promise<boolean> => {
        const { status, digest: named } = await readStored(target, tag);
        if (status === 404) {
          expect(isWritten()).toBe(false);
          return false;
        }
        expect({ status, named }).toEqual({ status: 200, named: digest });
        for (const one of digests) expect([one, await statusOf(target, `manifests/${one}`)]).toEqual([one, 200]);
        for (const blob of blobs) {
          const answer = await fetch(`http://${two.host}/v2/prod/cart-service/blobs/${blob}`);
          expect(digestOf(new Uint8Array(await answer.arrayBuffer()))).toBe(blob);
        }
        expect(await listReferrers(target, digest)).toEqual([signature]);
        expect(await statusOf(target, `manifests/${digest.replace(':', '-')}.sig`)).toBe(200);
        return true;
      };
      running = run(repository);
      const signal = await running.done;
      if (signal === null) seen.ended += 1;
      seen[(await judge()) ? 'tagged' : 'absent'] += 1;
      if (round < 0) whole = asked;
      last = undefined;
      expect(await run(repository).done).toBeNull();
      expect([await judge(), isWritten()]).toEqual([true, true]);
      await Promise.all([front.close(), two.close()]);
    }
    await one.close();
    // The first round is not killed.
    expect(seen).toMatchObject({ ended: 1 });
    expect(seen.absent).toBeGreaterThan(0);
    console.error(`${program}: ${JSON.stringify({ requests: whole, ...seen })}`);
  },
);
