import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parseYamlFile } from '../packages/domain/src/yaml/yaml-document.ts';
import { type GeneratedFile, markdownCell } from './generated-file.ts';

interface Declared {
  description?: string;
  required?: boolean;
  default?: string;
}

interface ActionFile {
  inputs?: Record<string, Declared>;
  outputs?: Record<string, Declared>;
}

const folder = new URL('../actions/', import.meta.url);

/** The README of every action: the tables between its markers are of its `action.yml`, the prose is its own. */
export const actionDocs: readonly GeneratedFile[] = readdirSync(folder)
  .sort()
  .filter((name) => existsSync(new URL(`${name}/action.yml`, folder)))
  .map((name) => ({
    path: `actions/${name}/README.md`,
    content: (present) => {
      const { inputs = {}, outputs = {} } = readAction(name);
      const text = present ?? `# ${name}\n\n## Inputs\n\n${markers('inputs')}\n## Outputs\n\n${markers('outputs')}`;
      return between(between(text, 'inputs', inputTable(inputs), name), 'outputs', outputTable(outputs), name);
    },
  }));

function readAction(name: string): ActionFile {
  const path = `actions/${name}/action.yml`;
  const { documents, errors } = parseYamlFile(path, readFileSync(new URL(`${name}/action.yml`, folder), 'utf8'));
  const [document] = documents;
  if (errors.length > 0 || !document) throw new Error(`${path} is not valid YAML`);
  return document.value() as ActionFile;
}

function inputTable(inputs: Readonly<Record<string, Declared>>): string {
  const rows = Object.entries(inputs).map(([name, { description = '', required = false, default: given = '' }]) => {
    const fallback = required ? 'required' : given === '' ? '' : `\`${given}\``;
    return `| \`${name}\` | ${markdownCell(fallback)} | ${markdownCell(description)} |\n`;
  });
  return `| input | default | what it is |\n| --- | --- | --- |\n${rows.join('')}`;
}

function outputTable(outputs: Readonly<Record<string, Declared>>): string {
  const rows = Object.entries(outputs).map(
    ([name, { description = '' }]) => `| \`${name}\` | ${markdownCell(description)} |\n`,
  );
  return `| output | what it is |\n| --- | --- |\n${rows.join('')}`;
}

function markers(part: string): string {
  return `<!-- ${part}: generated from action.yml by \`npm run docs\` -->\n<!-- end of ${part} -->\n`;
}

function between(text: string, part: string, table: string, name: string): string {
  const [start = '', end = ''] = markers(part).split(/(?<=\n)/);
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0)
    throw new Error(`actions/${name}/README.md lacks the markers of its ${part}:\n${start}${end}`);
  return `${text.slice(0, from + start.length)}\n${table}\n${text.slice(to)}`;
}
