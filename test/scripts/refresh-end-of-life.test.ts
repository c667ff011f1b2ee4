import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { supportedProducts } from '@rollcall/domain/verify/rules/versions/end-of-life-dates';
import { endOfLife } from '@rollcall/domain/verify/rules/versions/end-of-life-table';
import { listedCycles, readReleases, refreshed } from '../../scripts/end-of-life-table.ts';

/** The lists of the source: nothing new, but what a test adds. */
function lists(changed: Record<string, unknown> = {}): Map<string, string> {
  const names = [...supportedProducts.values()].map(({ listedAs }) => listedAs);
  return new Map(names.map((name) => [`${name}.json`, JSON.stringify(changed[name] ?? [])]));
}

const node = [
  { cycle: '26', eol: '2029-04-30' },
  { cycle: '24', lts: '2025-10-28', eol: '2027-12-31' },
  { cycle: '22', eol: false },
  { cycle: '18', eol: '2025-05-01' },
  { cycle: '0.10', eol: '2015-10-31' },
  { cycle: 'current', eol: '2026-01-01' },
];
const debian = { result: { releases: [{ name: '12', eolFrom: '2026-06-10', eoesFrom: '2027-06-30' }] } };

async function refresh(source: string): Promise<{ status: number | null; output: string; table: string }> {
  const table = join(mkdtempSync(join(tmpdir(), 'table-')), 'table.ts');
  const script = ['scripts/refresh-end-of-life.ts', source, '--as-of', '2026-11-01', '--table', table];
  const child = spawn(process.execPath, ['--conditions=rollcall-source', '--import', 'tsx', ...script]);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { status, output, table: status === 0 ? readFileSync(table, 'utf8') : '' };
}

test('the table is written anew from a folder of lists, and what they do not change stays byte for byte', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lists-'));
  for (const [name, text] of lists({ nodejs: node, debian })) writeFileSync(join(folder, name), text);
  const { status, output, table } = await refresh(folder);
  expect([status, output]).toEqual([0, 'debian: 6 -> 7 releases\nnode: 21 -> 21 releases\n']);
  const present = readFileSync('packages/domain/src/verify/rules/versions/end-of-life-table.ts', 'utf8');
  expect(table).toBe(
    present
      .replace(/source: '.*'/, "source: 'https://endoflife.date'")
      .replace(/asOf: '.*'/, "asOf: '2026-11-01'")
      .replace('debian 11 2026-08-31\n', 'debian 11 2026-08-31\ndebian 12 2027-06-30\n')
      .replace('node 18 2025-04-30\n', 'node 18 2025-05-01\n')
      .replace('node 22 2027-04-30\n', '')
      .replace('node 25 ', 'node 24 2027-12-31\nnode 25 '),
  );
});

test('the lists may come from a server; a list that is missing stops everything', async () => {
  const served = lists();
  const server = createServer((request, response) => {
    const text = served.get(request.url?.replace('/api/', '') ?? '');
    response.writeHead(text === undefined ? 404 : 200).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
    expect((await refresh(address)).table).toContain(endOfLife.days);
    served.delete('redis.json');
    const failed = await refresh(address);
    expect([failed.status, failed.output]).toEqual([1, expect.stringContaining('redis.json answers 404')]);
  } finally {
    server.close();
  }
});

describe('one product', () => {
  test('cycles are in order, and what is not understood is an error', () => {
    const listed = listedCycles('redis', [
      { cycle: '8.10', eol: '2027-01-01' },
      { cycle: '8.9', eol: '2027-01-01' },
    ]);
    const cycles = refreshed([{ product: 'redis', cycle: '8', day: '2027-01-01' }], 'redis', listed, '2026-11-01');
    expect(cycles.map(({ cycle }) => cycle)).toEqual(['8', '8.9', '8.10']);
    expect(() => listedCycles('redis', { message: 'not found' })).toThrow(/no form/);
    expect(() => listedCycles('redis', [{ eol: '2027-01-01' }])).toThrow(/has no name/);
  });

  test('the table is in the order in which it is written', () => {
    const all = readReleases(endOfLife.days);
    const again = [...supportedProducts.keys()].flatMap((product) =>
      refreshed(
        all.filter((release) => release.product === product),
        product,
        [],
        endOfLife.asOf,
      ),
    );
    expect(again).toEqual(all);
  });
});
