import { removeFromBrackets } from '../list-editing/list-text.ts';
import { applyEdits, type Edit } from '../yaml/edit.ts';
import { type HelmTemplate, readTemplate, type TemplateAction } from './helm-template.ts';
import {
  type LiteralList,
  type LiteralText,
  literalTexts,
  readAction,
  readLiteralList,
} from './template-expression.ts';

/** Lists of names that a template holds itself: `{{ range $service := list "cart" "order" }}`. */

/** The members of such a list, with their quotes and as offsets of the file. */
export type NameList = readonly LiteralText[];

/**
 * The lists of texts that a template does nothing with but to go over them: one more or one less is one round more or
 * less, and the others are as before. Where the place in the list is counted, nothing of that is known.
 */
export function rangedLists(template: HelmTemplate): NameList[] {
  return listsIn(template).flatMap(({ use, members }) => {
    const isRanged = 'range' in use ? use.range.length < 2 : isOnlyRanged(use.variable, template);
    return isRanged ? [members] : [];
  });
}

/** All lists of texts of a template that it goes over or gives a name, whatever it does with them. */
export function namedLists(template: HelmTemplate): NameList[] {
  return listsIn(template).map(({ members }) => members);
}

function listsIn(template: HelmTemplate): LiteralList[] {
  return template.actions.flatMap((action) => {
    const list = readLiteralList(action.code);
    const at = codeStart(template, action);
    const moved = list?.members.map((one) => ({ ...one, start: at + one.start, end: at + one.end }));
    return list && moved ? [{ ...list, members: moved }] : [];
  });
}

/** Whether a variable is set once, and `range` alone reads it. */
function isOnlyRanged(variable: string, { actions }: HelmTemplate): boolean {
  const using = actions.filter(({ code }) => code.match(/\$\w*/g)?.includes(variable));
  return using.every(({ code }, index) => {
    const action = readAction(code);
    if (action.keyword === 'assign') return index === 0 && action.declares && action.variable === variable;
    if (action.keyword !== 'range' || action.value.kind !== 'field' || action.variables.length > 1) return false;
    const { of, path } = action.value;
    return typeof of === 'object' && 'variable' in of && of.variable === variable && path.length === 0;
  });
}

/** The code of an action is its text without the braces, their trim marks and white space. */
function codeStart({ text }: HelmTemplate, { start, code }: TemplateAction): number {
  return text.indexOf(code, start + 2);
}

/** A template in which the lists of names that it goes over have a renamed member behind the one that it is of. */
export function withListedNames(path: string, text: string, rename: (text: string) => string): string {
  const edits = rangedLists(readTemplate(path, text)).flatMap((members) => {
    const index = members.findIndex((one) => rename(one.text) !== one.text);
    const [like, next] = members.slice(index, index + 2);
    if (!like || index === -1 || members.some((one) => one.text === rename(like.text))) return [];
    const previous = members[index - 1];
    const [from, to] = next ? [like.end, next.start] : [previous?.end ?? 0, previous ? like.start : 0];
    const newText = `${text.slice(from, to) || ' '}${rename(text.slice(like.start, like.end))}`;
    return [{ path, range: [like.end, like.end] as const, newText }];
  });
  return edits.length === 0 ? text : applyEdits(text, edits);
}

/** Takes out the member at an offset; null where there is none, where it is another text, or the last that is left. */
export function listRemoval(
  path: string,
  text: string,
  offset: number,
  isGone: (name: string) => boolean,
): Edit | null {
  for (const members of rangedLists(readTemplate(path, text))) {
    const member = members.find(({ start, end }) => start <= offset && offset < end);
    if (!member) continue;
    return isGone(member.text) && !members.every((one) => isGone(one.text))
      ? removeFromBrackets(path, members, member)
      : null;
  }
  return null;
}

/** The texts that the actions of a template say themselves. */
export function textsSaid(path: string, text: string): string[] {
  return readTemplate(path, text).actions.flatMap(({ code }) => literalTexts(code).map((one) => one.text));
}
