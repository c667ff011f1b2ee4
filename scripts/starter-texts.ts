import { readdirSync, readFileSync } from 'node:fs';
import { compareText, type GeneratedFile } from './generated-file.ts';

const folder = 'workflows';

/** The module that the command line takes the starter workflows from: those that people copy, and no others. */
export const starterTexts: GeneratedFile = {
  path: 'packages/domain/src/setup/starter-texts.ts',
  content: () => {
    const texts = readdirSync(absolute(folder))
      .filter((name) => name.endsWith('.yml'))
      .sort(compareText)
      .map((name) => [name, readFileSync(absolute(`${folder}/${name}`), 'utf8')]);
    return [
      '// Generated from workflows: run `npm run docs`.\n\n',
      '/** The starter workflows, by the name of their file. */\n',
      `export const starterTexts = ${JSON.stringify(Object.fromEntries(texts), null, 2)} as const;\n`,
    ].join('');
  },
};

function absolute(path: string): URL {
  return new URL(`../${path}`, import.meta.url);
}
