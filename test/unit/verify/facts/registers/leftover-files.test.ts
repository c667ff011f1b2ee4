import { expect, test } from '@jest/globals';
import { verifyFiles } from '../../rule-fixtures.ts';

/** Files that name services in their own language: what of a service that is gone is left in them is found. */

const gone = 'stock-service';
const services = Object.fromEntries(
  ['cart-service', 'order-service'].flatMap((name) => [
    [`services/${name}/Dockerfile`, 'FROM scratch\nCOPY . .\n'],
    [`services/${name}/go.mod`, `module ${name}\n`],
  ]),
);

async function leftovers(path: string, text: string): Promise<string[]> {
  const files = { ...services, 'rollcall.yaml': `removed-services: [${gone}]\n`, [path]: text };
  const { findings } = await verifyFiles(files, { rules: ['service-leftover'] });
  return findings.map(({ line, severity, fix }) => `${line} ${severity} ${fix?.safe ? 'safe' : 'by hand'}`);
}

test.each([
  ['a pipeline of Jenkins', 'Jenkinsfile', `// ${gone}\nsh 'docker build services/${gone}'\n`, ['2 error by hand']],
  ['a Tiltfile', 'Tiltfile', `docker_build('acme/${gone}', 'services/${gone}')\n`, ['1 warning by hand']],
  ['an upstream of nginx', 'deploy/nginx/default.conf', `upstream ${gone} {\n}\n`, ['1 warning by hand']],
  ['variables', '.env.example', 'STOCK_SERVICE_URL=http://stock\n', ['1 warning by hand']],
  ['grants', 'db/init.sql', `-- ${gone}\nGRANT ALL ON DATABASE stock_service TO shop;\n`, ['2 warning by hand']],
  ['a dashboard', 'monitoring/grafana/shop.json', `{"expr": "up{job=\\"${gone}\\"}"}\n`, ['1 warning by hand']],
])('%s', async (_title, path, text, wanted) => {
  expect(await leftovers(path, text)).toEqual(wanted);
  expect(await leftovers(path, text.replaceAll(/stock/gi, 'cart'))).toEqual([]);
});

test.each(['db/migrations/2024_stock.sql', 'db/V3__stock.sql', 'db/20240101_x.sql'])(
  'a migration that ran tells of the past: %s',
  async (path) => {
    expect(await leftovers(path, `CREATE TABLE x (service text DEFAULT '${gone}');\n`)).toEqual([]);
  },
);
