import type { Register } from '../../../registers/register.ts';
import { folderOf, isInside, joinPath, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { ListRegion } from './list-region.ts';
import { referencesTo, variables } from './name-references.ts';

/** A path that is made of a name: `services/` before it and `/Dockerfile` behind it, from a folder of the repository. */
export interface NameUse {
  folder: string;
  before: string;
  behind: string;
}

/** The path that a use makes of a name as the list writes it; null for one that leads out of the repository. */
export function pathOfUse({ folder, before, behind }: NameUse, written: string): string | null {
  return normaliseRepositoryPath(joinPath(folder, before + written + behind));
}

/**
 * How the region of a list makes paths of its names: those of which the path is there for every service that the list
 * names, or which names are skipped without. What is there for some only, or for none, is no path of the repository.
 */
export function usesOf(register: Register, region: ListRegion, context: RuleContext): NameUse[] {
  const members = register.entries.flatMap((name) => context.services.get(name) ?? []);
  const written = members.flatMap(({ name }) => register.written(name) ?? []);
  if (written.length === 0) return [];
  const parents = [...new Set(members.flatMap(({ path }) => (path ? [folderOf(path)] : [])))];
  const uses: NameUse[] = [];
  for (const { before, behind, isRest, skips } of templatesOf(register, region)) {
    const fits = (folder: string) => (name: string) => isThere(pathOfUse({ folder, before, behind }, name), context);
    // Where a path begins with a variable it is of any of these folders.
    const folders = isRest ? [...region.folders, ...parents] : region.folders;
    const folder =
      folders.find((one) => written.every(fits(one))) ??
      (skips ? folders.find((one) => written.some(fits(one))) : undefined);
    if (folder !== undefined) uses.push({ folder, before, behind });
  }
  return uses;
}

/** Whether a list writes paths, and those of none of its services: it is of a layout that is gone. */
export function isOfOtherPaths(register: Register, region: ListRegion, context: RuleContext): boolean {
  const paths = register.entries.flatMap((name) => {
    const path = context.services.get(name)?.path;
    const written = path ? register.written(name) : null;
    return path && written?.includes('/') ? [{ path, written }] : [];
  });
  return (
    paths.length > 1 &&
    !paths.some(({ path, written }) => {
      const places = region.folders.map((folder) => normaliseRepositoryPath(joinPath(folder, written)));
      return (
        places.some((place) => place !== null && isInside(place, path)) ||
        `/${path}`.endsWith(`/${normaliseRepositoryPath(written)}`)
      );
    })
  );
}

export function isThere(path: string | null, { paths }: RuleContext): boolean {
  return path !== null && path !== '' && paths.at(path) !== null;
}

/** More ways than this nobody uses a name in. */
const mostTemplates = 40;

/** More places of a reference show nothing new; the variable of a loop may be that of every loop of the file. */
const mostPlaces = 100;

interface Template {
  before: string;
  behind: string;
  /** Behind another variable, so that it is not known where the path begins. */
  isRest: boolean;
  /** A name without that path is passed over. */
  skips: boolean;
}

/** A name, or a variable that is set to a path with the name in it. */
interface Reference extends Pick<Template, 'before' | 'behind' | 'isRest'> {
  pattern: RegExp;
}

/** What stands around a reference to the name, as far as it is plain. */
function templatesOf(register: Register, region: ListRegion): Template[] {
  const { text } = region;
  const found = new Map<string, Template>();
  const plain = { before: '', behind: '', isRest: false };
  const references: Reference[] = referencesTo(register, region).map((pattern) => ({ pattern, ...plain }));
  const known = new Set<string>();
  // The list grows by the variables that are set to such a path.
  for (const reference of references) {
    for (const { index, 0: whole } of firstOf(text.matchAll(reference.pattern), mostPlaces)) {
      const around = partsAround(text, index, index + whole.length);
      const before = around.before + reference.before;
      const behind = reference.behind + around.behind;
      const isRest = reference.isRest || around.isRest;
      if (around.sets !== '' && before + behind !== '' && !known.has(around.sets) && known.size < mostTemplates) {
        known.add(around.sets);
        for (const pattern of variables([around.sets])) references.push({ pattern, before, behind, isRest });
      }
      const template = templateOf({ before, behind, isRest, skips: around.skips }, around.rest);
      if (template) addTemplate(template, found);
      if (found.size >= mostTemplates) return [...found.values()];
    }
  }
  return [...found.values()];
}

function* firstOf<Item>(items: Iterable<Item>, most: number): Iterable<Item> {
  let left = most;
  for (const item of items) {
    yield item;
    left -= 1;
    if (left === 0) return;
  }
}

function templateOf(written: Template, front: string): Template | null {
  const { before } = written;
  const behind = written.behind.replace(/\/\.{3}$/, '').replace(/(?<![./])[./]+$/, '');
  if (before.startsWith('/') || before.endsWith(':')) return null;
  // A name alone is a folder where it stands behind what takes one.
  return before === '' && behind === '' && !takesFolder.test(front) ? null : { ...written, behind };
}

function addTemplate(template: Template, found: Map<string, Template>): void {
  const key = `${template.before}\0${template.behind}`;
  const { isRest = false, skips = false } = found.get(key) ?? {};
  found.set(key, { ...template, isRest: isRest || template.isRest, skips: skips || template.skips });
}

/** What a text has around a reference, as far as it is plain: `$ROOT/services/` before it is the rest of a path. */
function partsAround(text: string, start: number, end: number) {
  const line = text.slice(Math.max(0, start - 200), start);
  const [head = ''] = /(?<![\w./@-])[\w./@-]*$/.exec(line) ?? [];
  const [tail = ''] = /^[\w./-]*/.exec(text.slice(end, end + 200)) ?? [];
  const front = line.slice(0, line.length - head.length);
  const isRest = /[$})]$/.test(front);
  // A variable without braces runs into what follows.
  const before = isRest ? (front.endsWith('$') ? head.replace(/^\w+/, '') : head).replace(/^\/+/, '') : head;
  const rest = front.replace(/\$(?:\{[^{}\n]{0,99}\}|\([^()\n]{0,99}\))?$/, '');
  const isWhole = /^["']?(?:[\s;)&|]|$)/.test(text.slice(end + tail.length, end + tail.length + 2));
  const [, name = ''] = (isWhole && assigned.exec(rest)) || [];
  const skips = asksForFile.test(rest) && /!|\|\|/.test(lineAt(text, start)) && skipsNext(text, start);
  return { before, behind: tail, isRest, rest: rest.slice(-100), sets: name, skips };
}

/** A variable that is set to what follows, in a shell or in `env`. */
const assigned = /(?<![\w.-])([A-Za-z_]\w{0,60})(?:=|:[ \t]{1,4})["']?$/;

/** A condition that asks whether what follows is there. */
const asksForFile = /(?:^|[\s(!])-[defrs][ \t]{1,4}["']?$/;

function lineAt(text: string, index: number): string {
  return text.slice(text.lastIndexOf('\n', index) + 1, (text.indexOf('\n', index) + 1 || text.length + 1) - 1);
}

/** Whether a loop goes on with the next name shortly behind a place. */
function skipsNext(text: string, index: number): boolean {
  return /\bcontinue\b/.test(text.slice(index, index + 300).split(/\bfi\b|\bdone\b/, 1)[0] ?? '');
}

const takesFolder =
  /(?:\b(?:cd|pushd|build|context:|path:|working-directory:)|[ \t](?:-C|-f|-pl|--(?:prefix|cwd|dir|directory|file|projects|project)))[ \t=]*["']?$/;
