import { describe, expect, test } from '@jest/globals';
import { namesCommit, orderTags, type SourcedTag, unknownSources } from '@rollcall/domain/bump/older';
import { sourceLines } from '../deploy-branch/branch-in-memory.ts';

/** A commit id that begins with these digits. */
const id = (digits: string): string => digits.padEnd(40, '0');
const one = id('1111111a');
const two = id('2222222b');
const three = id('3333333c');
const side = id('4444444d');
const gone = id('9999999e');
const history = () => sourceLines([one, two, three], [one, side]);

const of = (tag: string, source?: string): SourcedTag => ({ tag, source });

describe('what a tag is to the current one', () => {
  test.each<[string, SourcedTag, SourcedTag, string, string?]>([
    ['recorded commits, older', of('a', one), of('b', two), 'older', 'commit 1111111 comes before 2222222'],
    ['recorded commits, newer', of('a', three), of('b', two), 'newer'],
    ['recorded commits, the same', of('a', two), of('b', two), 'newer'],
    [
      'recorded commits, diverged',
      of('a', side),
      of('b', two),
      'diverged',
      'commits 4444444 and 2222222 have diverged',
    ],
    ['hashes, older', of('7-1111111'), of('5-2222222'), 'older', 'commit 1111111 comes before 2222222'],
    ['hashes, newer', of('5-3333333'), of('7-2222222'), 'newer'],
    ['hashes, diverged', of('5-4444444d'), of('7-2222222'), 'diverged', 'commits 4444444 and 2222222 have diverged'],
    ['a hash behind a letter, as git describe writes it', of('v1-1-g1111111'), of('v1-2-g2222222'), 'older'],
    ['a hash alone', of('1111111'), of('2222222'), 'older'],
    ['a whole hash', of(`sha-${one}`), of(`sha-${two}`), 'older'],
    ['a recorded commit and a hash', of('a', one), of('5-2222222'), 'older'],
    ['a hash and a recorded commit', of('5-1111111'), of('a', two), 'older'],
    ['recorded newer, but an image that was built long ago', of('7-1111111', three), of('5-2222222', two), 'older'],
    ['recorded older, whatever the hashes', of('7-3333333', one), of('5-2222222', two), 'older'],
    ['recorded the same, hashes older', of('7-1111111', three), of('5-2222222', three), 'older'],
    ['recorded newer, hashes diverged', of('7-4444444', three), of('5-2222222', two), 'diverged'],
    ['recorded gone, hashes older', of('7-1111111', gone), of('5-2222222', two), 'older'],
    ['recorded newer, hashes gone', of('7-8888888', three), of('5-7777777', two), 'newer'],
    ['run numbers, older', of('165-x'), of('187-y'), 'older', 'run 165 comes before run 187'],
    ['run numbers, newer', of('187-x'), of('165-y'), 'newer'],
    ['run numbers are no text', of('99-x'), of('165-y'), 'older'],
    ['run numbers, the same', of('165-x'), of('165-y'), 'newer'],
    ['run numbers where commits are gone', of('165-8888888'), of('187-7777777'), 'older'],
    ['commits before run numbers', of('165-3333333'), of('187-2222222'), 'newer'],
    ['a run number on one side only', of('165-x'), of('v2'), 'unknown'],
    ['no evidence', of('v1'), of('v2'), 'unknown', 'nothing tells which commits they were built from'],
    ['commits that are gone', of('a-8888888'), of('b-2222222'), 'unknown', 'a commit is gone'],
    ['a hash on one side only', of('a-1111111'), of('v2'), 'unknown'],
    ['six digits are no hash', of('a-111111'), of('b-222222'), 'unknown'],
    ['more than forty digits are no hash', of(`a-${one}1`), of(`b-${two}2`), 'unknown'],
    ['upper case is no hash', of('a-1111111A'), of('b-2222222B'), 'unknown'],
  ])('%s', async (_name, asked, current, order, ...why) => {
    const answer = await orderTags(asked, current, history());
    expect(answer.order).toBe(order);
    if (why.length > 0) expect(answer).toEqual({ order, why: why[0] });
  });
});

test('a hash that is the start of a recorded commit is not looked for, and no pair is asked twice', async () => {
  const sources = history();
  await orderTags(of('7-3333333', three), of('5-2222222', two), sources);
  expect(sources.asked).toEqual(['3333333 2222222']);
});

test('without a repository only run numbers tell', async () => {
  const sources = unknownSources('there is no repository');
  expect(await orderTags(of('5-1111111'), of('7-2222222'), sources)).toMatchObject({ order: 'older' });
  expect(await orderTags(of('a-1111111'), of('b-2222222'), sources)).toEqual({
    order: 'unknown',
    why: 'there is no repository',
  });
});

test.each([
  ['165-1111111', true],
  [one, true],
  ['165-111111', false],
  ['165-2222222', false],
  ['v1', false],
])('%s names the commit: %s', (tag, named) => {
  expect(namesCommit(tag, one)).toBe(named);
});
