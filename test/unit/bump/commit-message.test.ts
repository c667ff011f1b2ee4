import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { bumpIdOf, bumpTrailers, commitMessage, commitOfSource } from '@rollcall/domain/bump/commit-message';
import type { ImageChange } from '@rollcall/domain/image-targets/target-edits';
import { gitEnvironment } from '@rollcall/testkit/repository';

function change(service: string, old: string, now: string, part: ImageChange['part'] = 'tag'): ImageChange {
  return { service, environment: 'prod', part, file: 'a.yaml', path: 'p', line: 1, old, new: now };
}

/** What git itself takes for the trailers. */
function trailersOf(message: string): string[] {
  const output = execFileSync('git', ['interpret-trailers', '--parse'], { input: message, env: gitEnvironment });
  return output.toString('utf8').trim().split('\n');
}

const noHolds = { parent: null, holds: [], releases: [] };
const images = [{ service: 'user-service', tag: '187-c513bdf' }];

const written = (tags: string, source: string | null) => {
  const [old = '', now = ''] = tags.split('>');
  return { old, new: now, source };
};

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

test('where more than one tag was there before, the trailer says all of it, so that a roll-back takes none for the tag', () => {
  for (const oldImage of ['v1, v0', `v1@sha256:${'a'.repeat(64)}`]) {
    const message = commitMessage('prod', [{ ...change('a', 'v1', 'v2'), oldImage }], [], { id: 'i' });
    expect(message.split('\n')[0]).toBe('deploy(prod): a v1 → v2');
    expect(bumpTrailers(message).services.get('a')).toEqual({ old: oldImage, new: 'v2', source: null });
  }
});

describe('the subject keeps to 72 columns', () => {
  const many = Array.from({ length: 40 }, (_, index) => change(`service-${index}`, '1', '2'));
  const long = 'x'.repeat(100);
  test.each<[string, ImageChange[], string]>([
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

test.each([
  // `deploy(prod): a 1 → 2` has 21 columns with one letter for each of the three.
  ['of 72 columns stands as it is', [change('x'.repeat(52), '1', '2')], `deploy(prod): ${'x'.repeat(52)} 1 → 2`],
  ['of 73 columns loses the old tag', [change('x'.repeat(53), '1', '2')], `deploy(prod): ${'x'.repeat(53)} → 2`],
  ['with the new tag alone in 72 columns', [change('x'.repeat(54), '1', '2')], `deploy(prod): ${'x'.repeat(54)} → 2`],
  ['with the new tag alone in 73 columns', [change('x'.repeat(55), '1', '2')], 'deploy(prod): 1 service'],
  [
    'of two services, of which one fits with the count of the rest in 72 columns',
    [change(`a${'x'.repeat(42)}`, '1', '2'), change(`b${'x'.repeat(42)}`, '1', '2')],
    `deploy(prod): a${'x'.repeat(42)} 1 → 2, +1 more`,
  ],
  [
    'of two services, of which none does',
    [change(`a${'x'.repeat(43)}`, '1', '2'), change(`b${'x'.repeat(43)}`, '1', '2')],
    'deploy(prod): 2 services',
  ],
])('a subject %s', (_what, changes, subject) => {
  expect(commitMessage('prod', changes, [], { id: 'i' }).split('\n')[0]).toBe(subject);
});

test('an environment whose name is longer than a subject is cut', () => {
  const [first = ''] = commitMessage('e'.repeat(100), [change('a', '1', '2')], [], { id: 'i' }).split('\n');
  expect(first).toBe(`deploy(${'e'.repeat(65)}`);
});

test('services come by name, each with its first old tag', () => {
  const changes = [change('b', '1', '2'), change('a', '1', '2'), change('b', '0', '2')];
  expect(trailersOf(commitMessage('prod', changes, [], { id: 'i' })).slice(2)).toEqual([
    'Bump-Service: a 1 -> 2',
    'Bump-Service: b 1 -> 2',
  ]);
});

test.each(['x Bump-Service: a 1 -> 2', 'x Bump-Environment: prod', 'x Bump-Source: o/r@1'])(
  '%j is no trailer',
  (line) => {
    const message = `s\n\nBump-Service: b 1 -> 2\n${line}`;
    expect(bumpTrailers(message)).toEqual({
      ...noHolds,
      environment: null,
      workflow: null,
      services: new Map([['b', { old: '1', new: '2', source: null }]]),
    });
    expect(bumpIdOf('s\n\nx Bump-Id: 1')).toBeUndefined();
  },
);

test('line ends behind a message do not hide its trailers', () => {
  expect(bumpIdOf('s\n\nBump-Id: 1\n\n\n')).toBe('1');
});

test('no value can add a line or forge a trailer', () => {
  const evil = 'x\n\nBump-Id: forged\r\nBump-Service: y\u2028Bump-Run: z\u0085w';
  const workflow = { path: `${evil}.yml`, runNumber: 7 };
  const origin = { id: `real\nBump-Id: forged`, source: evil, run: evil, subject: evil, workflow };
  const message = commitMessage(evil, [change(evil, evil, `7-${evil}`)], images, origin);
  expect(message.split('\n\n')).toHaveLength(2);
  expect(message.split(/[\n\r\u2028\u0085]/).filter((line) => line.startsWith('Bump-Id'))).toEqual([
    'Bump-Id: real Bump-Id: forged',
  ]);
  expect(trailersOf(message)).toHaveLength(6);
});

test('the workflow is said of tags that it counted alone', () => {
  const origin = { id: 'i', workflow: { path: 'example/shop/.github/workflows/build.yml', runNumber: 187 } };
  const workflowIn = (...tags: string[]) =>
    bumpTrailers(
      commitMessage(
        'prod',
        tags.map((tag, index) => change(`s${index}`, '1-a', tag)),
        [],
        origin,
      ),
    ).workflow;
  expect(workflowIn('187-c513bdf')).toBe(origin.workflow.path);
  expect(workflowIn('187-c513bdf', '187-a513bdf')).toBe(origin.workflow.path);
  expect(workflowIn('187-c513bdf', '186-a513bdf')).toBeNull();
  expect(workflowIn('v1')).toBeNull();
});

test('a subject given over several lines becomes one, with single blanks', () => {
  const message = commitMessage('prod', [change('a', '1', '2')], [], { id: 'i', subject: 'release \r\n\r\n 7' });
  expect(message).toMatch(/^release 7\n\nBump-Id: i\n/);
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
  ['subject\r\n\r\nBump-Id: a\r\n', 'a'],
  ['', undefined],
])('bumpIdOf(%j)', (message, id) => {
  expect(bumpIdOf(message)).toBe(id);
});

test('a digest that takes the place of the tag does not hide which tag it is of', () => {
  const message = commitMessage('prod', [change('user-service', '165-cf185b1', '')], images, { id: 'i' });
  expect(message).toContain('Bump-Service: user-service 165-cf185b1 -> 187-c513bdf\n');
});

describe('trailers are read back', () => {
  const changes = [change('a', '', '2'), change('b', '1', '2'), change('c', '1', '2')];
  test('with one source for all', () => {
    const message = commitMessage('prod', changes, images, { id: 'i', source: 'example/shop@c513bdf' });
    expect(bumpTrailers(message)).toEqual({
      ...noHolds,
      environment: 'prod',
      workflow: null,
      services: new Map([
        ['a', written('>2', 'example/shop@c513bdf')],
        ['b', written('1>2', 'example/shop@c513bdf')],
        ['c', written('1>2', 'example/shop@c513bdf')],
      ]),
    });
  });

  test('with a source for each, and none', () => {
    const sources = new Map([
      ['a', 'example/shop@1'],
      ['c', 'example/shop@2'],
    ]);
    const message = commitMessage('prod', changes, images, { id: 'i', source: 'not of these', sources });
    expect(trailersOf(message).slice(2)).toEqual([
      'Bump-Source: (unknown)',
      'Bump-Service: b 1 -> 2',
      'Bump-Source: example/shop@1',
      'Bump-Service: a (none) -> 2',
      'Bump-Source: example/shop@2',
      'Bump-Service: c 1 -> 2',
    ]);
    expect(bumpTrailers(message).services).toEqual(
      new Map([
        ['b', written('1>2', null)],
        ['a', written('>2', 'example/shop@1')],
        ['c', written('1>2', 'example/shop@2')],
      ]),
    );
  });

  test.each<[string, string, string[]]>([
    ['a message without any', 'subject\n\nbody', []],
    ['quoted in the body', 'subject\n\nBump-Service: a 1 -> 2\n\nSigned-off-by: x', []],
    ['a source behind its only service', 's\n\nBump-Service: a 1 -> 2\nBump-Source: o/r@1', ['a o/r@1']],
    [
      'two sources, a service before both',
      's\n\nBump-Service: a 1 -> 2\nBump-Source: o/r@1\nBump-Service: b 1 -> 2\nBump-Source: o/r@2',
      ['a null', 'b o/r@1'],
    ],
    ['an environment that reads as a service', 's\n\nBump-Environment: a 1 -> 2', []],
    // A browser ends the lines of what is typed into it, such as the message of a merge, with both; git 2.39 takes them.
    ['lines of a browser', 's\r\n\r\nBump-Source: o/r@1\r\nBump-Service: a 1 -> 2\r\n', ['a o/r@1']],
    ['a service that is not one', 's\n\nBump-Service: a\nBump-Service: a -> 2\nBump-Service: a b 1 -> 2 3', []],
    ['a name of the prototype', 's\n\nBump-Service: __proto__ 1 -> 2', ['__proto__ null']],
    ['nothing', '', []],
  ])('%s', (_name, message, services) => {
    const { services: found } = bumpTrailers(message);
    expect([...found].map(([service, { source }]) => `${service} ${source}`)).toEqual(services);
  });
});

test.each([
  [`example/shop@${'a'.repeat(40)}`, 'a'.repeat(40)],
  [`example/shop@${'a'.repeat(64)}`, 'a'.repeat(64)],
  ['example/shop@main', undefined],
  [`example/shop@${'a'.repeat(41)}`, undefined],
  ['a'.repeat(40), undefined],
  ['', undefined],
])('commitOfSource(%j)', (source, commit) => {
  expect(commitOfSource(source)).toBe(commit);
});

test('trailers are read before the mark that ends the text of a request, which a squash may take', () => {
  const message =
    'Promote (#1)\n\n```text\nBump-Release: prod cart 1-a\n```\n\n<!-- rollcall: to here is renewed -->\n';
  expect(bumpTrailers(message).releases).toEqual([{ environment: 'prod', service: 'cart', tag: '1-a' }]);
});

describe('a squash of several commits', () => {
  const first = [
    'Bump-Id: 1',
    'Bump-Environment: prod',
    'Bump-Source: example/shop@1',
    'Bump-Service: a v1 -> v2',
    'Bump-Service: b v1 -> v2',
    'Bump-Parent: p0',
    'Bump-Release: prod a v2',
    'Bump-Hold: prod c v9',
  ];
  const second = [
    'Bump-Id: 2',
    'Bump-Environment: prod',
    'Bump-Source: example/shop@2',
    'Bump-Service: a v2 -> v3',
    'Bump-Parent: p1',
    'Bump-Hold: prod c v9',
  ];
  const squash = (...behind: string[]): string =>
    ['Promote (#1)', '* deploy(prod): one', first.join('\n'), '* deploy(prod): two', second.join('\n'), ...behind].join(
      '\n\n',
    );

  test.each<[string, string[]]>([
    ['with nothing behind', []],
    [
      'with who else wrote it behind',
      ['---------', 'Co-authored-by: a <a@example.com>\nCo-authored-by: b <b@example.com>'],
    ],
    ['the last of which somebody made by hand', ['* By hand']],
  ])('%s says what they did together', (_name, behind) => {
    expect(bumpTrailers(squash(...behind))).toEqual({
      environment: 'prod',
      workflow: null,
      services: new Map([
        ['a', written('v1>v3', 'example/shop@2')],
        ['b', written('v1>v2', 'example/shop@1')],
      ]),
      holds: [{ environment: 'prod', service: 'c', tag: 'v9', until: null, reason: null }],
      releases: [{ environment: 'prod', service: 'a', tag: 'v2' }],
      parent: 'p0',
    });
    expect(bumpIdOf(squash(...behind))).toBe('2');
  });

  test('says nothing of what is quoted beside it', () => {
    const message = `Promote\n\n${first.join('\n')}\n\n* deploy(prod): two\n\n${second.join('\n')}`;
    expect([...bumpTrailers(message).services.keys()]).toEqual(['a']);
  });
});
