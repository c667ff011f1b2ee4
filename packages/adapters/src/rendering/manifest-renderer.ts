import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { formatDuration } from '@rollcall/domain/duration';
import { printable } from '@rollcall/domain/printable';
import type {
  ManifestRenderer,
  RenderCommand,
  RenderProgram,
  RenderRun,
  RunOutcome,
} from '@rollcall/domain/rendering/renderer';
import { foldersAbove } from '@rollcall/domain/tree/file-changes';
import { isFilePath } from '@rollcall/domain/tree/file-path';
import { errorCode } from '../disk/failure.ts';
import { encodePath } from '../git/path-bytes.ts';
import type { Deadline } from '../network/deadline.ts';
import { runProgram } from '../program.ts';
import { programOnPath } from '../program-path.ts';

export interface RendererSettings {
  env: Readonly<Record<string, string | undefined>>;
  /** Gives the folder that all is made in; it is the run's own. */
  temporaryFolder: () => string;
  deadline: Deadline;
}

/** Bytes of manifests that one run may write. */
const longestOutput = 20 * 1024 * 1024;
/** Milliseconds that one run may take. */
const longestRun = 60_000;
/** The part of the time that is left which runs may take: the branch is still to be written. */
const shareOfTime = 0.5;
const keptErrors = 16 * 1024;
/** Characters of what a program says that a message takes. */
const longestReason = 500;

/**
 * Renders with the programs on the PATH, in a folder of its own that holds the files of the run and nothing else. They
 * see no variable of this process and no other program; their settings, caches and plugins are looked for in an empty
 * folder; what they would fetch is not there, for their proxy leads nowhere.
 */
export function manifestRenderer({ env, temporaryFolder, deadline }: RendererSettings): ManifestRenderer {
  const known = new Map<string, Promise<RunOutcome>>();
  const until = performance.now() + deadline.left() * shareOfTime;
  let versions: ReturnType<ManifestRenderer['versions']> | undefined;
  let place: string | undefined;
  const programs: Readonly<Record<RenderProgram, string | null>> = {
    helm: programOnPath('helm', env),
    kustomize: programOnPath('kustomize', env),
  };

  /** The folder of all runs, with the empty one that stands for the person's own. */
  function ownPlace(): string {
    if (place === undefined) {
      place = mkdtempSync(join(temporaryFolder(), 'render-'));
      mkdirSync(join(place, 'home'));
      mkdirSync(join(place, 'bin'));
    }
    return place;
  }

  function start(program: RenderProgram, args: readonly string[], directory: string) {
    const path = programs[program];
    if (path === null) throw new Error(`${program} is not there`);
    const left = Math.min(longestRun, until - performance.now());
    const signal = AbortSignal.timeout(Math.max(1, Math.ceil(left)));
    const variables = emptyHome(join(ownPlace(), 'home'), join(ownPlace(), 'bin'));
    return runProgram(path, {
      args,
      input: '',
      env,
      purposes: ['start'],
      variables,
      directory,
      signal,
      longestOutput,
      keptErrors,
    });
  }

  async function versionOf(program: RenderProgram): Promise<string | null> {
    if (programs[program] === null) return null;
    const args = program === 'helm' ? ['version', '--template', '{{.Version}}'] : ['version'];
    try {
      const { status, output } = await start(program, args, ownPlace());
      return status === 0 ? printable(output.trim()).slice(0, 40) : null;
    } catch {
      return null;
    }
  }

  async function render(run: RenderRun): Promise<RunOutcome> {
    if (performance.now() >= until) return tooLate(deadline);
    const folder = mkdtempSync(join(ownPlace(), 'run-'));
    try {
      const fault = await writeFiles(folder, run.files);
      return fault ?? (await runAll(run.commands, folder));
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }

  async function runAll(commands: readonly RenderCommand[], folder: string): Promise<RunOutcome> {
    let outcome: RunOutcome = { kind: 'rendered', text: '' };
    for (const command of commands) {
      outcome = await runOne(command, folder);
      if (outcome.kind !== 'rendered') break;
    }
    return outcome;
  }

  async function runOne({ program, args, folder: below }: RenderCommand, folder: string): Promise<RunOutcome> {
    try {
      const { status, output, errors, tooLong } = await start(program, args, join(folder, below));
      if (tooLong) return { kind: 'unknown', why: `${program} writes more than ${longestOutput / 1024 / 1024} MiB` };
      if (status === null) return { kind: 'unknown', why: `${program} was ended by a signal` };
      if (status !== 0) return { kind: 'failed', why: reasonOf(program, errors, folder) };
      return { kind: 'rendered', text: output };
    } catch (cause) {
      if (performance.now() >= until) return tooLate(deadline);
      const late = errorCode(cause) === 'ABORT_ERR';
      const why = late ? `does not end within ${formatDuration(longestRun)}` : 'cannot be started';
      return { kind: 'unknown', why: `${program} ${why}` };
    }
  }

  return {
    parallel: Math.max(2, Math.min(8, availableParallelism())),
    versions: () => {
      versions ??= Promise.all([versionOf('helm'), versionOf('kustomize')]).then(([helm, kustomize]) => ({
        helm,
        kustomize,
      }));
      return versions;
    },
    render: (run, again) => {
      if (again) return render(run);
      const key = keyOf(run);
      const outcome = known.get(key) ?? render(run);
      known.set(key, outcome);
      return outcome;
    },
  };
}

/** What a program sees: nothing of the person's, and nowhere to fetch from. */
function emptyHome(home: string, bin: string): Record<string, string> {
  // The discard port: nobody listens there, and Go's programs ask it for every address that is not this machine's.
  const nowhere = 'http://127.0.0.1:9';
  return {
    PATH: bin,
    HOME: home,
    USERPROFILE: home,
    APPDATA: home,
    LOCALAPPDATA: home,
    TMPDIR: home,
    TEMP: home,
    TMP: home,
    TZ: 'UTC',
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_DATA_HOME: join(home, 'data'),
    HELM_CONFIG_HOME: join(home, 'config'),
    HELM_CACHE_HOME: join(home, 'cache'),
    HELM_DATA_HOME: join(home, 'data'),
    HELM_PLUGINS: join(home, 'plugins'),
    KUSTOMIZE_PLUGIN_HOME: join(home, 'plugins'),
    KUBECONFIG: join(home, 'kubeconfig'),
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    NO_PROXY: '',
  };
}

/** Writes the files of a run; what no disk of this machine can hold is said, and nothing leads out of the folder. */
async function writeFiles(folder: string, files: RenderRun['files']): Promise<RunOutcome | null> {
  const folders = new Set<string>();
  for (const path of files.keys()) {
    if (!isFilePath(path)) return { kind: 'unknown', why: `${printable(path)} is no path of a file` };
    for (const above of foldersAbove(path)) folders.add(above);
  }
  try {
    for (const path of [...folders].sort()) await mkdir(encodePath(join(folder, path)), { recursive: true });
    for (const [path, bytes] of files) await writeFile(encodePath(join(folder, path)), bytes, { flag: 'wx' });
  } catch (cause) {
    const code = errorCode(cause);
    // Names that differ in case alone, or that are too long: the next run would say the same.
    if (!['EEXIST', 'ENAMETOOLONG', 'ENOTDIR', 'EISDIR', 'EINVAL', 'EILSEQ'].includes(code)) throw cause;
    return { kind: 'unknown', why: `its files cannot be written side by side (${code})` };
  }
  return null;
}

function tooLate({ limit }: Deadline): RunOutcome {
  return { kind: 'unknown', why: `there was no time left within the timeout of ${limit}` };
}

/** What a program said, in one line and without the folder that nobody will find. */
function reasonOf(program: RenderProgram, errors: string, folder: string): string {
  const said = errors.replaceAll(`${folder}/tree/`, '').replaceAll(folder, '.').trim().replace(/\s+/g, ' ');
  const text = printable(said.replace(/^Error: /, '').replace(/ Use --debug flag to render out invalid YAML$/, ''));
  return `${program}: ${text.length > longestReason ? `${text.slice(0, longestReason)}…` : text || 'no reason given'}`;
}

function keyOf({ files, commands }: RenderRun): string {
  const hash = createHash('sha256').update(JSON.stringify(commands));
  for (const [path, bytes] of files) hash.update(`\0${path}\0${bytes.length}\0`).update(bytes);
  return hash.digest('base64');
}
