import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = new URL('../', import.meta.url);
const sources = 'packages/domain/src/verify/rules';
const usage = 'usage: npm run new-rule -- ID [--category CATEGORY]';

/** A mistake of the person who runs the script: told in words, without a stack. */
class Refusal extends Error {}

/** Makes everything of a new rule but its check, so that only the check is left to write. */
function main(args: readonly string[]): void {
  const { id, category } = readArguments(args);
  const files = new Map([
    [`${sources}/${category}/${id}.ts`, ruleText(id)],
    [`${sources}/${category}/${id}.md`, pageText(id)],
    [`test/rules/${category}/${id}/bad.txt`, badText(id)],
    [`test/rules/${category}/${id}/ok.txt`, okText()],
  ]);
  const index = `${sources}/${category}/index.ts`;
  const listed = withLine(readFileSync(new URL(index, root), 'utf8'), id, index);
  for (const [path, text] of [...files, [index, listed] as const]) {
    mkdirSync(dirname(fileURLToPath(new URL(path, root))), { recursive: true });
    writeFileSync(new URL(path, root), text);
  }
  const biome = ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', index, `${sources}/${category}/${id}.ts`];
  const { status, stdout, stderr } = spawnSync(process.execPath, biome, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`Biome cannot format the new rule:\n${stdout}${stderr}`);
  console.log(
    [...[...files.keys()].map((path) => `wrote ${path}`), `listed it in ${index}`].join('\n'),
    `\n
Next: say in ${id}.ts what is wrong, and in bad.txt and ok.txt what that looks like.
  npm test -- rules -t ${id}
    fails at ${id}/bad until the check finds what is marked there
  npm run docs
    writes its page into docs/rules`,
  );
}

function readArguments(args: readonly string[]): { id: string; category: string } {
  const { values, positionals } = parsed(args);
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0) throw new Refusal(usage);
  // npm keeps an option for itself where no `--` stands before it, and hands it on so.
  const category = values.category ?? process.env.npm_config_category;
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/.test(id))
    throw new Refusal(`${JSON.stringify(id)} is no id of a rule: write two or more words as in chart-app-missing`);
  const files = filesOfCategories();
  const present = files.find(({ name }) => name === `${id}.ts` || name === `${id}.md`);
  if (present) throw new Refusal(`${id} exists already: ${sources}/${present.category}/${present.name}`);
  const categories = [...new Set(files.map((file) => file.category))];
  const list = `The categories are ${categories.join(', ')}.\n${usage}`;
  if (category !== undefined) {
    if (categories.includes(category)) return { id, category };
    throw new Refusal(`there is no category ${JSON.stringify(category)}. ${list}`);
  }
  const [word] = id.split('-');
  const pages = files.filter(({ name }) => name.endsWith('.md') && name.startsWith(`${word}-`));
  const likely = new Set(pages.map((page) => page.category));
  const [only] = likely;
  if (only !== undefined && likely.size === 1) return { id, category: only };
  throw new Refusal(`the name ${id} does not tell its category: say --category. ${list}`);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { category: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    if (error instanceof TypeError) throw new Refusal(`${error.message}\n${usage}`);
    throw error;
  }
}

/** What lies in the folders of rules: each rule has a page, and what rules share has none. */
function filesOfCategories(): { name: string; category: string }[] {
  const folder = new URL(`${sources}/`, root);
  const categories = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return categories.flatMap(({ name: category }) =>
    readdirSync(new URL(`${category}/`, folder)).map((name) => ({ name, category })),
  );
}

/** The index of a category with a rule more, in the order of ids. */
function withLine(index: string, id: string, path: string): string {
  const lines = index.split('\n');
  const imports = lines.filter((line) => /^import \{ \w+ \} from '\.\/[^']+';$/.test(line));
  const rules = /\n {2}rules: \[[^\]]*\],\n/;
  if (imports.length === 0 || !rules.test(index)) throw new Error(`${path} is not written as an index of rules`);
  const all = [...imports, `import { ${nameOf(id)} } from './${id}.ts';`];
  const named = new Map(all.map((line) => [/'\.\/(.+)\.ts'/.exec(line)?.[1] ?? '', line]));
  const ids = [...named.keys()].sort();
  const first = lines.indexOf(imports[0] ?? '');
  const others = lines.filter((line) => !imports.includes(line));
  const sorted = ids.map((one) => named.get(one) ?? '');
  return [...others.slice(0, first), ...sorted, ...others.slice(first)]
    .join('\n')
    .replace(rules, `\n  rules: [${ids.map(nameOf).join(', ')}],\n`);
}

/** `chart-app-missing` as a name of the code: `chartAppMissing`. */
function nameOf(id: string): string {
  return id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function ruleText(id: string): string {
  return `import { placeIn } from '../../../location.ts';
import { yamlFiles } from '../../../tree/file-types.ts';
import type { Rule } from '../../rule/rule.ts';

export const ${nameOf(id)}: Rule = {
  id: '${id}',
  title: 'What holds when nothing is found, in a few words',
  severity: 'warning',
  help: 'What to do about a finding, in one or two sentences.',
  needs: [yamlFiles],
  *check({ texts }) {
    for (const [path, text] of texts) {
      if (!yamlFiles(path)) continue;
      for (const { offset, subject } of mistakesIn(text))
        yield {
          location: placeIn({ path, text }, offset),
          subject,
          message: \`\${subject}: what is wrong, and what it does to people, in one line\`,
        };
    }
  },
};

/** Where a text is wrong, and the service, the Application, the object or the key that it is about. */
function mistakesIn(_text: string): { offset: number; subject: string }[] {
  return [];
}
`;
}

function pageText(id: string): string {
  return `# ${id}

What is wrong where this rule finds something, in one sentence.

## What it reads

Which files, and what in them.

## What it would have prevented

What went wrong where nobody checked this.

## How to fix

What to write, and where. Whether \`--fix\` writes it.

## Known limits

What it does not find, and where it says nothing because it cannot know.
`;
}

function badText(id: string): string {
  return `The mistake, as small as it can be. Only what differs from test/rules/_base.txt is here, and the mark stands on the
line that a person would edit. Replace this example.
-- k8s/example.yaml --
kind: Example
owner: nobody # finds: ${id} cart-service
`;
}

function okText(): string {
  return `The same without the mistake, and beside it what looks like the mistake and is none. Replace this example.
-- k8s/example.yaml --
kind: Example
owner: cart-service
`;
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
