import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
// By path: the root package lists no package of the workspace, so that nothing else here can import one.
import { configSchema } from '../packages/domain/src/catalog/config-schema.ts';

/** A file that is generated, so that it cannot say something else than the code does. */
interface GeneratedFile {
  /** Relative to the repository root. */
  path: string;
  content(): string;
}

const generated: GeneratedFile[] = [
  { path: 'rollcall.schema.json', content: () => `${JSON.stringify(configSchema, null, 2)}\n` },
];

/** Writes every generated file; with `--check` writes none and names those that are stale. */
function main(args: readonly string[]): number {
  const unknown = args.find((arg) => arg !== '--check');
  if (unknown !== undefined) {
    console.error(`unknown argument ${JSON.stringify(unknown)}; usage: generate-docs [--check]`);
    return 2;
  }
  const stale = generated.filter(({ path, content }) => read(path) !== content());
  if (args.includes('--check')) {
    for (const { path } of stale) console.error(`${path} is stale: run \`npm run docs\` and commit it`);
    return stale.length > 0 ? 1 : 0;
  }
  for (const { path, content } of stale) {
    writeFileSync(absolute(path), content());
    console.log(`wrote ${path}`);
  }
  return 0;
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
