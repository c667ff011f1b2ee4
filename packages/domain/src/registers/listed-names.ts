import { groupInto } from '../grouping.ts';
import { memoize } from '../memo.ts';
import { camel, pascal, replaceTokens, snake } from '../name-spellings.ts';
import { isServiceName } from '../names.ts';
import { textPattern } from '../text-pattern.ts';
import type { RegisterContext } from './register.ts';

/** The names of a list as services' names, and how the list writes them: `prod/cart-service`, `cartService`, `shop_cart`. */
export interface ListedNames {
  /** One for each entry: the service's name, or the entry as it is written where it follows no other. */
  names: string[];
  /** How many services are named. */
  count: number;
  /** A name as this list writes it; null when it would be read back as another name. */
  write(name: string): string | null;
  /** Replaces in a cloned text what only this way of writing says of a name: its stem. */
  rename(text: string, from: string, to: string): string;
}

/** One way a name is written. */
interface Form {
  spell(name: string): string;
  /** The name a spelling stands for where no service has it. */
  unspell(text: string, ending: string): string;
  /** Says too little to stand alone: only with something before or behind it that the whole list shares. */
  stem: boolean;
}

const forms: readonly Form[] = [
  { spell: (name) => name, unspell: (text) => text, stem: false },
  { spell: snake, unspell: (text) => text.replaceAll('_', '-'), stem: false },
  { spell: camel, unspell: kebab, stem: false },
  { spell: pascal, unspell: kebab, stem: false },
  { spell: stemOf, unspell: (text, ending) => text + ending, stem: true },
  {
    spell: (name) => snake(stemOf(name)),
    unspell: (text, ending) => text.replaceAll('_', '-') + ending,
    stem: true,
  },
];

interface Index {
  spellings: Map<string, { form: Form; name: string }[]>;
  /** The first words of all spellings. */
  starts: Set<string>;
  /** What most names end with and their stems lack: `-service`. */
  ending: string;
  /** The names that runs of letters spell, as far as they were asked for. */
  byRun: Map<string, readonly string[]>;
}

/** What all entries of one way of writing share. */
interface Pattern {
  form: Form;
  prefix: string;
  suffix: string;
}

/** `affixes`: whether entries may share something before or behind the name. */
export function listedNames(
  entries: readonly string[],
  context: RegisterContext,
  { affixes }: { affixes: boolean },
): ListedNames {
  const index = indexOf(context.byName);
  const common = commonPattern(entries, index, affixes);
  const pattern = common?.pattern ?? { form: plain(), prefix: '', suffix: '' };
  const { form, prefix, suffix } = pattern;
  const byCommon = (entry: string): string => nameOf(entry, pattern, index);
  const second = common && secondPattern(entries, byCommon, pattern, context);
  const read = (entry: string): string => {
    const name = byCommon(entry);
    return second && name === entry && !context.byName.has(name) ? nameOf(entry, second, index) : name;
  };
  const names = entries.map(read);
  const mixed = affixLength(pattern) > 0 && entries.some((entry) => context.byName.has(entry));
  const areFolders = entries.every((entry, at) => (context.byName.get(names[at] ?? '')?.path ?? entry) === entry);
  return {
    names,
    count: common?.count ?? 0,
    write: (name) => {
      // Some with a prefix and some without: which one a new name has only its folder tells.
      const folder = areFolders ? context.byName.get(name)?.path : null;
      const written = mixed ? folder : prefix + form.spell(name) + suffix;
      if (written === null || written === undefined) return null;
      return read(written) === name ? written : null;
    },
    rename: (text, from, to) => {
      if (!form.stem) return text;
      const [stem, other] = [stemOf(from), stemOf(to)];
      return replaceTokens(text, [
        [stem, other],
        [snake(stem), snake(other)],
      ]);
    },
  };
}

/** The name that an entry stands for in a pattern; the entry itself where it is not written so. */
function nameOf(entry: string, { form, prefix, suffix }: Pattern, { spellings, ending }: Index): string {
  if (entry.length <= prefix.length + suffix.length) return entry;
  if (!entry.startsWith(prefix) || !entry.endsWith(suffix)) return entry;
  const core = entry.slice(prefix.length, entry.length - suffix.length);
  const spelling = spellings.get(core)?.find((other) => other.form === form);
  const name = spelling?.name ?? form.unspell(core, ending);
  return isServiceName(name) ? name : entry;
}

/**
 * What the entries share that are not written as most are: `shop-cart`, `shop-orders` and `redis-image`, `nginx-image`.
 * None where a service is there in both ways, for then one of the two is something else of it.
 */
function secondPattern(
  entries: readonly string[],
  read: (entry: string) => string,
  first: Pattern,
  { byName }: RegisterContext,
): Pattern | null {
  if (affixLength(first) === 0) return null;
  const named = new Set(entries.map(read).filter((name) => byName.has(name)));
  const rest = entries.filter((entry) => read(entry) === entry && !byName.has(entry));
  const second = rest.length > 1 ? commonPattern(rest, indexOf(byName), true) : null;
  const isOther = second?.names.every((name) => !named.has(name));
  return second && isOther && affixLength(second.pattern) > 0 ? second.pattern : null;
}

function plain(): Form {
  const [form] = forms;
  if (!form) throw new Error('no way of writing a name');
  return form;
}

function commonPattern(
  entries: readonly string[],
  { spellings }: Index,
  affixes: boolean,
): { pattern: Pattern; count: number; names: readonly string[] } | null {
  const patterns = new Map<string, { pattern: Pattern; services: Set<string> }>();
  for (const { pattern, name } of entries.flatMap((entry) => readings(entry, spellings, affixes))) {
    const key = `${forms.indexOf(pattern.form)} ${JSON.stringify([pattern.prefix, pattern.suffix])}`;
    const sharing = patterns.get(key) ?? { pattern, services: new Set() };
    sharing.services.add(name);
    patterns.set(key, sharing);
  }
  let best: ReturnType<typeof commonPattern> = null;
  for (const { pattern, services } of patterns.values()) {
    const count = services.size;
    // One name alone does not show what a list shares.
    if (count < 2 && (affixLength(pattern) > 0 || pattern.form !== plain())) continue;
    if (!best || count > best.count || (count === best.count && rank(pattern) < rank(best.pattern)))
      best = { pattern, count, names: [...services] };
  }
  return best;
}

/** The services that an entry may name, each with what is around the name in it. */
function readings(
  entry: string,
  spellings: Index['spellings'],
  affixes: boolean,
): { pattern: Pattern; name: string }[] {
  if (entry.length > 200) return [];
  const stretches: [number, number][] = affixes ? tokensOf(entry) : [[0, entry.length]];
  return stretches.flatMap(([start, end]) =>
    (spellings.get(entry.slice(start, end)) ?? []).flatMap(({ form, name }) => {
      const pattern = { form, prefix: entry.slice(0, start), suffix: entry.slice(end) };
      return isAffixed(pattern) ? { pattern, name } : [];
    }),
  );
}

function isAffixed({ form, prefix, suffix }: Pattern): boolean {
  if (form.stem && prefix === '' && suffix === '') return false;
  return /^(?:(?:[\w./-]|\$\{[\w.]+\})*[/_.-])?$/.test(prefix) && /^(?:[/_.:-][\w./:*-]*)?$/.test(suffix);
}

function affixLength({ prefix, suffix }: Pattern): number {
  return prefix.length + suffix.length;
}

function rank(pattern: Pattern): number {
  return affixLength(pattern) * forms.length + forms.indexOf(pattern.form);
}

/** Stretches of an entry from the start of one word to the end of one: at most 12 words. */
function tokensOf(entry: string): [number, number][] {
  const words = [...entry.matchAll(/[A-Za-z0-9]+/g)].slice(0, 12);
  return words.flatMap(({ index }, first) =>
    words.slice(first).map((word): [number, number] => [index, word.index + word[0].length]),
  );
}

/** Every list of every file asks for the spellings of the same services. */
const indexOf = memoize((byName: RegisterContext['byName']): Index => {
  const spellings: Index['spellings'] = new Map();
  const endings = new Map<string, number>();
  for (const name of byName.keys()) {
    for (const form of forms) {
      const spelling = form.spell(name);
      if (spelling !== '') groupInto(spellings, spelling, { form, name });
    }
    const ending = name.slice(stemOf(name).length);
    if (ending !== '') endings.set(ending, (endings.get(ending) ?? 0) + 1);
  }
  const [ending] = [...endings].sort((a, b) => b[1] - a[1]);
  const starts = new Set([...spellings.keys()].flatMap((spelling) => /[A-Za-z0-9]+/.exec(spelling)?.[0] ?? []));
  return { spellings, starts, ending: ending?.[0] ?? '', byRun: new Map() };
});

/** Whether a text spells `enough` services, by default as many as the smallest register names; linear in its length. */
export function mayList(text: string, context: RegisterContext, enough = context.services.length > 2 ? 2 : 1): boolean {
  const index = indexOf(context.byName);
  const named = new Set<string>();
  for (const [run] of text.matchAll(/[A-Za-z0-9][\w-]*/g)) {
    if (run.length > 200) continue;
    for (const name of namesIn(run, index)) named.add(name);
    if (named.size >= enough) return true;
  }
  return false;
}

/** The services that a run of letters spells. File after file holds the same runs, so that they are remembered. */
function namesIn(run: string, { spellings, starts, byRun }: Index): readonly string[] {
  const before = byRun.get(run);
  if (before) return before;
  const words = tokensOf(run).map(([start, end]) => run.slice(start, end));
  const isStarted = words.some((word) => starts.has(word));
  const names = isStarted ? words.flatMap((word) => (spellings.get(word) ?? []).map(({ name }) => name)) : [];
  if (byRun.size < mostRuns) byRun.set(run, names);
  return names;
}

/** A repository may be made to hold any number of them. */
const mostRuns = 100_000;

/**
 * Whether a text cloned from a sibling's entry still names the sibling, as in `shop-cart-data`: what belongs there is a
 * person's to say. Other services whose names hold the sibling's do not count.
 */
export function stillNames(text: string, sibling: string, { byName }: RegisterContext): boolean {
  const spellings = [sibling, snake(sibling), camel(sibling)];
  const named = textPattern()`(?<![A-Za-z0-9])${spellings}(?![A-Za-z0-9])`;
  return (text.match(/[\w-]+/g) ?? []).some((run) => named.test(run) && !byName.has(run));
}

/** A name without the word that only says it is a service: `cart` of `cart-service`. */
export function stemOf(name: string): string {
  return name.replace(/(?<=.)[-_](?:service|svc)$/, '');
}

function kebab(text: string): string {
  return text.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}
