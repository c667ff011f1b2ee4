import { readFileSync } from 'node:fs';
import type { GeneratedFile } from './generated-file.ts';

/** What package.json says of the program, for programs that are bundled without it. */
export const versionModule: GeneratedFile = {
  path: 'packages/domain/src/version.ts',
  content: () => {
    const { version, repository } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    const name = repository.replace(/^github:/, '');
    return `// Generated from package.json: run \`npm run docs\`.

/** The version of Rollcall. */
export const version = '${version}';

/** Where its sources and its documentation are. */
export const homePage = 'https://github.com/${name}';

/** Where editors get the description of rollcall.yaml, which is the \`$id\` of it. */
export const schemaAddress = 'https://raw.githubusercontent.com/${name}/v1/rollcall.schema.json';
`;
  },
};
