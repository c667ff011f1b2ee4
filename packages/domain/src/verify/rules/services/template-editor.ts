import { groupInto } from '../../../grouping.ts';
import { listRemoval } from '../../../helm/name-lists.ts';
import { defineRemoval, includedNames } from '../../../helm/named-templates.ts';
import { memoize } from '../../../memo.ts';
import { spellingsOf } from '../../../name-spellings.ts';
import type { Edit } from '../../../yaml/edit.ts';
import { serviceRenamer } from '../../fixes/clone/service-renamer.ts';
import type { RuleContext } from '../../rule/context.ts';

/**
 * The edit that takes a gone service out of a template at an offset: out of a list that a template goes over, or as a
 * named template that nothing else includes. Null for anything else.
 */
export function templateEditor(
  path: string,
  text: string,
  service: string,
  context: RuleContext,
): (offset: number) => Edit | null {
  const spellings = new Set(spellingsOf(service));
  let isOfGone: ((word: string) => boolean) | undefined;
  const isUnused = (template: string): boolean => {
    isOfGone ??= calledAfter(service, context);
    const isOwn = isOfGone;
    return isOwn(template) && (includersOf(context).get(template) ?? []).every(isOwn);
  };
  return (offset) =>
    listRemoval(path, text, offset, (name) => spellings.has(name)) ?? defineRemoval(path, text, offset, isUnused);
}

/** Tells whether a word is called after a gone service: what includes a template and goes as well is. */
function calledAfter(service: string, { services }: RuleContext): (word: string) => boolean {
  const rename = serviceRenamer(service, 'gone', services.keys());
  return (word) => rename(word) !== word;
}

/** The templates that include each one by its name. */
const includersOf = memoize(({ paths, text }: RuleContext) => {
  const includers = new Map<string, string[]>();
  for (const path of paths.all.filter((one) => one.includes('/templates/')))
    for (const name of new Set(includedNames(text(path) ?? ''))) groupInto(includers, name, path);
  return includers;
});
