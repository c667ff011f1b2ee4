import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { node24 } from '@rollcall/node24';
import { descriptions } from './descriptions.ts';
import { bundleAt, figuresTable, measure, type Subject } from './measure.ts';

/**
 * detect-changes on generated repositories, cold, beside `node -e 0` and `git diff --raw`. Other bundles that take
 * the same inputs can be named with `--bundle NAME=PATH`, those of an earlier commit with `--baseline COMMIT`;
 * `--paths-filter PATH` names the bundle of dorny/paths-filter, which is given a filter for each service.
 */
export async function run(words: string[]): Promise<void> {
  const { values } = parseArgs({
    args: words,
    options: {
      rounds: { type: 'string', default: '9' },
      bundle: { type: 'string', multiple: true, default: [] },
      baseline: { type: 'string' },
      'paths-filter': { type: 'string' },
    },
  });
  const rounds = Number(values.rounds);
  const folder = mkdtempSync(join(tmpdir(), 'bench-detect-'));
  try {
    console.log(
      `Node ${execFileSync(node24().path, ['--version'], { encoding: 'utf8' }).trim()}, ${git('.', '--version')}, ${rounds} rounds, interleaved, every run a new process.\n`,
    );
    const baseline = values.baseline && bundleAt(values.baseline, 'actions/detect-changes/dist/index.js', folder);
    const named = [...values.bundle, ...(baseline ? [`detect-changes at ${values.baseline}=${baseline}`] : [])];
    for (const shape of shapes) {
      const repository = generate(join(folder, shape.name), shape);
      const subjects = subjectsFor(repository, { bundles: named, pathsFilter: values['paths-filter'], shape, folder });
      const built = shape.isDescribed ? ', with files that say how they are built and deployed' : '';
      console.log(
        `### ${shape.files.toLocaleString('en')} files, ${shape.services.toLocaleString('en')} services${built}, one commit that changes ${shape.changed.toLocaleString('en')} files\n`,
      );
      console.log(`${figuresTable(measure(subjects, rounds))}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Shape {
  name: string;
  files: number;
  services: number;
  changed: number;
  /** Whether Compose, Bake, workflows, ApplicationSets, an umbrella chart and Maven tell of the services, as people have them. */
  isDescribed?: boolean;
}

const shapes: readonly Shape[] = [
  { name: 'usual', files: 1_000, services: 9, changed: 12 },
  { name: 'described', files: 1_134, services: 9, changed: 234, isDescribed: true },
  { name: 'hundred', files: 10_000, services: 100, changed: 500 },
  { name: 'large', files: 100_000, services: 1_000, changed: 5_000 },
];

interface Generated {
  directory: string;
  base: string;
  head: string;
}

/**
 * The same repository at every run: services with a Dockerfile that copies their folder and one of the shared
 * packages; every tenth file is of a package. The second commit changes files spread over the whole tree.
 */
export function generate(directory: string, { files, services, changed, isDescribed }: Shape): Generated {
  mkdirSync(directory);
  git(directory, 'init', '--quiet', '--initial-branch=main');
  const packages = Math.max(1, Math.floor(services / 50));
  const paths: string[] = [];
  const lines: string[] = [];
  const commit = (message: string, time: number) =>
    lines.push('commit refs/heads/main', `committer A Person <person@example.com> ${time} +0000`, data(message));
  const write = (path: string, text: string) => lines.push(`M 100644 inline ${path}`, data(text));
  commit('before', 1_767_000_000);
  for (let service = 0; service < services; service += 1) {
    const name = `service-${String(service).padStart(4, '0')}`;
    const shared = `packages/shared-${service % packages}`;
    write(
      `services/${name}/Dockerfile`,
      `FROM scratch\nCOPY ${shared} /src/shared\nCOPY services/${name} /src/service\n`,
    );
    write(
      `services/${name}/go.mod`,
      `module example.com/${name}\n\ngo 1.24\n\nreplace example.com/shared => ../../${shared}\n`,
    );
  }
  if (isDescribed) for (const [path, text] of descriptions(services)) write(path, text);
  const plain = files - 2 * services;
  for (let file = 0; file < plain; file += 1) {
    const service = `services/service-${String(file % services).padStart(4, '0')}`;
    const path =
      file % 10 === 0
        ? `packages/shared-${Math.floor(file / 10) % packages}/file-${file}.go`
        : `${service}/internal/part-${Math.floor(file / services) % 8}/file-${file}.go`;
    paths.push(path);
    write(path, `package part // ${file}\n`);
  }
  commit('after', 1_767_000_100);
  const step = Math.max(1, Math.floor(paths.length / changed));
  for (let index = 0; index < changed; index += 1)
    write(paths[index * step] ?? '', `package part // ${index}, changed\n`);
  execFileSync('git', ['fast-import', '--quiet'], {
    cwd: directory,
    input: `${lines.join('\n')}\n`,
    maxBuffer: 1 << 28,
  });
  git(directory, 'reset', '--quiet', '--hard');
  return { directory, base: git(directory, 'rev-parse', 'HEAD~1'), head: git(directory, 'rev-parse', 'HEAD') };
}

interface Rivals {
  /** `NAME=PATH` of other bundles that take the same inputs. */
  bundles: readonly string[];
  /** The bundle of dorny/paths-filter. */
  pathsFilter: string | undefined;
  shape: Shape;
  folder: string;
}

function subjectsFor({ directory, base, head }: Generated, rivals: Rivals): Subject[] {
  const { bundles, pathsFilter, shape, folder } = rivals;
  const { path: node } = node24();
  const event = join(folder, 'event.json');
  writeFileSync(
    event,
    JSON.stringify({
      ref: 'refs/heads/main',
      before: base,
      after: head,
      forced: false,
      created: false,
      deleted: false,
      commits: [{ id: head }],
      repository: { default_branch: 'main' },
    }),
  );
  const output = join(folder, 'output');
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: folder,
    GITHUB_WORKSPACE: directory,
    GITHUB_EVENT_NAME: 'push',
    GITHUB_EVENT_PATH: event,
    GITHUB_SHA: head,
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'example/large',
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
    RUNNER_TEMP: folder,
    INPUT_SCOPE: 'image',
    'INPUT_WORKING-DIRECTORY': '.',
  };
  // The output files grow from run to run as they would from step to step; each run only appends.
  for (const file of [output, join(folder, 'summary')]) writeFileSync(file, '');
  const named = bundles.map((text) => {
    const equals = text.indexOf('=');
    return { name: text.slice(0, equals), path: resolve(text.slice(equals + 1)) };
  });
  return [
    { name: 'node -e 0', command: node, args: ['-e', '0'], cwd: directory, env },
    {
      name: 'git diff --raw',
      command: 'git',
      args: ['diff', '--raw', '-z', '--no-renames', base, head],
      cwd: directory,
      env,
    },
    ...[{ name: 'detect-changes', path: resolve('actions/detect-changes/dist/index.js') }, ...named].map(
      ({ name, path }) => ({ name, command: node, args: [path], cwd: directory, env }),
    ),
    ...(pathsFilter === undefined
      ? []
      : [
          {
            name: 'dorny/paths-filter',
            command: node,
            args: [resolve(pathsFilter)],
            cwd: directory,
            env: { ...env, ...pathsFilterInputs(shape) },
          },
        ]),
  ];
}

/** What somebody who uses it writes by hand: what each service is made of. */
function pathsFilterInputs({ services }: Shape): NodeJS.ProcessEnv {
  const packages = Math.max(1, Math.floor(services / 50));
  const filters = Array.from({ length: services }, (_, index) => {
    const name = `service-${String(index).padStart(4, '0')}`;
    return `${name}:\n  - 'services/${name}/**'\n  - 'packages/shared-${index % packages}/**'\n`;
  });
  return {
    INPUT_FILTERS: filters.join(''),
    'INPUT_LIST-FILES': 'none',
    'INPUT_INITIAL-FETCH-DEPTH': '100',
    'INPUT_PREDICATE-QUANTIFIER': 'some',
  };
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}

function git(directory: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: directory, encoding: 'utf8', maxBuffer: 1 << 28 }).trimEnd();
}
