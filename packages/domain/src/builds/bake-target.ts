import type { Location } from '../location.ts';
import { type HclExpression, type HclScope, withVariables } from '../terraform/scope.ts';
import type { HclValue } from '../terraform/value.ts';
import { isRecord } from '../yaml/value.ts';
import { hasHole, hole, isHole } from './hole.ts';

/** The body of a block, from HCL or from JSON. */
export interface Body {
  attributes: ReadonlyMap<string, HclExpression>;
  location: Location;
}

/** A target with its values, as far as they are known. */
export interface Target {
  name: string;
  /** `context`, `dockerfile`, `dockerfile-inline`, `target`. */
  texts: ReadonlyMap<string, string>;
  /** The settings that are there and not known; of `args` and `contexts` those that are no map. */
  unknown: ReadonlySet<string>;
  /** Null for a parent that is not known. */
  inherits: readonly (string | null)[];
  tags: readonly string[];
  args: ReadonlyMap<string, string | null>;
  contexts: ReadonlyMap<string, string>;
  location: Location;
}

const textSettings = ['context', 'dockerfile', 'dockerfile-inline', 'target'];

const mapSettings = ['args', 'contexts'];

/** A target, or the targets of its matrix. */
export function expandTarget(name: string, bodies: readonly Body[], scope: HclScope): Target[] {
  const attribute = (key: string): HclExpression | undefined =>
    bodies.findLast(({ attributes }) => attributes.has(key))?.attributes.get(key);
  const matrix = attribute('matrix')?.(scope);
  const legs = isRecord(matrix) ? legsOf(matrix as Record<string, HclValue>) : null;
  // Without its legs, what they fill in is not known.
  if (legs === null) return [readTarget(name, bodies, scope)];
  return legs.map((leg) => {
    const inner = withVariables(scope, leg);
    const own = attribute('name')?.(inner);
    const standard = [name, ...leg.map(([, value]) => String(value))].join('-').replace(/[^\w-]/g, '_');
    return readTarget(typeof own === 'string' ? own : standard, bodies, inner);
  });
}

/** More than any definition builds. */
const mostLegs = 2000;

/** Every combination of the values of a matrix; null where they are not known, or too many. */
function legsOf(matrix: Readonly<Record<string, HclValue>>): [string, HclValue][][] | null {
  let legs: [string, HclValue][][] = [[]];
  for (const [key, values] of Object.entries(matrix)) {
    if (!Array.isArray(values) || legs.length * values.length > mostLegs) return null;
    legs = legs.flatMap((leg) => values.map((value): [string, HclValue][] => [...leg, [key, value]]));
  }
  return legs;
}

function readTarget(name: string, bodies: readonly Body[], scope: HclScope): Target {
  const settings = bodies.flatMap(({ attributes }) =>
    [...attributes].map(([key, expression]) => ({ key, value: expression(scope) })),
  );
  const location = bodies.at(-1)?.location ?? { path: '', line: 1, column: 1 };
  const inherits = listOf(settings, 'inherits').map((parent) => (parent === null || hasHole(parent) ? null : parent));
  const tags = listOf(settings, 'tags').flatMap((tag) => tag ?? []);
  const args = mapOf(settings, 'args');
  const contexts = new Map([...mapOf(settings, 'contexts')].map(([key, value]) => [key, value ?? ''] as const));
  return { name, ...textsOf(settings), inherits, tags, args, contexts, location };
}

/** An attribute of a target, undefined where its value is not known; the last of one name wins. */
interface Setting {
  key: string;
  value: HclValue | undefined;
}

function textsOf(settings: readonly Setting[]): Pick<Target, 'texts' | 'unknown'> {
  const texts = new Map<string, string>();
  const unknown = new Set<string>();
  for (const { key, value } of settings) {
    if (mapSettings.includes(key) && value === undefined) unknown.add(key);
    if (!textSettings.includes(key) || value === null) continue;
    const isKnown = typeof value === 'string' && !isHole(value);
    if (isKnown || !texts.has(key)) texts.set(key, isKnown ? value : hole(key));
    if (isKnown) unknown.delete(key);
    else unknown.add(key);
  }
  return { texts, unknown };
}

/** The texts of a list; null for one that is not known, and for what is no list. */
function listOf(settings: readonly Setting[], key: string): (string | null)[] {
  const last = settings.findLast((setting) => setting.key === key);
  if (!last) return [];
  return Array.isArray(last.value) ? last.value.map(plainText) : [null];
}

/** The entries of a map: those of later files over the others. A null sets nothing (buildx 0.38.2). */
function mapOf(settings: readonly Setting[], key: string): Map<string, string | null> {
  const maps = settings.filter((setting) => setting.key === key).map(({ value }) => value);
  return new Map(
    maps.flatMap((map) =>
      isRecord(map)
        ? Object.entries(map).flatMap(([name, one]) => (one === null ? [] : [[name, String(one)] as const]))
        : [],
    ),
  );
}

function plainText(value: HclValue): string | null {
  return typeof value === 'string' ? value : null;
}

/** The targets over what they inherit: the last parent wins, and the target over all of them. */
export function inheritAll(targets: ReadonlyMap<string, Target>): Target[] {
  const made = new Map<string, Target>();
  const inherit = (target: Target, depth: number): Target => {
    const known = made.get(target.name);
    if (known) return known;
    // Until it is made it stands for itself: parents in circles come to an end.
    made.set(target.name, target);
    const whole = laidOver(
      target,
      target.inherits.map((name) => {
        const parent = name === null || depth === deepest ? undefined : targets.get(name);
        // A parent that is not known leaves open where things are.
        return parent ? inherit(parent, depth + 1) : { ...target, ...nothingKnown };
      }),
    );
    made.set(target.name, whole);
    return whole;
  };
  return [...targets.values()].map((target) => inherit(target, 0));
}

/** More generations than any definition has. */
const deepest = 100;

function laidOver(target: Target, parents: readonly Target[]): Target {
  const chain = [...parents, target];
  const unknown = new Set<string>();
  for (const { unknown: some, texts } of chain) {
    for (const key of texts.keys()) unknown.delete(key);
    for (const key of some) unknown.add(key);
  }
  return {
    ...target,
    texts: new Map(chain.flatMap(({ texts }) => [...texts])),
    unknown,
    args: new Map(chain.flatMap(({ args }) => [...args])),
    contexts: new Map(chain.flatMap(({ contexts }) => [...contexts])),
    tags: target.tags.length > 0 ? target.tags : (parents.at(-1)?.tags ?? []),
  };
}

const nothingKnown: Partial<Target> & Pick<Target, 'texts'> = {
  texts: new Map([['context', hole('context')]]),
  unknown: new Set(['context']),
  args: new Map(),
  contexts: new Map(),
  tags: [],
};
