import type { YamlFile } from './yaml-document.ts';

/** The text of a file, and its YAML where it is some. */
export interface SourceFile {
  path: string;
  text: string;
  /** Null for a file of another format, such as a shell script. */
  yaml: YamlFile | null;
}
