import { groupInto } from '../grouping.ts';
import type { Dockerfile, DockerfileCopy } from './dockerfile.ts';

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
  /** Null for a mount and for `FROM`. */
  copy: DockerfileCopy | null;
}

/** What a build of one stage takes. */
export interface BuildSources {
  taken: Taken[];
  /** Indices of the stages that are built. */
  stages: ReadonlySet<number>;
}

/**
 * What BuildKit takes when it builds a target (null is the last stage): the instructions of that stage and of the
 * stages it stands on or copies from; others are not built. A named context wins over a stage of its name, and over
 * an image (BuildKit 0.34.2, frontend/dockerfile/dockerfile2llb). A target that is not there fails the build, so
 * every stage counts.
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
  const inStage = groupByStage(dockerfile);

  function follow(name: string, from: number, one: Omit<Taken, 'origin'>): void {
    const stage = stageAt(name, from, byName, stages.length);
    const own = stage === undefined ? name : stages[stage]?.name;
    const context = own === null || own === undefined ? undefined : contextName(own);
    if (context !== undefined && named.has(context)) taken.push({ origin: { kind: 'named', name: context }, ...one });
    else if (stage !== undefined) open.push(stage);
    else taken.push({ origin: { kind: 'image', name }, ...one });
  }

  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const stage = stages[index];
    if (built.has(index) || !stage) continue;
    built.add(index);
    follow(stage.base, index, { source: '.', what: `FROM ${stage.base}`, line: stage.line, copy: null });
    for (const { from, ...one } of inStage.get(index) ?? []) {
      if (from === null) taken.push({ origin: { kind: 'context' }, ...one });
      else follow(from, index, one);
    }
  }
  return { taken: taken.sort((a, b) => a.line - b.line), stages: built };
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

type Instruction = Omit<Taken, 'origin'> & { from: string | null };

/** The copies and mounts of each stage. */
function groupByStage({ copies, binds }: Dockerfile): ReadonlyMap<number, Instruction[]> {
  const inStage = new Map<number, Instruction[]>();
  for (const copy of copies) {
    const { from, line, instruction } = copy;
    const flag = from === null ? '' : ` --from=${from}`;
    for (const source of copy.sources)
      groupInto(inStage, copy.stage, { source, what: `${instruction}${flag} ${source}`, line, copy, from });
  }
  for (const { source, from, stage, line } of binds) {
    const flag = from === null ? '' : `,from=${from}`;
    groupInto(inStage, stage, {
      source,
      what: `RUN --mount=type=bind,source=${source}${flag}`,
      line,
      copy: null,
      from,
    });
  }
  return inStage;
}
