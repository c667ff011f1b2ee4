import type { Register } from '../../../registers/register.ts';
import { textPattern } from '../../../text-pattern.ts';
import { joinPath, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { ListRegion } from './list-region.ts';

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
 * names. What is there for some only, or for none, is no path of the repository.
 */
export function usesOf(register: Register, region: ListRegion, context: RuleContext): NameUse[] {
  const written = register.entries.flatMap((name) =>
    context.services.has(name) ? (register.written(name) ?? []) : [],
  );
  if (written.length === 0) return [];
  const uses: NameUse[] = [];
  for (const { before, behind } of templatesOf(register, region)) {
    const folder = region.folders.find((one) =>
      written.every((name) => isThere(pathOfUse({ folder: one, before, behind }, name), context)),
    );
    if (folder !== undefined) uses.push({ folder, before, behind });
  }
  return uses;
}

export function isThere(path: string | null, { paths }: RuleContext): boolean {
  return path !== null && path !== '' && paths.at(path) !== null;
}

/** More ways than this nobody uses a name in. */
const mostTemplates = 40;

/** What stands around a reference to the name, as far as it is plain. */
function templatesOf(register: Register, { text }: ListRegion): Pick<NameUse, 'before' | 'behind'>[] {
  const found = new Map<string, Pick<NameUse, 'before' | 'behind'>>();
  for (const reference of referencesTo(register, text)) {
    for (const { index, 0: whole } of text.matchAll(reference)) {
      const [head = ''] = /(?<![\w./@-])[\w./@-]*$/.exec(text.slice(Math.max(0, index - 200), index)) ?? [];
      const end = index + whole.length;
      const [tail = ''] = /^[\w./-]*/.exec(text.slice(end, end + 200)) ?? [];
      // Behind another variable it is not known where the path begins.
      const isRest = /[$}]$/.test(text.slice(0, index - head.length));
      const before = isRest ? head.replace(/^\/+/, '') : head;
      const behind = tail.replace(/\/\.{3}$/, '').replace(/(?<![./])[./]+$/, '');
      if (before.startsWith('/') || /:$/.test(before)) continue;
      // A name alone is a folder where it stands behind what takes one.
      if (before === '' && behind === '' && !takesFolder.test(text.slice(Math.max(0, index - 40), index))) continue;
      found.set(`${before}\0${behind}`, { before, behind });
      if (found.size >= mostTemplates) return [...found.values()];
    }
  }
  return [...found.values()];
}

const takesFolder =
  /(?:\b(?:cd|pushd|build|context:|path:|working-directory:)|[ \t](?:-C|-f|-pl|--(?:prefix|cwd|dir|directory|file|projects|project)))[ \t=]*["']?$/;

/** What stands for a name of the list in its region. */
function referencesTo(register: Register, text: string): RegExp[] {
  const { kind, key } = register;
  if (kind === 'matrix-list') return expressionsOf(`matrix.${key}`, text);
  if (kind === 'workflow-choices')
    return [...expressionsOf(`inputs.${key}`, text), ...expressionsOf(`github.event.inputs.${key}`, text)];
  if (kind === 'shell-loop') return variables([key]);
  if (kind === 'shell-array' || kind === 'make-variable') {
    const list = kind === 'make-variable' ? textPattern('g')`\$[({]${key}[)}:]` : textPattern('g')`\$\{?${key}\b`;
    const loops = [...text.matchAll(/\bfor[ \t]+(\w+)[ \t]+in[ \t]+([^\n;]*)/g)].flatMap(([, name = '', words = '']) =>
      words.search(list) === -1 ? [] : [name],
    );
    const calls = [...text.matchAll(/\$\(foreach[ \t]+(\w+)[ \t]*,([^,\n]*)/g)].flatMap(([, name = '', words = '']) =>
      words.search(list) === -1 ? [] : [name],
    );
    const isPattern = kind === 'make-variable' && /\$[({](?:addprefix|addsuffix|patsubst)\b/.test(text);
    return [...variables([...loops, ...calls]), ...(isPattern ? [/\$\*|\$\(\*\)/g] : [])];
  }
  if (kind === 'json-array' || kind === 'paths-filter') {
    const names = new Set([...text.matchAll(/\$\{\{\s*matrix\.([\w.-]+)\s*\}\}/g)].map(([, name = '']) => name));
    return [...names].slice(0, 10).flatMap((name) => expressionsOf(`matrix.${name}`, text));
  }
  return [];
}

/** `${{ matrix.service }}`, and the variables of `env` that are set to that alone. */
function expressionsOf(reference: string, text: string): RegExp[] {
  const expression = textPattern('gi')`\$\{\{[ \t]{0,9}${reference}[ \t]{0,9}\}\}`;
  const set = textPattern(
    'gi',
  )`(?<![\w.-])([A-Za-z_]\w{0,99}):[ \t]{1,9}["']?\$\{\{[ \t]{0,9}${reference}[ \t]{0,9}\}\}["']?[ \t]{0,9}(?:\n|$)`;
  const names = [...text.matchAll(set)].map(([, name = '']) => name);
  return [expression, ...variables(names)];
}

/** `$service`, `${service}`, `$$service` of a recipe, `$(service)` of a call, `${{ env.SERVICE }}`. */
function variables(names: readonly string[]): RegExp[] {
  return names.length === 0 ? [] : [textPattern('g')`\$?\$(?:\{\{\s*env\.${names}\s*\}\}|[{(]${names}[)}]|${names}\b)`];
}
