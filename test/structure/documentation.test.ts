import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readConfig } from '@rollcall/domain/catalog/config';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { readDockerfile } from '@rollcall/domain/dockerfile/dockerfile';
import { hclMistake } from '@rollcall/domain/terraform/hcl-tokens';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { parseAllDocuments } from 'yaml';
import { parseCommand } from '../../packages/cli/src/arguments.ts';
import type { Terminal } from '../../packages/cli/src/command.ts';
import { commands } from '../../packages/cli/src/commands.ts';
import { readAction, readWorkflows } from '../workflows/workflow-files.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** What people read to use Rollcall; the pages of rules are generated and tested with their rules. */
const pages = [
  ...['README.md', 'RELEASING.md', 'CONTRIBUTING.md'],
  ...readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
  ...['docs/how-to', 'docs/reference', 'docs/adr'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
  ),
  ...readdirSync(join(root, 'actions')).map((name) => `actions/${name}/README.md`),
];
const ours = readWorkflows('.github/workflows');

/** The fenced blocks of a page in a language. */
function blocks(path: string, language: string): string[] {
  return [...read(path).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, text = '']) => text,
  );
}

/** The documents of a text; throws where it is no YAML. */
function parse(text: string): unknown[] {
  return parseAllDocuments(text).map((document) => {
    const [error] = document.errors;
    if (error) throw error;
    return document.toJS();
  });
}

describe.each(pages)('%s', (path) => {
  test('links to what is there', () => {
    const text = read(path).replace(/```[\s\S]*?```/g, '');
    for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(https?:|mailto:)/.test(target)) continue;
      const [file = '', anchor] = target.split('#');
      const linked = file === '' ? path : join(dirname(path), file);
      expect({ path, target, exists: existsSync(join(root, linked)) }).toEqual({ path, target, exists: true });
      if (anchor && linked.endsWith('.md')) expect(headings(linked)).toContain(anchor);
    }
  });

  test('shows YAML that is some', () => {
    for (const text of blocks(path, 'yaml')) expect(() => parse(text)).not.toThrow();
  });

  test('shows a Dockerfile, HCL and JSON that are read whole', () => {
    for (const text of blocks(path, 'dockerfile'))
      expect(readDockerfile(text)).toMatchObject({ complete: true, notes: [] });
    for (const text of blocks(path, 'hcl')) expect(hclMistake(text)).toBeNull();
    for (const text of blocks(path, 'json')) expect(() => JSON.parse(text)).not.toThrow();
  });

  test('gives our actions and workflows the inputs and secrets that they have', () => {
    for (const text of blocks(path, 'yaml'))
      for (const use of usesIn(parse(text))) {
        const { inputs, secrets } = declaredBy(use.uses);
        for (const name of Object.keys(use.with ?? {}))
          expect({ uses: use.uses, inputs }).toMatchObject({ inputs: expect.arrayContaining([name]) });
        for (const name of Object.keys(use.secrets ?? {})) expect(secrets).toContain(name);
      }
  });

  test('shows a configuration that is taken', async () => {
    for (const text of blocks(path, 'yaml').filter((one) => one.startsWith('# rollcall.yaml\n')))
      await expect(readConfig(memoryTree({ 'rollcall.yaml': text }))).resolves.toBeDefined();
  });

  test('shows commands with options that they have', () => {
    for (const line of [...blocks(path, 'sh'), ...blocks(path, 'console')].join('').split('\n')) {
      const words = [...line.replace(/\s+(?:#|>{1,2}\s).*$/, '').matchAll(/"[^"]*"|'[^']*'|\S+/g)].map(
        ([word]) => word,
      );
      if (words[0] !== 'rollcall' || words[1] === undefined || words[1].startsWith('-')) continue;
      const command = commands.get(words[1]);
      if (command === undefined) throw new Error(`${path}: there is no command ${line}`);
      expect(() => parseCommand(words[1] ?? '', command, words.slice(2), {} as Terminal)).not.toThrow();
    }
  });
});

interface Use {
  uses: string;
  with?: object;
  secrets?: object;
}

/** Every use of ours in a value. */
function usesIn(value: unknown): Use[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(usesIn);
  const isOurs = 'uses' in value && /^\w+\/rollcall\//.test(String(value.uses));
  return isOurs ? [value as Use, ...below] : below;
}

function declaredBy(uses: string): { inputs: string[]; secrets: string[] } {
  const [, action, workflow] =
    /^\w+\/rollcall\/(?:actions\/([\w-]+)|(\.github\/workflows\/[\w-]+\.yml))@/.exec(uses) ?? [];
  if (action) return { inputs: Object.keys(readAction(action).inputs ?? {}), secrets: [] };
  const called = ours.find(({ path }) => path === workflow)?.workflow.on.workflow_call;
  if (!called) throw new Error(`there is no ${uses}`);
  return { inputs: Object.keys(called.inputs ?? {}), secrets: Object.keys(called.secrets ?? {}) };
}

/** The anchors of a page, as GitHub makes them. */
function headings(path: string): string[] {
  return [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('every starter has its line in the how-to', () => {
  const howTo = read('docs/how-to/workflows.md');
  for (const { path } of readWorkflows('workflows')) expect(howTo).toContain(`(../../${path})`);
});

test('the Korean quickstart is of the English one as it is', () => {
  const [, hash] = /^<!-- docs\/quickstart\.md ([0-9a-f]{64}) -->\n/.exec(read('docs/quickstart.ko.md')) ?? [];
  // Where this fails, bring the Korean page up to date, and write the new hash into its first line.
  expect(hash).toBe(createHash('sha256').update(read('docs/quickstart.md')).digest('hex'));
  expect(
    blocks('docs/quickstart.ko.md', 'sh')
      .join('')
      .match(/rollcall \w+/g),
  ).toEqual(
    blocks('docs/quickstart.md', 'sh')
      .join('')
      .match(/rollcall \w+/g),
  );
});

test('the page about migrating quotes what the workflow by hand has', () => {
  const workflow = read('examples/shop/.github/workflows/ci-build-images.yaml');
  const rows = [...read('docs/how-to/migrate.md').matchAll(/^\| `([^`]+)`/gm)].map(([, quoted = '']) => quoted);
  expect(rows.length).toBeGreaterThan(8);
  for (const quoted of rows) expect({ quoted, there: workflow.includes(quoted) }).toEqual({ quoted, there: true });
});

test('the page about ApplicationSets shows one that is computed as it says', async () => {
  const [set = ''] = blocks('docs/how-to/application-sets.md', 'yaml');
  const tree = memoryTree({
    'k8s/set.yaml': set,
    'charts/service/Chart.yaml': 'apiVersion: v2\nname: service\nversion: 1.0.0\n',
    'services/cart/Dockerfile': 'FROM scratch\n',
  });
  const { generated } = await loadCatalog(tree, {}, { repositoryUrl: 'https://github.com/acme/shop.git' });
  expect(generated.map(({ name, environment }) => `${name} ${environment}`)).toEqual([
    'cart-dev dev',
    'cart-prod prod',
  ]);
});

test('no page names another owner of what is ours', () => {
  for (const path of pages)
    for (const [, owner] of read(path).matchAll(/uses: ([\w-]+)\/rollcall\//g))
      expect({ path, owner }).toEqual({ path, owner: 'owner' });
});

test('troubleshooting quotes messages that there are', () => {
  const sources = execFileSync(
    'git',
    ['ls-files', '-z', 'packages/*/src/*.ts', 'actions/*/*.ts', 'actions/*/action.yml', '.github/workflows'],
    { cwd: root, encoding: 'utf8' },
  )
    .split('\0')
    .filter(Boolean)
    .map(read)
    .join('\n')
    .replaceAll('\\"', '"');
  const messages = [...read('docs/troubleshooting.md').matchAll(/^\| `([^`]+)` \|/gm)].map(
    ([, message = '']) => message,
  );
  expect(messages.length).toBeGreaterThan(10);
  for (const message of messages)
    expect({ message, there: sources.includes(message) }).toEqual({ message, there: true });
});
