import { expect, test } from '@jest/globals';
import { verifyFiles } from '../../rule-fixtures.ts';

// A name in two lists of services that has no source: a service that is gone, or a program of somebody else.

const own = ['api-gateway', 'api-push', 'api-user'];
const sources = Object.assign(
  {},
  ...own.map((name) => ({
    [`cmd/${name}/Dockerfile`]: 'FROM scratch\nCOPY . .\n',
    [`cmd/${name}/go.mod`]: `module example.com/${name}\n`,
  })),
) as Record<string, string>;
const scrape = (extra: string): string =>
  `scrape_configs:\n${[extra, ...own].map((name) => `  - job_name: ${name}\n`).join('')}`;

test.each([
  ['an exporter that Compose pulls', 'node_exporter', 'node-exporter', 'prom/node-exporter:v1.7.0', own, false],
  ['one by a variable', 'node_exporter', 'node-exporter', '${NODE_EXPORTER_IMAGE}', own, false],
  ['one beside none of the services', 'node_exporter', 'node-exporter', '${NODE_EXPORTER_IMAGE}', [], false],
  ['one from where the services are pulled', 'api-mail', 'api-mail', 'ghcr.io/acme/api-mail:1', own, true],
])('%s', async (_title, listed, name, image, beside, isGone) => {
  const compose = [...beside.map((one) => [one, `ghcr.io/acme/${one}:1`]), [name, image]];
  const files = {
    ...sources,
    'monitoring/prometheus.yml': scrape(listed),
    'deploy/prometheus.yml': scrape(listed),
    'docker-compose.yml': `services:\n${compose.map(([one, from]) => `  ${one}:\n    image: ${from}\n`).join('')}`,
  };
  const { findings } = await verifyFiles(files, { rules: ['service-leftover'] });
  expect(findings.length > 0).toBe(isGone);
});
