import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { cloneRepository, type Repository } from '@rollcall/testkit/repository';
import { runCommandLine } from '@rollcall/testkit/runner';
import { createShop } from '@rollcall/testkit/shop';

// What somebody writes into the configuration of gates and cannot mean, or what has become of what they wait for: each
// says what, where, and what settles it.

let clone: Repository;

beforeAll(() => {
  clone = cloneRepository(createShop({ oneRepository: true }).origin);
});

async function status(configuration: string, ...more: string[]) {
  writeFileSync(join(clone.directory, 'rollcall.yaml'), configuration);
  return runCommandLine(['status', ...more], { cwd: clone.directory });
}

describe('a configuration', () => {
  test.each<[string, string, RegExp]>([
    [
      'whose environments come after one another in a circle',
      'environments:\n  dev: { after: prod }\n  prod: { after: dev }\n',
      /^rollcall: rollcall\.yaml:2:10: environments\.dev\.after leads in a circle: "dev" after "prod" after "dev"\n {2}Take out one `after`/m,
    ],
    [
      'with a zone that nobody knows',
      'environments:\n  prod:\n    freeze:\n      - { from: Fri, to: Sun, zone: Europe/Berlim }\n',
      /^rollcall: rollcall\.yaml:4:9: environments\.prod\.freeze\[0\] names the zone "Europe\/Berlim", which is not known\n {2}Give a zone/m,
    ],
    [
      'with a freeze that ends before it begins',
      'environments:\n  prod:\n    freeze:\n      - { from: 2027-01-03, to: 2026-12-20 }\n',
      /^rollcall: rollcall\.yaml:4:9: environments\.prod\.freeze\[0\] ends at "2026-12-20", before it begins at "2027-01-03"\n {2}Swap them/m,
    ],
    [
      'with a soak before which nothing is',
      'environments:\n  prod: { soak: 4h }\n',
      /^rollcall: rollcall\.yaml:2:11: environments\.prod\.soak has no environment before it\n {2}.*`after: staging`/m,
    ],
    [
      'whose environment comes after one that there is not',
      'environments:\n  prod: { after: staging }\n',
      /environments\.prod\.after names "staging", and there is no such environment\n {2}.*dev/m,
    ],
  ])('%s', async (_name, configuration, expected) => {
    const { status: code, stderr } = await status(configuration);
    expect(stderr).toMatch(expected);
    expect(code).toBe(2);
  });
});

test('a soak in an environment without a branch has no history to count from, and is shut for that reason', async () => {
  const { stdout } = await status(
    'environments:\n  dev: { deploy-branch: k8s-deploy-gone }\n  prod: { after: dev, soak: 4h }\n',
  );
  expect(stdout).toMatch(
    /^cart-service +prod .*was in dev is not known: files alone have no history \(set environments\.dev\.deploy-branch to a branch that there is\)$/m,
  );
  expect(stdout).not.toContain('ready');
});
