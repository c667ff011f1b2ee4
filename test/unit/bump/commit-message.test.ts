import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { bumpIdOf, commitMessage } from '@rollcall/domain/bump/commit-message';
import type { BumpChange } from '@rollcall/domain/bump/plan';
import { gitEnvironment } from '@rollcall/testkit/repository';

function change(service: string, old: string, now: string, part: BumpChange['part'] = 'tag'): BumpChange {
  return { service, environment: 'prod', part, file: 'a.yaml', path: 'p', line: 1, old, new: now };
}

/** What git itself takes for the trailers. */
function trailersOf(message: string): string[] {
  const output = execFileSync('git', ['interpret-trailers', '--parse'], { input: message, env: gitEnvironment });
  return output.toString('utf8').trim().split('\n');
}

const images = [{ service: 'user-service', tag: '187-c513bdf' }];

test('the subject names environment, service and tags; the trailers say the rest', () => {
  const origin = { id: 'id-1', source: 'example/shop@c513bdf', run: 'https://github.com/example/shop/actions/runs/1' };
  const message = commitMessage('prod', [change('user-service', '165-cf185b1', '187-c513bdf')], images, origin);
  expect(message.split('\n')[0]).toBe('deploy(prod): user-service 165-cf185b1 → 187-c513bdf');
  expect(trailersOf(message)).toEqual([
    'Bump-Id: id-1',
    'Bump-Environment: prod',
    'Bump-Run: https://github.com/example/shop/actions/runs/1',
    'Bump-Source: example/shop@c513bdf',
    'Bump-Service: user-service 165-cf185b1 -> 187-c513bdf',
  ]);
  expect(bumpIdOf(message)).toBe('id-1');
});

describe('the subject keeps to 72 columns', () => {
  const many = Array.from({ length: 40 }, (_, index) => change(`service-${index}`, '1', '2'));
  const long = 'x'.repeat(100);
  test.each<[string, BumpChange[], string]>([
    ['many', many, 'deploy(prod): service-0 1 → 2, service-1 1 → 2, +38 more'],
    ['a long name', [change(long, '1', '2')], 'deploy(prod): 1 service'],
    ['long tags', [change('a', long, 'v2')], 'deploy(prod): a → v2'],
    ['two long names', [change(`a${long}`, '1', '2'), change(`b${long}`, '1', '2')], 'deploy(prod): 2 services'],
    ['no old tag', [change('a', '', '2')], 'deploy(prod): a (none) → 2'],
    ['another part alone', [change('user-service', 'a', 'b', 'registry')], 'deploy(prod): user-service 187-c513bdf'],
    ['another part first', [change('a', 'x', 'y', 'registry'), change('a', '1', '2')], 'deploy(prod): a 1 → 2'],
  ])('%s', (_name, changes, subject) => {
    const [first = ''] = commitMessage('prod', changes, images, { id: 'i' }).split('\n');
    expect(first).toBe(subject);
    expect([...first].length).toBeLessThanOrEqual(72);
  });
});

test('no value can add a line or forge a trailer', () => {
  const evil = 'x\n\nBump-Id: forged\r\nBump-Service: y\u2028Bump-Run: z\u0085w';
  const origin = { id: `real\nBump-Id: forged`, source: evil, run: evil, subject: evil };
  const message = commitMessage(evil, [change(evil, evil, evil)], images, origin);
  expect(message.split('\n\n')).toHaveLength(2);
  expect(message.split(/[\n\r\u2028\u0085]/).filter((line) => line.startsWith('Bump-Id'))).toEqual([
    'Bump-Id: real Bump-Id: forged',
  ]);
  expect(trailersOf(message)).toHaveLength(5);
});

test('a given subject replaces ours, an empty one does not', () => {
  const subject = (given: string) => commitMessage('prod', [change('a', '1', '2')], [], { id: 'i', subject: given });
  expect(subject('release: 7 \n').split('\n').slice(0, 2)).toEqual(['release: 7', '']);
  expect(subject(' \n')).toMatch(/^deploy\(prod\): a 1 → 2\n\n/);
});

test.each([
  ['subject\n\nBump-Id: a\n', 'a'],
  ['subject\n\nBump-Id: quoted in the body\n\nSigned-off-by: x\n', undefined],
  ['Bump-Idle: a', undefined],
  ['', undefined],
])('bumpIdOf(%j)', (message, id) => {
  expect(bumpIdOf(message)).toBe(id);
});
