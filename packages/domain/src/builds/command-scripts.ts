import { parseJson } from '../json.ts';
import { isMakefile } from '../shell/shell-words.ts';
import { baseName } from '../tree/repository-paths.ts';
import { tryUser } from '../user-error.ts';
import { fieldsAt } from '../yaml/value.ts';
import { parseYamlFile } from '../yaml/yaml-document.ts';
import { isPipeline } from './definition-files.ts';
import { groovyScripts, tiltScript } from './groovy-scripts.ts';
import { pipelineScripts } from './pipeline-scripts.ts';

/** A script of a file, and the folders that it may start in. */
export interface FileScript {
  script: string;
  /** Relative to where the file's own scripts start. */
  folder: string;
  /** Whether an offset in it is one of the file. */
  isWhole: boolean;
}

/** Where the scripts of a file start: at the top, or where it lies. A shell script does in either, as it is called. */
export function startsOf(path: string): 'top' | 'own' | 'any' {
  const name = baseName(path);
  if (isMakefile(path) || /^\.?justfile$|^[Tt]askfile|^Tiltfile$|^package\.json$|\.just$/i.test(name)) return 'own';
  return isPipeline(path) || isGroovy(name) ? 'top' : 'any';
}

function isGroovy(name: string): boolean {
  return /^Jenkinsfile|\.(?:[Jj]enkinsfile|groovy)$/.test(name);
}

/** The commands of a file as scripts of a shell. */
export function scriptsOf(path: string, text: string): FileScript[] {
  const name = baseName(path);
  const pieces = (scripts: readonly { script: string; folder: string }[]): FileScript[] =>
    scripts.map((one) => ({ ...one, isWhole: false }));
  if (isMakefile(path)) return [{ script: makeToShell(text), folder: '', isWhole: true }];
  if (name === 'package.json') return pieces([{ script: packageScripts(text), folder: '' }]);
  if (isPipeline(path)) {
    const read = tryUser(
      () => parseYamlFile(path, text).documents.map((document) => document.value()),
      () => [],
    );
    return pieces(read.flatMap(pipelineScripts));
  }
  if (isGroovy(name)) return pieces(groovyScripts(text));
  if (name === 'Tiltfile') return pieces([{ script: tiltScript(text), folder: '' }]);
  if (/^\.?justfile$|\.just$/i.test(name)) return pieces([{ script: justToShell(text), folder: '' }]);
  return [{ script: text, folder: '', isWhole: true }];
}

function packageScripts(text: string): string {
  return fieldsAt(parseJson(text), 'scripts')
    .map(([, script]) => `${String(script)}\n`)
    .join('');
}

/** A Makefile as a script, of the same length: variables of make as those of a shell, rules and recipes as lines. */
function makeToShell(text: string): string {
  return text
    .replace(
      /^([A-Za-z_]\w*)[ \t]*(?:[:?]{0,2}=)[ \t]*/gm,
      (whole, name: string) => `${' '.repeat(whole.length - name.length - 1)}${name}=`,
    )
    .replace(/^\t[@-]*/gm, (whole) => ' '.repeat(whole.length))
    .replace(/\$\$/g, ' $')
    .replace(/\$\((\w+)\)/g, '${$1}');
}

/** A file of just as a script: its values as variables, its recipes as lines. */
function justToShell(text: string): string {
  const word = (name: string): string => name.replaceAll('-', '_');
  return text
    .replace(/^([A-Za-z_][\w-]*)[ \t]*:=[ \t]*/gm, (_whole, name: string) => `${word(name)}=`)
    .replace(/^[ \t]+@/gm, '')
    .replace(/\{\{[ \t]*([A-Za-z_][\w-]*)[ \t]*\}\}/g, (_whole, name: string) => `\${${word(name)}}`);
}
