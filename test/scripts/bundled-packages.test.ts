import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { bundledPackages, licenceFaults, licencesText } from '../../scripts/bundled-packages.ts';

/** A folder of installed packages; every value is the text of a file. */
function installed(files: Record<string, string>): string {
  const folder = join(temporaryFolder('packages-'), 'node_modules');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const manifest = (name: string, license: unknown) => JSON.stringify({ name, version: '1.2.3', license });

test('a package is listed once, however many of its modules a bundle holds, with every text it asks to hand on', () => {
  const folder = installed({
    '@scope/one/package.json': manifest('@scope/one', 'Apache-2.0'),
    '@scope/one/LICENSE.md': 'Licence of one\r\n',
    '@scope/one/NOTICE': 'Notice of one\n',
    '@scope/one/esm/package.json': '{"type":"module"}',
    'two/package.json': manifest('two', 'MIT'),
    'two/license': 'Licence of two\n',
  });
  const files = ['two/index.js', '@scope/one/esm/a.js', '@scope/one/esm/b.js'].map((file) => join(folder, file));
  expect(bundledPackages([...files, '/repository/packages/domain/lib/memo.js'])).toEqual([
    { name: '@scope/one', version: '1.2.3', licence: 'Apache-2.0', text: 'Licence of one\n\nNotice of one' },
    { name: 'two', version: '1.2.3', licence: 'MIT', text: 'Licence of two' },
  ]);
});

test('a package without a licence text, or under one that nobody agreed to, fails by name', () => {
  const folder = installed({
    'bare/package.json': manifest('bare', 'MIT'),
    'strict/package.json': manifest('strict', 'AGPL-3.0-only'),
    'strict/LICENSE': 'Text\n',
    'silent/package.json': manifest('silent', undefined),
    'silent/LICENSE': 'Text\n',
  });
  const files = ['bare', 'strict', 'silent'].map((name) => join(folder, name, 'index.js'));
  expect(() => bundledPackages(files)).toThrow(
    [
      'A bundle may not hold:',
      'bare@1.2.3 ships no licence text',
      'silent@1.2.3 is under "no licence"',
      'strict@1.2.3 is under "AGPL-3.0-only"',
      '',
    ]
      .join('\n  ')
      .trimEnd(),
  );
});

test('what a bundle holds and what its licences say is compared both ways', () => {
  const one = { name: 'one', version: '1.0.0', licence: 'MIT', text: 'Text of one' };
  const two = { name: '@scope/two', version: '2.0.0', licence: 'ISC', text: 'Text of two\n\n---------- \n\nmore' };
  expect(licenceFaults(licencesText([one, two]), [one, two])).toEqual([]);
  expect(licenceFaults(licencesText([one]), [one, two])).toEqual([
    'lacks the licence of @scope/two@2.0.0, which the bundle holds',
  ]);
  expect(licenceFaults(licencesText([one, two]), [two])).toEqual([
    'has a licence of one@1.0.0, which the bundle does not hold',
  ]);
  expect(licenceFaults(licencesText([one]), [{ ...one, version: '1.0.1' }])).toHaveLength(2);
  expect(licenceFaults('', [one])).toEqual(['lacks the licence of one@1.0.0, which the bundle holds']);
});
