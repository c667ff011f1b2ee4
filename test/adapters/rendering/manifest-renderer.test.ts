import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { deadlineIn } from '@rollcall/adapters/network/deadline';
import { programOnPath } from '@rollcall/adapters/program-path';
import { manifestRenderer } from '@rollcall/adapters/rendering/manifest-renderer';
import type { RenderRun } from '@rollcall/domain/rendering/renderer';
import { pathWith, renderPrograms } from '@rollcall/testkit/render-programs';
import { temporaryFolder } from '@rollcall/testkit/repository';

/** A renderer whose helm is a script, with the folder that its runs are made in. */
function rendererWith(script: string, env: Record<string, string> = {}, milliseconds = 60_000) {
  const programs = temporaryFolder('programs');
  writeFileSync(join(programs, 'helm'), `#!/bin/sh\nPATH='${process.env.PATH}'\n${script}\n`);
  chmodSync(join(programs, 'helm'), 0o755);
  const folder = temporaryFolder('render');
  const renderer = manifestRenderer({
    env: { PATH: programs, HOME: '/home/person', ...env },
    temporaryFolder: () => folder,
    deadline: deadlineIn(milliseconds),
  });
  return { renderer, folder };
}

const run = (files: Record<string, string>, args: string[] = []): RenderRun => ({
  files: new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])),
  commands: [{ program: 'helm', args, folder: 'tree' }],
});

test('a program sees no token, no settings of the person, no other program, and its files alone', async () => {
  const { renderer, folder } = rendererWith('env; ls -A . ..; ls -A "$HOME"', {
    INPUT_TOKEN: 'input-secret',
    GITHUB_TOKEN: 'secret',
    AWS_PROFILE: 'shop',
    HELM_PLUGINS: '/p',
    HTTPS_PROXY: 'http://p',
  });
  const outcome = await renderer.render(run({ 'tree/a.yaml': 'a: 1\n' }));
  if (outcome.kind !== 'rendered') throw new Error(outcome.why);
  const lines = outcome.text.split('\n');
  const variables = new Map(
    lines.flatMap((line) => {
      const [name, ...value] = line.split('=');
      return value.length > 0 && name ? [[name, value.join('=')] as const] : [];
    }),
  );
  const places = [...variables].flatMap(([name, value]) =>
    ['PWD', 'OLDPWD', '_', 'SHLVL', 'PATH', 'TZ'].includes(name) || /PROXY$/.test(name) ? [] : [value],
  );
  expect(places.every((value) => value.startsWith(folder))).toBe(true);
  expect([variables.get('HTTPS_PROXY'), variables.get('NO_PROXY')]).toEqual(['http://127.0.0.1:9', '']);
  expect(outcome.text).not.toMatch(/secret|AWS|GITHUB|\/home\/person/);
  expect(lines.filter((line) => /^[a-z.]+$/.test(line))).toEqual(['a.yaml', 'tree']);
  // Nothing is left of the run.
  const [own = ''] = readdirSync(folder);
  expect(readdirSync(join(folder, own)).sort()).toEqual(['bin', 'home']);
});

test('a run is made once, and again where that is asked for', async () => {
  const count = join(temporaryFolder(), 'count');
  const { renderer } = rendererWith(`echo x >> '${count}'; wc -l < '${count}'`);
  const one = run({ 'tree/a': '1' });
  const text = async (again?: 'again') => {
    const outcome = await renderer.render(one, again);
    return outcome.kind === 'rendered' ? outcome.text.trim() : outcome.why;
  };
  expect([await text(), await text(), await text('again'), await text()]).toEqual(['1', '1', '2', '1']);
  const other = await renderer.render(run({ 'tree/a': '2' }));
  expect(other).toEqual({ kind: 'rendered', text: '3\n' });
});

test.each([
  ['echo "Error: no $PWD/x" >&2; exit 1', { kind: 'failed', why: 'helm: no x' }],
  ['exec kill -9 $$', { kind: 'unknown', why: 'helm was ended by a signal' }],
  ['head -c 30000000 /dev/zero; sleep 60', { kind: 'unknown', why: 'helm writes more than 20 MiB' }],
])('a program that fails, is killed or writes without an end: %s', async (script, outcome) => {
  expect(await rendererWith(script).renderer.render(run({ 'tree/a': '' }))).toEqual(outcome);
});

test('a program that does not end is killed within half of the time that is left', async () => {
  const outcome = await rendererWith('exec sleep 60', {}, 1_000).renderer.render(run({ 'tree/a': '' }));
  expect(outcome).toEqual({ kind: 'unknown', why: 'there was no time left within the timeout of 1 s' });
});

test.each(['../x', 'tree/../../x', '/x', 'tree/.git/config', ''])('%j is written nowhere', async (path) => {
  const { renderer, folder } = rendererWith('exit 0');
  expect(await renderer.render(run({ 'tree/a': '', [path]: 'x' }))).toMatchObject({
    kind: 'unknown',
    why: expect.stringContaining('is no path of a file'),
  });
  expect(existsSync(join(folder, 'x'))).toBe(false);
});

test('a program is looked for in the absolute folders of the PATH alone', () => {
  const programs = temporaryFolder('programs');
  writeFileSync(join(programs, 'helm'), '');
  expect(programOnPath('helm', { PATH: `.:${programs}` })).toBe(null);
  chmodSync(join(programs, 'helm'), 0o755);
  expect(programOnPath('helm', { PATH: `relative::${programs}` })).toBe(join(programs, 'helm'));
  expect(programOnPath('helm', {})).toBe(null);
});

const { kustomize } = renderPrograms;
if (!kustomize) console.error('SKIPPED: no kustomize on this machine, so none is kept from the network');

// kustomize v5.8.2 asks for addresses and starts git for them; this machine's own it would ask without the proxy.
(kustomize ? test : test.skip)('kustomize fetches nothing from another machine', async () => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.end();
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  const renderer = manifestRenderer({
    env: { PATH: pathWith({ kustomize: kustomize ?? '' }), HTTPS_PROXY: `http://127.0.0.1:${port}` },
    temporaryFolder: () => temporaryFolder('render'),
    deadline: deadlineIn(60_000),
  });
  const outcome = await renderer.render({
    files: new Map([['tree/kustomization.yaml', Buffer.from('resources: ["https://example.com/x//y?ref=z"]\n')]]),
    commands: [{ program: 'kustomize', args: ['build', '.'], folder: 'tree' }],
  });
  expect(outcome).toMatchObject({ kind: 'failed', why: expect.stringMatching(/127\.0\.0\.1:9.*no 'git' program/) });
  expect(asked).toBe(0);
  server.close();
});
