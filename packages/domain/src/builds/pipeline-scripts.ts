import { folderOf } from '../tree/repository-paths.ts';
import { isRecord, textAt, textsIn } from '../yaml/value.ts';
import { buildPrograms } from './definition-files.ts';

/** A script of a pipeline, and the folder that a step of it names. */
export interface PlacedScript {
  script: string;
  folder: string;
}

/** What pipelines call the folder in which a step runs. */
const folderKeys = ['dir', 'working_directory', 'workingDirectory', 'working-directory'];

/**
 * The scripts in a pipeline of any make that is YAML: every text that names a program which builds images, a list of
 * texts being one script; the steps of Cloud Build, whose commands are lists of words; the Docker task of Azure.
 */
export function pipelineScripts(value: unknown): PlacedScript[] {
  const scripts: PlacedScript[] = [];
  const seen = new Set<unknown>();
  const open: Inside[] = [{ value, folder: '' }];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { folder, script, below } = stepOf(one);
    if (buildPrograms.test(script)) scripts.push({ script: plain(script), folder });
    // What an alias repeats is read once.
    if (seen.has(one.value)) continue;
    if (below.length > 0) seen.add(one.value);
    for (const inner of below.toReversed()) open.push({ value: inner, folder });
  }
  return scripts;
}

interface Inside {
  value: unknown;
  folder: string;
}

/** What a value says as a script itself, and what may say more below it. */
function stepOf({ value, folder }: Inside): { folder: string; script: string; below: unknown[] } {
  if (typeof value === 'string') return { folder, script: value, below: [] };
  if (Array.isArray(value))
    return { folder, script: textsIn(value).join('\n'), below: value.filter((item) => typeof item !== 'string') };
  if (!isRecord(value)) return { folder, script: '', below: [] };
  const [named = folder] = folderKeys.flatMap((key) => textAt(value, key) ?? []);
  return { folder: named, script: cloudBuildStep(value) ?? azureTask(value) ?? '', below: Object.values(value) };
}

/** A step of Cloud Build: an image, and the words for what it runs. */
function cloudBuildStep(step: Readonly<Record<string, unknown>>): string | null {
  const image = textAt(step, 'name') ?? '';
  const words = textsIn(step.args);
  if (words.length === 0) return null;
  const program = textAt(step, 'entrypoint') ?? programs.find(([name]) => name.test(image))?.[1];
  return program === undefined ? null : [program, ...words.map(quoted)].join(' ');
}

const programs: readonly (readonly [RegExp, string])[] = [
  [/\/kaniko|kaniko-project\//, '/kaniko/executor'],
  [/(?:^|\/)docker(?:[:@]|$)/, 'docker'],
];

function azureTask(step: Readonly<Record<string, unknown>>): string | null {
  if (!/^Docker@/.test(textAt(step, 'task') ?? '') || !isRecord(step.inputs)) return null;
  const input = (name: string): string | undefined => {
    const key = Object.keys(step.inputs as object).find((one) => one.toLowerCase() === name);
    return key === undefined ? undefined : textAt(step.inputs, key);
  };
  if (!/^build/i.test(input('command') ?? 'buildAndPush')) return null;
  const file = input('dockerfile') ?? 'Dockerfile';
  // Without a context it is the folder of the Dockerfile.
  const given = input('buildcontext') ?? '**';
  return `docker build -f ${quoted(file)} ${quoted(given === '**' ? folderOf(file) || '.' : given)}`;
}

function quoted(word: string): string {
  return `"${word.replace(/["\\`]/g, '\\$&')}"`;
}

/** What pipelines fill in before a shell sees it, as variables. */
function plain(script: string): string {
  return script
    .replace(/\$\{\{[^{}]*\}\}/g, '${expression}')
    .replace(/\{\{[^{}\n]*\}\}/g, '${expression}')
    .replace(/<<[ \t]*(?:parameters|pipeline)\.[\w.-]+[ \t]*>>/g, '${parameter}')
    .replace(/\$\((?:Build\.SourcesDirectory|System\.DefaultWorkingDirectory)\)/g, '${BUILD_SOURCESDIRECTORY}');
}
