import { spawn } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { pathWith } from '@rollcall/testkit/render-programs';
import { gitEnvironment, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { createShop } from '@rollcall/testkit/shop';
import { leftBeside, stateOf } from '../proof/written-state.ts';

const command = join(temporaryFolder('command'), 'rollcall');
cpSync(join(import.meta.dirname, '../../packages/cli/dist'), command, { recursive: true });

/** A server that takes every request and answers none, until it is closed. */
let server: Server;
let asked: Promise<void>;
let left: Promise<void>;
let repository: Repository;
let temporary: string;

beforeEach(async () => {
  ({ repository } = createShop());
  temporary = temporaryFolder('temporary');
  server = createServer();
  asked = new Promise((resolve) => server.once('request', () => resolve()));
  left = new Promise((resolve) => server.once('request', ({ socket }) => socket.once('close', () => resolve())));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  repository.git('remote', 'set-url', 'origin', `http://127.0.0.1:${port}/example/shop`);
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [join(command, 'rollcall.js'), ...args], {
    cwd: repository.directory,
    env: { ...gitEnvironment, PATH: pathWith(), TMPDIR: temporary, HOME: temporary },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const heard: { words: string; resolve: () => void }[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    for (const { words, resolve } of heard) if (said.includes(words)) resolve();
  });
  const ended = new Promise<{ code: number | null; signal: string | null; said: string }>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, said })),
  );
  const says = (words: string): Promise<void> => new Promise((resolve) => heard.push({ words, resolve }));
  return { child, ended, says };
}

const fix = ['verify', '--fix', '--fail-on', 'never'];
const push = ['bump', '--environment', 'prod', 'cart-service=142-abc1234', '--push'];
/** Asks no server. */
const inPlace = ['bump', '--environment', 'prod', 'cart-service=142-abc1234', '--in-place', '--allow-older'];

test.each([
  ['SIGINT', fix],
  ['SIGTERM', fix],
  ['SIGHUP', fix],
  ['SIGINT', push],
  ['SIGTERM', push],
] as const)(
  '%s, sent to %j while it waits for a server: it ends by it, with git, and leaves nothing',
  async (signal, args) => {
    const before = stateOf(repository.directory);
    const { child, ended } = start(args);
    await asked;
    expect(leftBeside(repository.directory, temporary)).not.toEqual([]);
    child.kill(signal);
    expect(await ended).toMatchObject({ code: null, signal });
    await left;
    expect(leftBeside(repository.directory, temporary)).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
    expect(stateOf(repository.directory)).toEqual(before);
  },
);

test('a run that writes waits for one that does, and goes on when that ends', async () => {
  const first = start(fix);
  await asked;
  const second = start(inPlace);
  await second.says('Another run of Rollcall is writing to these files: waiting for it.');
  first.child.kill('SIGTERM');
  expect(await second.ended).toMatchObject({ code: 0 });
  expect(leftBeside(repository.directory, temporary)).toEqual([]);
});

test('it does not wait for ever: the other run is named', async () => {
  const first = start(fix);
  await asked;
  const { code, said } = await start(inPlace).ended;
  expect(code).toBe(3);
  expect(said).toContain(`another run of Rollcall, process ${first.child.pid}, is writing to ${repository.directory}`);
  first.child.kill('SIGKILL');
  await first.ended;
  // What a killed one leaves stands in nobody's way.
  expect(await start(inPlace).ended).toMatchObject({ code: 0 });
  expect(leftBeside(repository.directory, temporary)).toEqual([]);
});

test('a run that only reads waits for nobody', async () => {
  const first = start(fix);
  await asked;
  expect(await start(['catalog', '--json']).ended).toMatchObject({ code: 0 });
  first.child.kill('SIGTERM');
  await first.ended;
});
