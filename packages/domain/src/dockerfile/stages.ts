import { addAll, groupInto } from '../grouping.ts';
import type { Dockerfile, DockerfileCopy } from './dockerfile.ts';
import { compileDockerPattern } from './pattern.ts';

/** Where an instruction takes files from. */
export type Origin = { kind: 'context' } | { kind: 'named'; name: string } | { kind: 'image'; name: string };

/** What an instruction of a build takes that no other stage of the same Dockerfile makes. */
export interface Taken {
  origin: Origin;
  /** Relative to the origin, `.` for all of it, possibly with Docker's wildcards. */
  source: string;
  /** The instruction, for a message. */
  what: string;
  line: number;
  /** It is the base of a stage. */
  isBase?: true;
  /** Null for a mount and for a base. */
  copy: DockerfileCopy | null;
  /** With `--parents`, how many segments of the source stand before its `/./`. */
  pivot: number;
}

/** What a build of one stage takes. */
export interface BuildSources {
  taken: Taken[];
  /** Indices of the stages that are built. */
  stages: ReadonlySet<number>;
  /** What is taken by a build that stands on the image (`ONBUILD`), in its own context. */
  triggers: Trigger[];
}

/** What an instruction takes; from is null for the context. */
type Trigger = Omit<Taken, 'origin'> & { from: string | null };

/**
 * What BuildKit takes when it builds a target (null is the last stage): the instructions of that stage and of the
 * stages it stands on or copies from; others are not built. A named context wins over a stage of its name, and over
 * an image (BuildKit 0.34.2, frontend/dockerfile/dockerfile2llb). A target that is not there fails the build, so
 * every stage counts. What is behind `ONBUILD` is done where something stands on its stage.
 *
 * @param named the names of the build's additional contexts, as `contextName` spells them
 */
export function buildSources(dockerfile: Dockerfile, target: string | null, named: ReadonlySet<string>): BuildSources {
  const { stages } = dockerfile;
  const byName = stagesByName(dockerfile);
  const built = new Set<number>();
  const taken: Taken[] = [];
  const open = target === null ? [stages.length - 1] : [stageAt(target, stages.length, byName, stages.length)];
  if (open[0] === undefined) open.splice(0, 1, ...stages.keys());
  const targets = open.flatMap((index) => index ?? []);
  const { inStage, onStage } = groupByStage(dockerfile);

  /** Takes what a name means; the stages of that name. */
  function follow(name: string, from: number, one: Omit<Taken, 'origin'>): readonly number[] {
    const found = stagesNamed(name, from);
    const own = found.length === 1 && found[0] !== undefined ? stages[found[0]]?.name : name;
    const context = own === null || own === undefined ? undefined : contextName(own);
    if (context !== undefined && named.has(context)) {
      taken.push({ origin: { kind: 'named', name: context }, ...one });
      // What is behind `ONBUILD` in a stage that is replaced is done all the same.
      return found;
    }
    addAll(open, found);
    if (found.length === 0) taken.push({ origin: { kind: 'image', name }, ...one });
    return found;
  }

  /** The stages that a name means; one for each platform where it has a wildcard. */
  function stagesNamed(name: string, before: number): number[] {
    const stage = stageAt(name, before, byName, stages.length);
    if (stage !== undefined) return [stage];
    if (!name.includes('*')) return [];
    const { matches } = compileDockerPattern(name.toLowerCase());
    return [...byName].flatMap(([key, indices]) => (matches(key) ? indices.filter((index) => index < before) : []));
  }

  function take({ from, ...one }: Trigger, index: number): void {
    if (from === null) taken.push({ origin: { kind: 'context' }, ...one });
    else follow(from, index, one);
  }

  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const stage = stages[index];
    if (built.has(index) || !stage) continue;
    built.add(index);
    const what = {
      source: '.',
      what: `FROM ${stage.base}`,
      line: stage.line,
      copy: null,
      pivot: 0,
      isBase: true as const,
    };
    const bases = follow(stage.base, index, what);
    for (const base of bases) for (const one of onStage.get(base) ?? []) take(one, index);
    for (const one of inStage.get(index) ?? []) take(one, index);
  }
  const triggers = targets.flatMap((index) => onStage.get(index) ?? []);
  return { taken: taken.sort((a, b) => a.line - b.line), stages: built, triggers };
}

/**
 * The name of a context as BuildKit compares it: `docker.io/library/alpine:latest` is `alpine`
 * (buildx 0.38.2, build-context names; BuildKit, frontend/dockerui/namedcontext.go).
 */
export function contextName(name: string): string {
  const familiar = name.replace(/^(?:docker\.io\/|index\.docker\.io\/)/, '').replace(/^library\/(?=[^/]+$)/, '');
  return familiar.replace(/:latest$/, '');
}

/** The indices of the stages with a name, in the order of the file. */
function stagesByName({ stages }: Dockerfile): ReadonlyMap<string, number[]> {
  const byName = new Map<string, number[]>();
  for (const [index, { name }] of stages.entries()) if (name !== null) groupInto(byName, name, index);
  return byName;
}

/** The last stage before an index that a name or a number means. */
function stageAt(
  name: string,
  before: number,
  byName: ReadonlyMap<string, number[]>,
  count: number,
): number | undefined {
  const byNumber = /^\d{1,6}$/.test(name) && Number(name) < Math.min(before, count) ? Number(name) : undefined;
  return byName.get(name.toLowerCase())?.findLast((index) => index < before) ?? byNumber;
}

/** The copies and mounts in each stage, and those that are done on top of it. */
function groupByStage({ copies, binds }: Dockerfile): Record<'inStage' | 'onStage', ReadonlyMap<number, Trigger[]>> {
  const inStage = new Map<number, Trigger[]>();
  const onStage = new Map<number, Trigger[]>();
  for (const copy of copies) {
    const { from, line, instruction, stage, onbuild } = copy;
    const flag = from === null ? '' : ` --from=${from}`;
    for (const [index, source] of copy.sources.entries()) {
      const one = { source, what: `${instruction}${flag} ${source}`, line, copy, pivot: copy.pivots[index] ?? 0, from };
      groupInto(onbuild ? onStage : inStage, stage, one);
    }
  }
  for (const { source, from, stage, onbuild, line } of binds) {
    const flag = from === null ? '' : `,from=${from}`;
    const what = `RUN --mount=type=bind,source=${source}${flag}`;
    groupInto(onbuild ? onStage : inStage, stage, { source, what, line, copy: null, pivot: 0, from });
  }
  return { inStage, onStage };
}
