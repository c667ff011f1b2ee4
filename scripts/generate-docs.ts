import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
// By path: the root package lists no package of the workspace, so that nothing else here can import one.
import { configSchema } from '../packages/domain/src/catalog/config-schema.ts';
import { schemaAddress } from '../packages/domain/src/version.ts';
import { actionDocs } from './action-docs.ts';
import { architectureDocs } from './architecture-docs.ts';
import { commandDocs } from './command-docs.ts';
import { configDocs } from './config-docs.ts';
import { dependencyDocs } from './dependency-docs.ts';
import type { GeneratedFile } from './generated-file.ts';
import { registryVariants } from './registry-variants.ts';
import { ruleDocs } from './rule-docs.ts';
import { starterTexts } from './starter-texts.ts';
import { versionModule } from './version-module.ts';
import { workflowDocs } from './workflow-docs.ts';

const generated: readonly GeneratedFile[] = [
  { path: 'rollcall.schema.json', content: schemaText },
  ...ruleDocs,
  ...actionDocs,
  ...architectureDocs,
  commandDocs,
  configDocs,
  dependencyDocs,
  ...registryVariants,
  starterTexts,
  versionModule,
  workflowDocs,
];

/** The description of rollcall.yaml for editors, with the address that it is named by. */
function schemaText(): string {
  const { $schema, ...rest } = configSchema;
  return `${JSON.stringify({ $schema, $id: schemaAddress, ...rest }, null, 2)}\n`;
}

/** Writes every generated file; with `--check` writes none and names those that are stale. */
function main(args: readonly string[]): number {
  const unknown = args.find((arg) => arg !== '--check');
  if (unknown !== undefined) {
    console.error(`unknown argument ${JSON.stringify(unknown)}; usage: generate-docs [--check]`);
    return 2;
  }
  const stale = generated.flatMap(({ path, content }) => {
    const present = read(path);
    const wanted = content(present);
    return present === wanted ? [] : [{ path, wanted }];
  });
  const orphaned = pagesOfNoRule();
  if (args.includes('--check')) {
    for (const { path } of stale) console.error(`${path} is stale: run \`npm run docs\` and commit it`);
    for (const path of orphaned) console.error(`${path} is of no rule: run \`npm run docs\` and commit it`);
    return stale.length + orphaned.length > 0 ? 1 : 0;
  }
  for (const path of orphaned) rmSync(absolute(path));
  for (const { path, wanted } of stale) {
    mkdirSync(dirname(absolute(path)), { recursive: true });
    writeFileSync(absolute(path), wanted);
    console.log(`wrote ${path}`);
  }
  return 0;
}

/** Pages that were generated for rules that are gone. */
function pagesOfNoRule(): string[] {
  const folder = 'docs/rules';
  if (!existsSync(absolute(folder))) return [];
  const wanted = new Set(generated.map(({ path }) => path));
  return readdirSync(absolute(folder))
    .map((name) => `${folder}/${name}`)
    .filter((path) => !wanted.has(path));
}

function read(path: string): string | null {
  try {
    return readFileSync(absolute(path), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function absolute(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

process.exitCode = main(process.argv.slice(2));
