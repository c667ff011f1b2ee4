import { isMap, isScalar, isSeq } from 'yaml';
import type { Application } from '../../../argocd/application.ts';
import { sameEnvironment } from '../../../argocd/environment-names.ts';
import { textPattern } from '../../../text-pattern.ts';
import { applyEdits, type Edit } from '../../../yaml/edit.ts';
import { plainValue } from '../../../yaml/value.ts';
import { parseYamlFile, type YamlDocument, type YamlPath } from '../../../yaml/yaml-document.ts';
import type { RuleContext } from '../../rule/context.ts';
import { type Clone, type CloneTarget, isAlone, isFree, tryReplace, withoutWaivers } from './clone.ts';
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
import { type ServiceRenamer, serviceRenamer } from './service-renamer.ts';
import { taggedTexts } from './tagged-texts.ts';

/**
 * The Application of a service for another environment. It gets the values by which the Applications of all other
 * services differ between the two environments. Null where those do not all differ in the same way, or where the
 * service has a value of its own in a place that would have to change.
 */
export function cloneToEnvironment(
  application: Application,
  environment: string,
  target: CloneTarget,
  context: RuleContext,
): Clone | null {
  const from = application.environment;
  if (from === null || application.service !== target.service.name || !isAlone(application, context)) return null;
  const others = environmentDifferences(from, environment, context);
  const own = neutralValues(application, context);
  const alike = others.pairs.find(({ before }) => hasSameValues(before, own));
  if (!alike) return edited(application, own, target.tag, { ...others, context });
  const paths = [...alike.before.keys(), ...alike.after.keys()];
  const isClear = paths.every((path) => others.differences.get(path) !== 'unclear');
  return isClear ? cloneApplication(alike.other, target, context) : null;
}

function hasSameValues(one: NeutralValues, other: NeutralValues): boolean {
  return one.size === other.size && [...one].every(([path, value]) => path === filePath || other.get(path) === value);
}

/** The Application's own text with the values of the other environment. */
function edited(
  application: Application,
  own: NeutralValues,
  tag: string,
  { context, ...others }: EnvironmentDifferences & { context: RuleContext },
): Clone | null {
  const { file, service } = application;
  const texts = taggedTexts(application, tag, context);
  const text = texts?.size === 1 ? texts.get(file) : undefined;
  const target = others.differences.get(filePath);
  const [sibling] = others.pairs;
  if (text === undefined || !sibling || service === null) return null;
  if (target === undefined || target === 'unclear' || target.now === undefined) return null;
  if (target.old !== own.get(filePath) || lacksWhatAllHave(own, others.differences)) return null;
  const names = [...context.services.keys()];
  const toService = serviceRenamer(anyService, service, names);
  const path = toService(target.now);
  const edits = valueEdits(parseYamlFile(file, text).documents[0], application.environment ?? '', others, {
    toNeutral: serviceRenamer(service, anyService, names),
    toService,
  });
  const rename = serviceRenamer(sibling.other.service ?? '', service, names);
  const listed = edits && listedBeside(sibling.other.file, rename, context);
  if (!edits || !listed || !isFree(path, context)) return null;
  const clone = { creates: [{ path, text: withoutWaivers(applyEdits(text, edits)) }], edits: listed };
  return readsWhatIsThere(clone, application, context) ? clone : null;
}

/** The edits that give a document the values of the other environment; null where nobody can tell one of them. */
function valueEdits(
  document: YamlDocument | undefined,
  environment: string,
  { differences, known }: EnvironmentDifferences,
  { toNeutral, toService }: { toNeutral: ServiceRenamer; toService: ServiceRenamer },
): Edit[] | null {
  if (!document) return null;
  const edits: Edit[] = [];
  for (const [path, value] of flatten(plainValue(document))) {
    const difference = differences.get(toNeutral(path));
    if (difference === undefined) {
      // A value that only this service has may be of its environment: nobody tells what it is in the other.
      if (!known.has(toNeutral(path)) && mentions(value, environment)) return null;
      continue;
    }
    if (difference === 'unclear' || difference.old !== toNeutral(value) || difference.now === undefined) return null;
    const at = yamlPath(document, JSON.parse(path) as string[]);
    const edit = at && tryReplace(document, at, toService(difference.now));
    if (!edit) return null;
    edits.push(edit);
  }
  return edits;
}

/** Whether all others have a value that this one lacks: nobody tells whether it is meant to be missing. */
function lacksWhatAllHave(own: NeutralValues, differences: EnvironmentDifferences['differences']): boolean {
  return [...differences].some(([path, difference]) => difference !== 'unclear' && difference.common && !own.has(path));
}

/** Whether a value names an environment, in any spelling. */
function mentions(value: string, environment: string): boolean {
  const names = [environment, ...sameEnvironment(environment)];
  return textPattern('i')`(?<![A-Za-z0-9])${names}(?![A-Za-z0-9])`.test(value);
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
