import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runOnTerminal } from '@rollcall/testkit/pseudo-terminal';
import { initRepository, type Repository } from '@rollcall/testkit/repository';
import { createShop } from '@rollcall/testkit/shop';

const question = 'Write these files? [y/N]';

const changed = (repository: Repository) => repository.git('status', '--porcelain', '--untracked-files=all');

function init(repository: Repository, keys: string, ...words: string[]) {
  return runOnTerminal(['init', ...words], { cwd: repository.directory, typed: [{ after: question, keys }] });
}

test.each(['y\r', 'Y\r', 'yes\r'])('what is agreed to with %j is written', async (keys) => {
  const { repository } = createShop();
  const { status, shown } = await init(repository, keys);
  expect([status, changed(repository)]).toEqual([0, '?? .github/workflows/verify.yml']);
  // It is shown before anybody is asked.
  expect(shown.indexOf('+++ b/.github/workflows/verify.yml')).toBeGreaterThan(-1);
  expect(shown.indexOf('+++ b/.github/workflows/verify.yml')).toBeLessThan(shown.indexOf(question));
  expect(shown).toContain('written: .github/workflows/verify.yml');
});

test.each([
  ['n', 'n\r'],
  ['Enter alone', '\r'],
  ['another word', 'yo\r'],
  ['the end of the input', '\u0004'],
])('%s writes nothing', async (_what, keys) => {
  const { repository } = createShop();
  const { status, shown } = await init(repository, keys);
  expect([status, changed(repository)]).toEqual([0, '']);
  expect(shown).toContain('nothing was written');
});

test('Ctrl-C leaves nothing, and no run that others would wait for', async () => {
  const { repository } = createShop();
  const before = readdirSync(join(repository.directory, '.git')).sort();
  const { shown } = await init(repository, '\u0003');
  expect([changed(repository), shown.includes('note: written')]).toEqual(['', false]);
  expect(readdirSync(join(repository.directory, '.git')).sort()).toEqual(before);
  expect(existsSync(join(repository.directory, '.github/workflows/verify.yml'))).toBe(false);
});

test('with --yes nobody is asked', async () => {
  const { repository } = createShop();
  const { status, shown } = await init(repository, '', '--yes');
  expect([status, shown.includes(question)]).toEqual([0, false]);
  expect(changed(repository)).toBe('?? .github/workflows/verify.yml');
});

test('where discovery knows everything no configuration is written, and nobody is asked about nothing', async () => {
  const { repository } = createShop();
  await init(repository, 'y\r');
  expect(existsSync(join(repository.directory, 'rollcall.yaml'))).toBe(false);
  const again = await init(repository, '');
  expect([again.status, again.shown.includes(question)]).toEqual([0, false]);
  expect(again.shown).toContain('Nothing is to be written.');
});

test('a service that nothing deploys needs no configuration either', async () => {
  const repository = initRepository();
  repository.commit({ 'services/cart/Dockerfile': 'FROM scratch\n' }, 'One service');
  const { status } = await init(repository, 'y\r');
  expect([status, existsSync(join(repository.directory, 'rollcall.yaml'))]).toEqual([0, false]);
});
