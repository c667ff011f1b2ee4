import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { licensedPackages } from '../../scripts/bundled-packages.ts';

const root = join(import.meta.dirname, '../..');
const bundles = [
  ...readdirSync(join(root, 'actions'))
    .filter((name) => existsSync(join(root, 'actions', name, 'main.ts')))
    .map((name) => `actions/${name}/dist`),
  'packages/cli/dist',
];

/** Something that the program of a package says, by which it is found in a bundle without asking what built it. */
const signs: Record<string, string> = {
  '@actions/core': '::stop-commands::',
  '@actions/github': 'getOctokitOptions',
  '@actions/http-client': 'HttpClientResponse',
  '@octokit/auth-token': 'createTokenAuth',
  '@octokit/core': 'octokit-core.js/',
  '@octokit/endpoint': 'isKeyOperator',
  '@octokit/graphql': 'GraphqlResponseError',
  '@octokit/plugin-paginate-rest': 'paginateRest',
  '@octokit/plugin-rest-endpoint-methods': 'legacyRestEndpointMethods',
  '@octokit/request': 'fetchWrapper',
  '@octokit/request-error': 'class RequestError extends Error',
  '@rgrove/parse-xml': 'Root element is missing or invalid',
  '@vercel/ncc': '__nccwpck_require__',
  'before-after-hook': 'addHook(',
  'json-with-bigint': 'JSONStringify',
  picomatch: 'Expected pattern to be a non-empty string',
  'smol-toml': 'Invalid TOML document',
  tunnel: 'tunneling socket could not be established',
  undici: 'UND_ERR',
  'universal-user-agent': 'getUserAgent',
  yaml: 'YAMLParseError',
};

/** Packages that others import, and of whose program nothing or next to nothing is left where nothing calls it. */
const unused = ['@actions/exec', '@actions/io', 'content-type'];

describe.each(bundles)('%s', (folder) => {
  const licences = readFileSync(join(root, folder, 'licenses.txt'), 'utf8');
  const licensed = licensedPackages(licences);

  test('ships the licence of every package whose program is in it, and of no other', () => {
    const programs = readdirSync(join(root, folder))
      .filter((name) => /\.c?js$/.test(name))
      .map((name) => readFileSync(join(root, folder, name), 'utf8'));
    const held = Object.keys(signs).filter((name) => programs.some((text) => text.includes(signs[name] ?? '')));
    const names = licensed.map((one) => one.slice(0, one.lastIndexOf('@')));
    expect(names.filter((name) => !unused.includes(name)).sort()).toEqual(held.sort());
    for (const name of held) expect(licences.match(new RegExp(`^- ${name}@`, 'gm'))).toHaveLength(1);
  });

  test('has the text of a licence behind every name', () => {
    const texts = licences.split(`\n${'='.repeat(100)}\n`).slice(1);
    expect(texts).toHaveLength(licensed.length);
    for (const text of texts) expect(text).toMatch(/permission|redistribution and use|terms and conditions/i);
  });

  test('names the same packages in its bill of materials, each with the hash that the lockfile has', () => {
    const bom = JSON.parse(readFileSync(join(root, folder, 'sbom.cdx.json'), 'utf8'));
    const lockfile = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8');
    expect([bom.bomFormat, bom.specVersion, bom.metadata.component.type]).toEqual(['CycloneDX', '1.6', 'application']);
    const name = (component: { group?: string; name: string }) =>
      component.group ? `${component.group}/${component.name}` : component.name;
    type Component = { group?: string; name: string; version: string; purl: string; hashes: { content: string }[] };
    const components: Component[] = bom.components;
    expect(components.map((one) => `${name(one)}@${one.version}`).sort()).toEqual([...licensed].sort());
    for (const { purl, hashes } of components) {
      const [key] = decodeURIComponent(purl).split('pkg:npm/').slice(1);
      const hash = Buffer.from(hashes[0]?.content ?? '', 'hex').toString('base64');
      expect(lockfile).toMatch(
        new RegExp(`^ {2}'?${key}'?:\n {4}resolution: \\{integrity: sha512-${hash.replaceAll('+', '\\+')}\\}`, 'm'),
      );
    }
  });
});
