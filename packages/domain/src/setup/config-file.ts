import { schemaAddress } from '../version.ts';

/** Its first line: editors complete and check the keys by it. */
const editorHint = `# yaml-language-server: $schema=${schemaAddress}\n`;

/** Adds lines to the configuration that is to be written, which is begun with them. */
export function addConfigLines(files: Map<string, string>, lines: string): void {
  files.set('rollcall.yaml', `${files.get('rollcall.yaml') ?? editorHint}${lines}`);
}
