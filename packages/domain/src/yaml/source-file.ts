import type { YamlFile } from './yaml-document.ts';

/** A file registers are looked for in. */
export interface RegisterFile {
  path: string;
  text: string;
  /** Null for what is no YAML: a shell script. */
  yaml: YamlFile | null;
}
