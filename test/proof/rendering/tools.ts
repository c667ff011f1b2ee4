import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { temporaryFolder } from '@rollcall/testkit/repository';

/** The programs that Argo CD runs, as `.ci/run` installs them. */
export interface RenderingTools {
  helm3: string;
  helm4: string;
  kustomize: string;
}

/** What a binary of `go install` says of its version: Helm knows no patch number then. */
const pinned = { helm3: /^v3\.22\b/, helm4: /^v4\.3\b/, kustomize: /^v5\.8\.2$/ };

const projectRoot = resolve(import.meta.dirname, '../../..');

/** The tools in `.tools` and on the PATH, or a sentence that says which one is missing. */
export function findTools(): RenderingTools | string {
  const folders = [
    join(projectRoot, '.tools/bin'),
    join(projectRoot, '.tools/helm4'),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  const find = (program: string, version: RegExp, words: string[]) =>
    folders.map((folder) => join(folder, program)).find((path) => version.test(answerOf(path, words)));
  const helm3 = find('helm', pinned.helm3, ['version', '--short']);
  const helm4 = find('helm', pinned.helm4, ['version', '--short']);
  const kustomize = find('kustomize', pinned.kustomize, ['version']);
  if (helm3 && helm4 && kustomize) return { helm3, helm4, kustomize };
  const missing = [helm3 ? [] : ['helm 3.22'], helm4 ? [] : ['helm 4.3'], kustomize ? [] : ['kustomize 5.8.2']].flat();
  return `neither .tools nor the PATH holds ${missing.join(' and ')}: .ci/run installs them`;
}

function answerOf(path: string, words: string[]): string {
  if (!existsSync(path)) return '';
  try {
    return execFileSync(path, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}

let home: string | undefined;

/** Runs one of the tools in a folder; its output, or an Error with what it said. */
export function runTool(path: string, words: readonly string[], folder: string): Promise<string> {
  home ??= temporaryFolder('tools');
  const env = {
    PATH: [dirname(path), process.env.PATH].join(delimiter),
    HOME: home,
    HELM_CACHE_HOME: join(home, 'cache'),
    HELM_CONFIG_HOME: join(home, 'config'),
    HELM_DATA_HOME: join(home, 'data'),
    // What is not in the repository is not there: nothing of this tier asks a network.
    HTTPS_PROXY: 'http://127.0.0.1:9',
    HTTP_PROXY: 'http://127.0.0.1:9',
  };
  mkdirSync(env.HELM_CONFIG_HOME, { recursive: true });
  return new Promise((done, fail) => {
    const child = spawn(path, words, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [output, said] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.on('error', fail);
    child.on('close', (code) => (code === 0 ? done(output) : fail(new Error(`${words.join(' ')}: ${said}`))));
  });
}
