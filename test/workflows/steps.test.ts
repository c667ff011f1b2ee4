import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { readWorkflows } from './workflow-files.ts';

/** Runs the script of a step as the runner does, and returns how it ended and what it set. */
function runStep(file: string, job: string, id: string | null, env: Record<string, string>) {
  const { workflow } = readWorkflows('.github/workflows').find(({ path }) => path.endsWith(`/${file}`)) ?? {};
  const step = workflow?.jobs[job]?.steps?.find((candidate) => (id === null ? candidate.run : candidate.id === id));
  if (!step?.run) throw new Error(`no script in ${file} ${job} ${id}`);
  expect(Object.keys(env).sort()).toEqual(Object.keys(step.env ?? {}).sort());
  const folder = temporaryFolder('step');
  const output = join(folder, 'output');
  writeFileSync(output, '');
  const { status, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', GITHUB_OUTPUT: output, ...env },
    encoding: 'utf8',
  });
  return { status, stderr, output: readFileSync(output, 'utf8') };
}

describe('plan of release.yml', () => {
  const images = '[{"service":"a","tag":"41-8c2f1de"}]';
  const matrix = '{"include":[{"service":"a","tags":"prod/a:1-2\\nprod/a:latest"}]}';
  const empty = { MATRIX: '', MATRIX_FILE: '', BATCHES: '[]', BATCHES_FILE: '', IMAGES: images, IMAGES_FILE: '' };

  test('one matrix becomes the only batch', () => {
    const { status, output } = runStep('release.yml', 'plan', 'plan', { ...empty, MATRIX: matrix });
    expect({ status, output }).toEqual({ status: 0, output: `batches=[${matrix}]\nimages=${images}\n` });
  });

  test('batches are handed over as they are', () => {
    const batches = `[${matrix},${matrix}]`;
    const { output } = runStep('release.yml', 'plan', 'plan', { ...empty, MATRIX: '{"include":[]}', BATCHES: batches });
    expect(output).toBe(`batches=${batches}\nimages=${images}\n`);
  });

  test('what came in files is read from them, however long', () => {
    const long = JSON.stringify({ include: [{ service: 'a', labels: 'x'.repeat(400_000) }] });
    const file = join(temporaryFolder('outputs'), 'matrix with space.json');
    writeFileSync(file, long);
    const note = 'over 100 KiB: see matrix-file';
    const { status, output } = runStep('release.yml', 'plan', 'plan', { ...empty, MATRIX: note, MATRIX_FILE: file });
    expect(status).toBe(0);
    expect(output).toBe(`batches=[${long}]\nimages=${images}\n`);
  });

  test('a file that is not there fails the job', () => {
    const { status } = runStep('release.yml', 'plan', 'plan', { ...empty, BATCHES_FILE: '/does/not/exist' });
    expect(status).not.toBe(0);
  });
});

test.each([
  ['success', 'success', 'success', 'true', 0],
  ['success', 'skipped', 'skipped', 'false', 0],
  ['success', 'skipped', 'skipped', '', 0],
  ['success', 'skipped', 'skipped', 'true', 1],
  ['success', 'failure', 'skipped', 'true', 1],
  ['success', 'cancelled', 'skipped', 'true', 1],
  ['success', 'success', 'failure', 'true', 1],
  ['success', 'success', 'skipped', 'true', 1],
  ['failure', 'skipped', 'skipped', '', 1],
  ['cancelled', 'skipped', 'skipped', '', 1],
])('gate of release.yml: plan %s, build %s, bump %s, work %j', (PLAN, BUILD, BUMP, HAS_WORK, expected) => {
  expect(runStep('release.yml', 'gate', null, { PLAN, BUILD, BUMP, HAS_WORK }).status).toBe(expected);
});

test.each([
  ['success', 0],
  ['success success', 0],
  ['success skipped', 1],
  ['failure success', 1],
])('gate of ci.yml: %s', (RESULTS, expected) => {
  expect(runStep('ci.yml', 'ci', null, { RESULTS }).status).toBe(expected);
});

test.each([
  ['ghcr.io/Example/Shop', 'ghcr.io', 'ghcr.io/example/shop/'],
  ['ghcr.io/example/', 'ghcr.io', 'ghcr.io/example/'],
  ['localhost:5000', 'localhost:5000', 'localhost:5000/'],
])('image of build-images.yml puts the registry %s before every tag', (REGISTRY, host, prefix) => {
  const { status, output } = runStep('build-images.yml', 'image', 'image', {
    REGISTRY,
    TAGS: 'prod/a:1-2\nprod/a:Latest',
  });
  expect(status).toBe(0);
  expect(output).toBe(
    `registry=${host}\ntags<<END_OF_TAGS\n${prefix}prod/a:1-2\n${prefix}prod/a:Latest\nEND_OF_TAGS\n`,
  );
});

test('image of build-images.yml leaves a registry that the image names', () => {
  const { output } = runStep('build-images.yml', 'image', 'image', {
    REGISTRY: '',
    TAGS: 'registry.example.com/a:1-2',
  });
  expect(output).toBe('registry=registry.example.com\ntags<<END_OF_TAGS\nregistry.example.com/a:1-2\nEND_OF_TAGS\n');
});
