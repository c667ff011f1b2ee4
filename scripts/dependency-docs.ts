import { readFileSync } from 'node:fs';
import { type GeneratedFile, generatedNote, markdownCell } from './generated-file.ts';

/** A package of others that Rollcall stands on, as the registry described it on a day. */
export interface Dependency {
  name: string;
  /** The version that is pinned. */
  version: string;
  /** YYYY-MM-DD, of that version. */
  released: string;
  /** The newest version, without previews, and its day. */
  newest: string;
  newestReleased: string;
  licence: string;
  /** `bundled`: a part of it is in what users run; `development`: only builds, tests and measures. */
  use: 'bundled' | 'development';
  why: string;
}

export interface DependencyList {
  /** YYYY-MM-DD: when the registry was asked. */
  asOf: string;
  dependencies: readonly Dependency[];
}

export function readDependencies(): DependencyList {
  return JSON.parse(readFileSync(new URL('dependencies.json', import.meta.url), 'utf8'));
}

/** The page that lists what Rollcall stands on, and how well it is kept. */
export const dependencyDocs: GeneratedFile = {
  path: 'docs/dependencies.md',
  content: () => {
    const { asOf, dependencies } = readDependencies();
    const table = (use: Dependency['use']): string =>
      [
        '| package | pinned | released | newest | released | licence | why |\n| --- | --- | --- | --- | --- | --- | --- |\n',
        ...dependencies.filter((one) => one.use === use).map(row),
      ].join('');
    return [
      generatedNote('scripts/dependencies.json'),
      '\n# Dependencies\n\n',
      `What the registry said on ${asOf}. \`npm run dependencies\` asks it again; do that before each release, and look at\n`,
      'what has no release for two years. Every version is pinned exactly, with its hash, in `pnpm-lock.yaml`; no install\n',
      'script runs (`allowBuilds`). `licenses.txt` and `sbom.cdx.json` beside each bundle say what that one holds.\n\n',
      `## In what users run\n\n${table('bundled')}\n`,
      `## For building, testing and measuring\n\n${table('development')}`,
    ].join('');
  },
};

function row({ name, version, released, newest, newestReleased, licence, why }: Dependency): string {
  return `| ${[`\`${name}\``, version, released, newest, newestReleased, licence, markdownCell(why)].join(' | ')} |\n`;
}
