import { readFileSync } from 'node:fs';
import type { GeneratedFile } from './generated-file.ts';

/** What package.json says of the program, for programs that are bundled without it. */
export const versionModule: GeneratedFile = {
  path: 'packages/domain/src/version.ts',
  content: () => {
    const { version, repository } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    return `// Generated from package.json: run \`npm run docs\`.\n\n/** The version of Rollcall. */\nexport const version = '${version}';\n\n/** Where its sources and its documentation are. */\nexport const homePage = 'https://github.com/${repository.replace(/^github:/, '')}';\n`;
  },
};
