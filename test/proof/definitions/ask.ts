import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ask, type Question } from '@rollcall/testkit/buildkit-oracle';
import { askDefinitions, type DefinedBuild, type DefinitionQuestion } from '@rollcall/testkit/definitions-oracle';
import { temporaryFolder } from '@rollcall/testkit/repository';

/** A command that builds images of a repository. */
export type Command = Omit<DefinitionQuestion, 'folder'> & { folder: string };

/** A repository, and what builds its images. */
export interface DefinitionCase {
  files: Record<string, string>;
  commands: Command[];
  /** What is built where no tool can be asked: a runner does what the file says. Paths are of the repository. */
  stated?: Readonly<Record<string, DefinedBuild>>;
}

/**
 * The files that are read for the images of each Dockerfile, by its path, where BuildKit can do all builds of it; or why
 * a tool builds nothing.
 */
export type Reads = Record<string, string[]> | { error: string };

interface Oracles {
  builds: { program: string };
  definitions: { program: string };
}

/** What the tools build in each case, and what BuildKit reads for it. */
export function askCases(oracles: Oracles, cases: readonly DefinitionCase[]): Reads[] {
  // Many small files: in memory where there is such a place.
  const memory = '/dev/shm';
  const folder = existsSync(memory)
    ? mkdtempSync(join(memory, 'rollcall-definitions-'))
    : temporaryFolder('definitions');
  try {
    const roots = cases.map(({ files }, index) => {
      const root = join(folder, String(index));
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
      }
      return root;
    });
    const asked = cases.flatMap(({ commands }, at) =>
      commands.map((command) => ({ at, question: { ...command, folder: join(roots[at] ?? '', command.folder) } })),
    );
    const told = askDefinitions(
      oracles.definitions,
      asked.map(({ question }) => question),
    );
    const errors = new Map<number, string>();
    const defined = asked.flatMap(({ at }, index) => {
      const { builds: named = {}, error } = told[index] ?? {};
      if (error !== undefined) errors.set(at, error);
      return Object.entries(named).map(([name, build]) => ({ at, name, project: index, build }));
    });
    const stated = cases.flatMap((one, at) =>
      Object.entries(one.stated ?? {}).map(([name, build]) => ({
        ...{ at, name, project: -1 - at },
        build: placedBelow(roots[at] ?? '', build),
      })),
    );
    const builds = [...defined, ...stated];
    const read = ask(
      oracles.builds,
      builds.map(({ at, build }, index) => questionOf(build, roots[at] ?? '', join(folder, `inline-${index}`))),
      folder,
    );
    return cases.map((_, at): Reads => {
      const error = errors.get(at);
      if (error !== undefined) return { error };
      const own = builds.flatMap((one, index) => (one.at === at ? [{ ...one, ...read[index] }] : []));
      return together(own, roots[at] ?? '');
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function placedBelow(root: string, { context, dockerfile = 'Dockerfile', contexts = {}, ...build }: DefinedBuild) {
  const named = Object.entries(contexts).map(([name, path]) => [name, path.includes(':') ? path : join(root, path)]);
  const place = { context: join(root, context), dockerfile: join(root, dockerfile) };
  return { ...build, ...place, contexts: Object.fromEntries(named) };
}

/** How BuildKit is asked of a build: what another build makes is an image with a name that tells which. */
function questionOf({ context, inline, dockerfile, ...build }: DefinedBuild, root: string, spare: string): Question {
  const contexts = Object.entries(build.contexts ?? {}).map(([name, value]) => {
    const [, made] = /^(?:target|service):(.*)$/.exec(value) ?? [];
    return [name, made === undefined ? (value.includes('://') ? value : relative(root, value)) : `${madeHere}${made}`];
  });
  let file = dockerfile ?? join(context, 'Dockerfile');
  if (inline !== undefined) {
    file = join(spare, 'Dockerfile');
    mkdirSync(spare);
    writeFileSync(file, inline);
  }
  return {
    build: {
      ...{ root, dockerfile: relative(root, file), context: relative(root, context) },
      ...(build.target === undefined ? {} : { target: build.target }),
      ...{ args: build.args ?? {}, contexts: Object.fromEntries(contexts) },
    },
  };
}

const madeHere = 'docker-image://made-here.example/';

interface Answered {
  name: string;
  project: number;
  build: DefinedBuild;
  reads?: string[];
  images?: string[];
  error?: string;
}

/** What each Dockerfile's builds read, with what the builds read that they take from. */
function together(builds: readonly Answered[], root: string): Record<string, string[]> {
  const all = new Map<string, Set<string>>();
  const failed = new Set<string>();
  /** False where a build of them fails. */
  const add = (into: Set<string>, one: Answered, depth: number): boolean => {
    const { project, reads = [], images = [] } = one;
    let done = one.error === undefined;
    for (const path of reads) if (!path.startsWith('../')) into.add(path);
    for (const image of images) {
      const [, made] = /^made-here\.example\/([^:@]*)/.exec(image) ?? [];
      const other = builds.find(({ name, project: where }) => name === made && where === project);
      if (other && depth < 10 && !add(into, other, depth + 1)) done = false;
    }
    return done;
  };
  for (const one of builds) {
    const { dockerfile, inline } = one.build;
    if (inline !== undefined || dockerfile === undefined) continue;
    const path = relative(root, dockerfile);
    const into = all.get(path) ?? new Set();
    all.set(path, into);
    if (!add(into, one, 0)) failed.add(path);
  }
  const whole = [...all].filter(([path]) => !failed.has(path));
  return Object.fromEntries(whole.map(([path, reads]) => [path, [...reads].sort()]));
}
