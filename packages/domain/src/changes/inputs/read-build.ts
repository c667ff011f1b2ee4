import type { Build } from '../../builds/build.ts';
import { type Dockerfile, readDockerfile } from '../../dockerfile/dockerfile.ts';
import { type BuildSources, buildSources } from '../../dockerfile/stages.ts';

/** What the configuration says of the build of a service. */
export interface Given {
  args: ReadonlyMap<string, string>;
  target: string | null;
}

export const nothingGiven: Given = { args: new Map(), target: null };

/** A Dockerfile as one build reads it. */
export interface ReadBuild {
  parsed: Dockerfile;
  sources: BuildSources;
}

/** Each build is looked at several times: for its context, and for what it takes. */
export function memoizeBuilds(read: (build: Build | null) => ReadBuild): (build: Build | null) => ReadBuild {
  const known = new Map<Build | null, ReadBuild>();
  return (build) => {
    const result = known.get(build) ?? read(build);
    known.set(build, result);
    return result;
  };
}

export function readBuild(text: string, build: Build | null, given: Given): ReadBuild {
  const parsed = readDockerfile(text, new Map<string, string | null>([...(build?.args ?? []), ...given.args]));
  if (text.includes('\uFFFD')) parsed.notes.push({ message: 'it is not UTF-8 text', line: 1, stage: null });
  const target = given.target ?? build?.target ?? null;
  return { parsed, sources: buildSources(parsed, target, new Set(build?.contexts.keys())) };
}

/** What is not understood of the stages that are built. */
export function notesOf({ notes }: Dockerfile, { stages }: BuildSources): Dockerfile['notes'] {
  return notes.filter(({ stage }) => stage === null || stage < 0 || stages.has(stage));
}

export function argumentsOf(texts: readonly string[]): Map<string, string> {
  return new Map(
    texts.flatMap((argument) => {
      const equals = argument.indexOf('=');
      return equals < 0 ? [] : [[argument.slice(0, equals), argument.slice(equals + 1)]];
    }),
  );
}
