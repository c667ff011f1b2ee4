import { camel, divided, pascal, programStem, snake, spellingPairs, wordAround } from '../../../name-spellings.ts';
import { eitherPattern, textPattern } from '../../../text-pattern.ts';

/** Text in which every spelling of one service became the same spelling of another. */
export type ServiceRenamer = (text: string) => string;

/** Names that are words of manifests as well: nobody can tell whether such a word is the service. */
const ambiguous: ReadonlySet<string> = new Set(
  [
    'admin agent api app auth backend base cache client common config controller core data database db default',
    'deployment docs frontend gateway host http image ingress job main manager name node operator port',
    'postgres proxy redis release root runner scheduler secret server service site storage test ui user users',
    'values volume web website worker',
  ].flatMap((words) => words.split(' ')),
);

/** Whether a name is no ordinary word of a manifest: `cart-service` and `cart`, but not `api`. */
export function isTellingName(name: string): boolean {
  return name.length >= 3 && !ambiguous.has(name.toLowerCase());
}

/**
 * Renames a service in whole words: `cart-service`, `cart_service`, `CART_SERVICE_URL`, `cartService`, `CartService`, and
 * beside other words (`cart-service-dev`). Its stem alone is renamed only in `cart_db` and `/svc/cart`. A word that is
 * the longer name of another service (`cart-service-worker`) stays.
 */
export function serviceRenamer(from: string, to: string, services: Iterable<string>): ServiceRenamer {
  const pairs = new Map<string, string>();
  const add = (old: string, now: string): void => {
    if (!pairs.has(old)) pairs.set(old, now);
  };
  add(from, to);
  add(kebab(from), kebab(to));
  for (const [old, now] of spellingPairs(from, to)) if (!isMixed(old)) add(old, now);
  if (from.includes('.')) {
    // A project of .NET is called by its namespace, and its image has no capitals.
    add(namespaceOf(from), namespaceOf(to));
    add(kebab(from).toLowerCase(), kebab(to).toLowerCase());
  }
  const words = [...pairs.keys()];
  // In `cartService`, a capital tells where a part begins.
  const parts: RegExp[] = [];
  const whole = divided(from);
  if (/[-_.]/.test(whole)) {
    add(camel(whole), camel(divided(to)));
    add(pascal(whole), pascal(divided(to)));
    parts.push(textPattern()`(?<![A-Za-z0-9])${camel(whole)}(?![a-z0-9])`);
    parts.push(textPattern()`(?<![A-Z])${pascal(whole)}(?![a-z0-9])`);
  }
  if (!/[-_.]/.test(from)) {
    add(pascal(from), pascal(to));
    words.push(pascal(from));
  }
  const [stem, newStem] = [programStem(from), programStem(to) ?? to];
  if (stem !== null) {
    add(`${snake(stem)}_db`, `${snake(newStem)}_db`);
    add(`/svc/${stem}`, `/svc/${newStem}`);
    words.push(`${snake(stem)}_db`);
    parts.push(textPattern()`/svc/${stem}(?![A-Za-z0-9_-])`);
  }
  const pattern = eitherPattern('g', [textPattern()`(?<![A-Za-z0-9])${words}(?![A-Za-z0-9])`, ...parts]);
  const short = plain(from);
  const longer = [...services].filter((name) => name.length > from.length && plain(name).includes(short)).map(plain);
  return (text) =>
    text.replace(pattern, (found, offset: number) => {
      const word = longer.length > 0 ? plain(wordAround(text, offset, offset + found.length)) : '';
      if (longer.some((name) => word.includes(name))) return found;
      return pairs.get(found) ?? found;
    });
}

/** Whether a spelling has letters of both kinds: `cartService`, of which `cartServiceUrl` begins with a part. */
function isMixed(spelling: string): boolean {
  return /[a-z]/.test(spelling) && /[A-Z]/.test(spelling);
}

/** The spelling of names of Kubernetes, which have no `_`. */
function kebab(name: string): string {
  return snake(name).replaceAll('_', '-');
}

/** `Cart.API` of `cart.API`. */
function namespaceOf(name: string): string {
  return kebab(name).split('-').map(pascal).join('.');
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[._]/g, '-');
}
