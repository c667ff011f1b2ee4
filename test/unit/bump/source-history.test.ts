import { describe, expect, test } from '@jest/globals';
import { orderTags, type SourcedTag } from '@rollcall/domain/bump/downgrade';
import type { SourceHistory } from '@rollcall/domain/bump/source-history';
import { sourceLines } from '../deploy-branch/branch-in-memory.ts';

const [one, two] = ['1111111a'.padEnd(40, '0'), '2222222b'.padEnd(40, '0')];
const history = () => sourceLines([one, two]);
const of = (tag: string, source?: string): SourcedTag => ({ tag, source });

describe('images of several repositories', () => {
  const built = (tag: string, repository: string, source?: string): SourcedTag => ({ ...of(tag, source), repository });

  test.each<[string, SourcedTag, SourcedTag, string]>([
    ['are not compared by their runs', built('5-x', 'acme/pay'), built('9-y', 'acme/shop'), 'unknown'],
    ['are by their commits, where one history has both', built('a', 'a/new', one), built('b', 'a/old', two), 'older'],
    ['are of one in whatever case', built('5-x', 'Acme/Shop'), built('9-y', 'acme/shop'), 'older'],
    ['are of one where only one is recorded', built('5-x', 'acme/shop'), of('9-y'), 'older'],
  ])('%s', async (_what, asked, current, order) => {
    expect(await orderTags(asked, current, history())).toMatchObject({ order });
  });

  test('are said to be of two', async () => {
    const order = await orderTags(built('5-x', 'acme/pay'), built('9-y', 'acme/shop'), history());
    expect(order).toMatchObject({ why: 'they were built from two repositories, acme/pay and acme/shop' });
  });

  test('the repository that both are recorded to be of is named to the history', async () => {
    const named: unknown[] = [];
    const compare: SourceHistory['compare'] = async (_a, _b, repository) => {
      named.push(repository);
      return 'newer';
    };
    await orderTags(built('a', 'acme/pay', two), built('b', 'ACME/pay', one), { compare });
    await orderTags(built('a', 'acme/pay', two), built('b', 'acme/shop', one), { compare });
    await orderTags(of('a', two), of('b', one), { compare });
    expect(named).toEqual(['acme/pay', undefined, undefined]);
  });
});
