import { type GeneratedFile, markdownCell } from './generated-file.ts';
import { importsOf, readSources } from './import-graph.ts';
import { drawFloors } from './layered-drawing.ts';

/** A room of the domain: what it holds, in a few words for the picture and in a sentence for the table. */
interface Room {
  note: string;
  holds: string;
  /** Whether it is a use case: what a shell calls. */
  useCase?: true;
}

/** The files that lie in `src` itself. */
const ground = '.';

/**
 * Every room, by its folder in `packages/domain/src`. Below `verify`, which is two fifths of the domain, each folder is a
 * room of its own.
 */
const rooms: Readonly<Record<string, Room>> = {
  [ground]: {
    note: 'places, names, errors, ports',
    holds:
      'What everything is written with: places in files, names, errors of users, the ports, memoizing and grouping',
  },
  'linear-regexp': {
    note: 'patterns in linear time',
    holds: 'Matches regular expressions and globs from repositories in time that grows with the text',
  },
  dockerfile: { note: 'Dockerfiles, .dockerignore', holds: 'Reads Dockerfiles and ignore files' },
  terraform: { note: 'HCL', holds: 'The one reader of HCL: Terraform, Terragrunt and Bake' },
  yaml: {
    note: 'values, positions, edits',
    holds: 'YAML documents with positions, the one set of accessors of a plain value, and edits that are proved',
  },
  helm: { note: 'templates as text', holds: 'Helm templates: masked actions, documents, entries' },
  'go-template': {
    note: 'what Go templates make',
    holds: 'Runs Go templates with the functions that Argo CD gives those of ApplicationSets',
  },
  shell: { note: 'words of scripts', holds: 'Texts and words of shell scripts' },
  'list-editing': {
    note: 'members of lists',
    holds: 'Inserts and removes members of lists, in YAML, text and Terraform',
  },
  tree: {
    note: 'paths, file types, diffs',
    holds: 'Listings of trees and what is laid over them, types of files by name, globs, changes of files as diffs',
  },
  argocd: {
    note: 'Applications, their sources',
    holds: 'Applications and ApplicationSets, and the files that their sources read',
  },
  'deploy-branch': {
    note: 'one commit, requests',
    holds: 'Writes a branch by one commit on its head, and keeps pull requests',
  },
  catalog: {
    note: 'services, environments',
    holds: 'Discovers the services with their charts, Applications and environments; the configuration',
  },
  builds: {
    note: 'how images are built',
    holds: 'Reads Bake, Compose and Skaffold files, workflows and scripts: what builds an image, and from what',
  },
  changes: {
    note: 'which services are affected',
    holds: 'Compares commits and finds the affected services by their inputs',
    useCase: true,
  },
  images: { note: 'image references, tags', holds: 'Image references, tags and what they are made of' },
  'image-matrix': {
    note: 'the build matrix',
    holds: 'Names the images to build, and makes the matrix of their jobs',
    useCase: true,
  },
  registers: {
    note: 'places that list services',
    holds: 'Finds the places that list services, of every kind, and writes to them',
  },
  'image-targets': {
    note: 'where an image is written',
    holds: 'Finds the values that say which image a service runs in an environment',
  },
  'chart-applications': {
    note: 'Applications of charts',
    holds: 'Finds the Applications that templates of charts write, with the values that they are deployed with',
  },
  rendering: {
    note: 'what the cluster would get',
    holds: 'Says how Applications are rendered as Argo CD does it, and judges what changes in what is rendered',
  },
  gates: {
    note: 'when a tag may go on',
    holds: 'Judges the gates between environments: soak, freezes, checks, groups, as functions of values and a time',
  },
  bump: { note: 'new tags, promotion', holds: 'Plans new tags, promotions and roll-backs', useCase: true },
  'verify/findings': {
    note: 'findings, waivers, baseline',
    holds: 'What is found, and what becomes of it: waivers, baseline, fingerprints',
  },
  'verify/config-changes': {
    note: 'what a request changes',
    holds: 'Compares what the configurations of a request and of its base have checked',
  },
  'verify/rule': { note: 'what a rule is given', holds: 'All that a rule is written against: types, and its context' },
  'verify/engine': {
    note: 'reads and runs',
    holds: 'Reads what the rules need, runs them on one tree or several, merges what they find',
  },
  'verify/facts': {
    note: 'what rules share',
    holds: 'Facts that rules of two categories or more read: Argo CD, Helm, Kubernetes, Terraform, CI',
  },
  'verify/fixes': { note: 'edits, clones', holds: 'Applies fixes, and clones charts and Applications from siblings' },
  'verify/rules': {
    note: 'eighty rules in categories',
    holds: 'The rules, a folder for each category, with the readers that only that category needs',
  },
  'verify/report': {
    note: 'one list, many renderers',
    holds: 'The report, and its renderers: text, JSON, SARIF, HTML, comment, summary',
  },
  'service-change': {
    note: 'new and retired services',
    holds:
      'Plans what adds a service everywhere it must be, or takes it out of everywhere it was, and the checklist of it',
    useCase: true,
  },
  setup: {
    note: 'how it is begun with',
    holds: 'Plans the starter workflows that fit a repository, and a configuration where nothing there tells enough',
    useCase: true,
  },
  verify: {
    note: 'verify, fix, write a baseline',
    holds: 'The doors: verify services, verify a request, fix services, push fixes, write a baseline',
    useCase: true,
  },
};

/** The rooms that a room imports, by folder. */
type RoomGraph = ReadonlyMap<string, ReadonlySet<string>>;

const graph = roomGraph();
const picture = 'docs/images/architecture.svg';

export const architectureDocs: readonly GeneratedFile[] = [
  {
    path: picture,
    content: () =>
      drawFloors(
        Object.entries(rooms).map(([id, { note, useCase = false }]) => ({
          id,
          label: nameOf(id),
          note,
          floor: floorOf(id),
          highlighted: useCase,
          below: nextBelow(id),
        })),
        {
          title: 'The rooms of the domain, floor by floor',
          description:
            'A room imports only from rooms that a way down leads to. The table beside the picture says the same.',
        },
      ),
  },
  { path: 'docs/architecture.md', content: withTable },
];

function roomGraph(): RoomGraph {
  const found = new Map(Object.keys(rooms).map((id) => [id, new Set<string>()]));
  for (const { from, to } of importsOf(readSources(new URL('../packages/domain/src/', import.meta.url)))) {
    const [upper, lower] = [roomOf(from), roomOf(to)];
    for (const room of [upper, lower])
      if (!found.has(room)) throw new Error(`${room} is a new room: say in scripts/architecture-docs.ts what it holds`);
    if (upper !== lower) found.get(upper)?.add(lower);
  }
  const left = [...found].find(([id, below]) => id !== ground && below.size === 0 && !isImported(id, found));
  if (left) throw new Error(`${left[0]} is no room any more: take it out of scripts/architecture-docs.ts`);
  return found;
}

function roomOf(path: string): string {
  const folders = path.split('/').slice(0, -1);
  return folders.slice(0, folders[0] === 'verify' ? 2 : 1).join('/') || ground;
}

function isImported(id: string, imports: RoomGraph): boolean {
  return [...imports.values()].some((below) => below.has(id));
}

function nameOf(id: string): string {
  return id === ground ? 'ground floor' : id;
}

/** One more than the highest room that it imports. Throws where rooms import one another in a circle. */
function floorOf(id: string, above: readonly string[] = []): number {
  if (above.includes(id)) throw new Error(`rooms import one another in a circle: ${[...above, id].join(' -> ')}`);
  return Math.max(-1, ...[...belowOf(id)].map((room) => floorOf(room, [...above, id]))) + 1;
}

function belowOf(id: string): ReadonlySet<string> {
  return graph.get(id) ?? new Set();
}

/** What it imports and reaches by no other way: lines for the rest would say nothing more. */
function nextBelow(id: string): string[] {
  const below = [...belowOf(id)].sort();
  return below.filter((room) => !below.some((other) => other !== room && reaches(other, room)));
}

function reaches(upper: string, lower: string): boolean {
  return [...belowOf(upper)].some((room) => room === lower || reaches(room, lower));
}

/** The page of the architecture, with the table of its rooms between the markers. */
function withTable(present: string | null): string {
  const [start, end] = ['<!-- rooms: generated from the imports by `npm run docs` -->\n', '<!-- end of rooms -->\n'];
  const [before, rest] = (present ?? '').split(start);
  const [, after] = (rest ?? '').split(end);
  if (before === undefined || after === undefined) throw new Error(`docs/architecture.md lacks ${start}${end}`);
  const rows = Object.entries(rooms)
    .map(([id, room]) => ({ id, room, floor: floorOf(id) }))
    .sort((a, b) => b.floor - a.floor)
    .map(({ id, room, floor }) => {
      const name = id === ground ? '`src/*.ts`' : `[\`${id}\`](../packages/domain/src/${id})`;
      return `| ${floor} | ${name} | ${markdownCell(room.holds)} |\n`;
    });
  return `${before}${start}\n| floor | room | holds |\n| ---: | --- | --- |\n${rows.join('')}\n${end}${after}`;
}
