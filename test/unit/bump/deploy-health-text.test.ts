import { expect, test } from '@jest/globals';
import type { DeployedService } from '@rollcall/domain/bump/deploy-health';
import { deployedLine, deployHealthSummary, deployHealthTable } from '@rollcall/domain/bump/deploy-health-text';

const context = { environment: 'prod', commit: 'a'.repeat(40), repositoryUrl: null, limit: '15 min' };
const plain: DeployedService = { service: 'cart', tag: '1-a', state: 'unhealthy', why: 'status failed' };

/** What somebody may call a status, a tag or an Application that a status is named after. */
const names = [
  'a\n::error::marker',
  '\r::stop-commands::marker',
  '| x |\n| --- |',
  '<img src="marker">',
  '[marker](https://example.org)',
  '```\n### marker',
  '\u001b[31mmarker\u202e',
  '@somebody #1',
];

test.each(names)('%j is one cell of a summary, one line of the log, and no command', (name) => {
  for (const service of [
    { ...plain, why: name },
    { ...plain, tag: name },
  ]) {
    const line = deployedLine(service);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for.
    expect(line).not.toMatch(/[\u0000-\u001f\u007f\u202e]/);
    const shape = (text: string): string[] =>
      text.split('\n').map((one) => one.replace(/[^|]/g, '') && `${one.split(/(?<!\\)\|/).length}`);
    const summary = deployHealthSummary([service], context);
    expect(shape(summary)).toEqual(shape(deployHealthSummary([plain], context)));
    expect(summary).not.toMatch(/<img|\]\(https|^```|^### marker/m);
    const table = deployHealthTable([service], context);
    expect(table.split('\n')).toHaveLength(deployHealthTable([plain], context).split('\n').length);
    expect(table).not.toMatch(/^::/m);
  }
});
