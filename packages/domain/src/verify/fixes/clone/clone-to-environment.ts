import { isMap, isScalar, isSeq } from 'yaml';
import type { Application } from '../../../argocd/application.ts';
import { sameEnvironment } from '../../../argocd/environment-names.ts';
import type { Service } from '../../../catalog/catalog.ts';
import { escapeForRegExp } from '../../../name-spellings.ts';
import { UserError } from '../../../user-error.ts';
import { applyEdits, type Edit } from '../../../yaml/edit.ts';
import { replaceScalar } from '../../../yaml/replace-scalar.ts';
import { plainValue } from '../../../yaml/value.ts';
import { parseYamlFile, type YamlDocument, type YamlPath } from '../../../yaml/yaml-document.ts';
import type { RuleContext } from '../../rule/context.ts';
import { type Clone, isAlone, isFree, withoutWaivers } from './clone.ts';
import { cloneApplication, listedBeside, readsWhatIsThere } from './clone-application.ts';
import {
  anyService,
  type EnvironmentDifferences,
  environmentDifferences,
  filePath,
  type NeutralValues,
  neutralValues,
} from './environment-differences.ts';
import { flatten } from './flatten.ts';
import { serviceRenamer } from './service-renamer.ts';
import { taggedTexts } from './tagged-texts.ts';

/**
 * The Application of a service for another environment, with that environment's own values: those by which the other
 * services' Applications differ between the two. Null where they do not all differ in the same way, or where the
 * service's own differs from theirs in what would have to change.
 */
export function cloneToEnvironment(
  application: Application,
  environment: string,
  service: Service,
  tag: string,
  context: RuleContext,
): Clone | null {
  const from = application.environment;
  if (from === null || application.service !== service.name || !isAlone(application, context)) return null;
  const others = environmentDifferences(from, environment, context);
  const own = neutralValues(application, context);
  const alike = others.pairs.find(({ before }) => hasSameValues(before, own));
  if (!alike) return edited(application, own, tag, { ...others, context });
  const paths = [...alike.before.keys(), ...alike.after.keys()];
  const isClear = paths.every((path) => others.differences.get(path) !== 'unclear');
  return isClear ? cloneApplication(alike.there, service, tag, context) : null;
}

function hasSameValues(one: NeutralValues, other: NeutralValues): boolean {
  return one.size === other.size && [...one].every(([path, value]) => path === filePath || other.get(path) === value);
}

/** The Application's own text with the values of the other environment. */
function edited(
  application: Application,
  own: NeutralValues,
  tag: string,
  { pairs, differences, known, context }: EnvironmentDifferences & { context: RuleContext },
): Clone | null {
  const { file, service } = application;
  const texts = taggedTexts(application, tag, context);
  const text = texts?.size === 1 ? texts.get(file) : undefined;
  const [document] = text === undefined ? [] : parseYamlFile(file, text).documents;
  const target = differences.get(filePath);
  const sibling = pairs[0]?.there;
  if (text === undefined || !document || !sibling || service === null) return null;
  if (target === undefined || target === 'unclear' || target.now === undefined) return null;
  if (target.old !== own.get(filePath) || lacksWhatAllHave(own, differences)) return null;
  const names = [...context.services.keys()];
  const away = serviceRenamer(service, anyService, names);
  const back = serviceRenamer(anyService, service, names);
  const edits: Edit[] = [];
  for (const [path, value] of flatten(plainValue(document))) {
    const difference = differences.get(away(path));
    if (difference === undefined) {
      // What only this service says may be of its environment: nobody tells what it is in the other.
      if (!known.has(away(path)) && mentions(value, application.environment ?? '')) return null;
      continue;
    }
    if (difference === 'unclear' || difference.old !== away(value) || difference.now === undefined) return null;
    const at = yamlPath(document, JSON.parse(path) as string[]);
    const edit = at && tryReplace(document, at, back(difference.now));
    if (!edit) return null;
    edits.push(edit);
  }
  const path = back(target.now);
  const listed = listedBeside(sibling.file, serviceRenamer(sibling.service ?? '', service, names), context);
  if (listed === null || !isFree(path, context)) return null;
  const clone = { creates: [{ path, text: withoutWaivers(applyEdits(text, edits)) }], edits: listed };
  return readsWhatIsThere(clone, application, context) ? clone : null;
}

/** Whether all others have a value that this one has not: nobody tells whether it is meant to be missing. */
function lacksWhatAllHave(own: NeutralValues, differences: EnvironmentDifferences['differences']): boolean {
  return [...differences].some(([path, difference]) => difference !== 'unclear' && difference.common && !own.has(path));
}

/** Whether a value speaks of an environment, in any spelling. */
function mentions(value: string, environment: string): boolean {
  const names = [environment, ...sameEnvironment(environment)].map(escapeForRegExp);
  return new RegExp(`(?<![A-Za-z0-9])(?:${names.join('|')})(?![A-Za-z0-9])`, 'i').test(value);
}

/** The path of a flattened value in its document. */
function yamlPath(document: YamlDocument, flat: readonly string[]): YamlPath | null {
  const path: (string | number)[] = [];
  for (const step of flat) {
    const node = document.node(path);
    if (isMap(node)) path.push(step);
    else if (isSeq(node)) {
      const index = node.items.findIndex((item) => isMap(item) && `name=${String(item.get('name'))}` === step);
      path.push(index === -1 ? Number(step) : index);
    } else return null;
  }
  return isScalar(document.node(path)) ? path : null;
}

function tryReplace(document: YamlDocument, path: YamlPath, value: string): Edit | null {
  try {
    return replaceScalar(document, path, value) ?? null;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
