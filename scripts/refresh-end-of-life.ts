import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { supportedProducts } from '../packages/domain/src/verify/rules/versions/end-of-life-dates.ts';
import { endOfLife } from '../packages/domain/src/verify/rules/versions/end-of-life-table.ts';
import { listedCycles, readReleases, refreshed, writtenTable } from './end-of-life-table.ts';

const usage = `usage: npm run end-of-life -- SOURCE [--as-of YYYY-MM-DD] [--table FILE]
SOURCE is where the lists of endoflife.date are: an address such as https://endoflife.date/api, or a folder with one
PRODUCT.json for each product.`;

const table = fileURLToPath(
  new URL('../packages/domain/src/verify/rules/versions/end-of-life-table.ts', import.meta.url),
);

/** Writes the table of end-of-life days anew from the lists of a source. Nothing else of the project asks that source. */
async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { 'as-of': { type: 'string' }, table: { type: 'string', default: table } },
  });
  const [source, ...more] = positionals;
  const asOf = values['as-of'] ?? new Date().toISOString().slice(0, 10);
  if (source === undefined || more.length > 0 || !/^\d{4}-\d\d-\d\d$/.test(asOf)) {
    console.error(usage);
    return 2;
  }
  const present = readReleases(endOfLife.days);
  const releases = [];
  for (const [product, { listedAs }] of supportedProducts) {
    const listed = listedCycles(product, JSON.parse(await read(source, `${listedAs}.json`)));
    const own = present.filter((release) => release.product === product);
    const after = refreshed(own, product, listed, asOf);
    if (JSON.stringify(own) !== JSON.stringify(after))
      console.log(`${product}: ${own.length} -> ${after.length} releases`);
    releases.push(...after);
  }
  writeFileSync(values.table, writtenTable(readFileSync(table, 'utf8'), releases, asOf, 'https://endoflife.date'));
  return 0;
}

async function read(source: string, name: string): Promise<string> {
  if (!/^https?:\/\//.test(source)) return readFileSync(join(source, name), 'utf8');
  const address = `${source.replace(/\/$/, '')}/${name}`;
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answers ${response.status}`);
  return response.text();
}

process.exitCode = await main(process.argv.slice(2));
