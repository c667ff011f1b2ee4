import { placeIn } from '../../../location.ts';
import { isInOrder, wordOfReference } from '../../../parts-in-order.ts';
import type { Register } from '../../../registers/register.ts';
import { hclPlaces, matchBrackets, readHcl } from '../../../terraform/hcl-tokens.ts';
import { mayBeFor } from '../../facts/argocd/manifest-environments.ts';
import { terraform } from '../../facts/terraform/resources.ts';
import type { RuleContext } from '../../rule/context.ts';

/** A list in Terraform from which the registry's repositories are made, and how it writes the one of a service. */
export interface RepositoryList {
  register: Register;
  /** Whether a repository is written the way the list writes that of a service. */
  fits(repository: string, service: string): boolean;
  /** Its name says that it is about repositories. */
  named: boolean;
}

const ecrWords = /aws_ecr_repository|\becr\b|[_-]ecr\b|\becr[_-]/i;

export interface DeclaredRepositories {
  lists: RepositoryList[];
  mayDeclare(repository: string, service: string, environment: string): boolean;
}

/** The lists of the files that speak of a registry; `mayDeclare` says whether another string of them may mean a repository. */
export function declaredRepositories(context: RuleContext): DeclaredRepositories {
  const files = [...context.texts.keys()].filter(
    (path) => /\.(?:tf|tfvars|hcl)$/.test(path) && ecrWords.test(context.text(path) ?? ''),
  );
  const speaks = new Set(files);
  const strings = files.sort().map((path) => ({ path, ...stringsOf(context.text(path) ?? '') }));
  return {
    lists: context.registers.flatMap((register) => {
      if (!/^hcl-/.test(register.kind) || !(speaks.has(register.file) || ecrWords.test(register.id))) return [];
      const fits = formOf(register, context);
      return fits ? [{ register, fits, named: /ecr|repositor|image/i.test(register.id) }] : [];
    }),
    mayDeclare: (repository, service, environment) =>
      strings.some(
        ({ path, plain, patterns }) =>
          mayBeFor(path, environment, context) &&
          (plain.has(repository) ||
            plain.has(service) ||
            patterns.some((parts) => isInOrder(repository, parts, wordOfReference))),
      ),
  };
}

/** Attributes whose strings name no repository, whatever they hold. */
const saysNothing = /^(?:tags|tags_all|labels|description|description_text|default_tags)$/;

/** The strings of a text, without and with expressions in them; one that is nothing but expressions says nothing. */
function stringsOf(text: string): { plain: ReadonlySet<string>; patterns: string[][] } {
  const plain = new Set<string>();
  const patterns: string[][] = [];
  const tokens = readHcl(text);
  const pairs = matchBrackets(tokens);
  const skipped = new Map(
    hclPlaces(tokens).flatMap(({ open, key }) => (saysNothing.test(key) ? [[open, pairs.get(open) ?? open]] : [])),
  );
  for (let index = 0; index < tokens.length; index += 1) {
    index = skipped.get(index) ?? index;
    const token = tokens[index];
    if (token?.kind !== 'string' || saysNothing.test(tokens[index - 2]?.text ?? '')) continue;
    const { text: string } = token;
    if (!string.includes('${')) plain.add(string);
    else if (/[a-z]{2}/.test(string.replace(/\$\{[^}]*\}?/g, ''))) patterns.push(partsOf(string));
  }
  return { plain, patterns };
}

/** What stands between the expressions of a string. */
function partsOf(string: string): string[] {
  return string.split(/\$\{[^}]*\}?/);
}

/** How a list writes the repository of a service; null when its entries follow no one form. */
function formOf(register: Register, context: RuleContext): RepositoryList['fits'] | null {
  let form: string | undefined;
  for (const name of register.entries) {
    const written = context.services.has(name) ? writtenAt(register, name, context) : undefined;
    if (written === undefined) continue;
    const at = written.lastIndexOf(name);
    if (at === -1) return null;
    const own = `${written.slice(0, at)}\0${written.slice(at + name.length)}`;
    if (form !== undefined && form !== own) return null;
    form = own;
  }
  if (form === undefined) return null;
  const [before = '', after = ''] = form.split('\0');
  // Of the plain name what is put before it is not known.
  const bare = before === '' && after === '';
  return (repository, service) =>
    bare
      ? `/${repository}`.endsWith(`/${service}`)
      : isInOrder(repository, partsOf(`${before}${service}${after}`), wordOfReference);
}

/** An entry as it is written: the string, or the `name` of the block. */
function writtenAt(register: Register, name: string, context: RuleContext): string | undefined {
  const place = register.entryLocation(name);
  if (!place) return undefined;
  if (register.kind === 'hcl-blocks') {
    const file = terraform(context).find(({ path }) => path === register.file);
    const block = file?.blocks.find((one) => placeIn(file, one.start).line === place.line);
    return /^"([^"]+)"$/.exec(block?.attributes.get('name')?.code ?? '')?.[1];
  }
  const line = (context.text(register.file) ?? '').split('\n')[place.line - 1]?.slice(place.column - 1) ?? '';
  return /^"([^"]*)"|^([\w-]+)/.exec(line)?.slice(1).find(Boolean);
}
