import { isMap, isScalar, isSeq } from 'yaml';
import type { Application, Service } from '../catalog/catalog.ts';
import { sameEnvironment } from '../catalog/environment-names.ts';
import { applyEdits, type Edit } from '../manifest/edit.ts';
import { replaceScalar } from '../manifest/replace-scalar.ts';
import { parseYamlFile, type YamlDocument, type YamlPath } from '../manifest/yaml-document.ts';
import { escapeForRegExp } from '../registers/name-spellings.ts';
import { UserError } from '../user-error.ts';
import type { Model } from '../verify/model.ts';
import { plainValue } from '../verify/ownership.ts';
import { type Clone, isFree } from './clone.ts';
import { cloneApplication, isAlone, listedBeside, readsWhatIsThere } from './clone-application.ts';
import { flatten } from './flatten.ts';
import { isTellingName, type ServiceRenamer, serviceRenamer } from './service-renamer.ts';
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
  model: Model,
): Clone | null {
  const from = application.environment;
  if (from === null || application.service !== service.name || !isAlone(application, model)) return null;
  const own = flatText(application, anyTag, model);
  const pairs = siblingPairs(service, from, environment, model);
  if (own === null || pairs.length === 0) return null;
  const differences = differencesOf(pairs);
  const alike = pairs.find(({ before }) => sameFlat(before, own));
  if (!alike) return edited(application, tag, { pairs, differences, model });
  const isClear = [...alike.before.keys(), ...alike.after.keys()].every((path) => differences.get(path) !== 'unclear');
  return isClear ? cloneApplication(alike.there, service, tag, model) : null;
}

type Flat = ReadonlyMap<string, string>;

/** The Applications of another service in both environments, called as the service is that is cloned for. */
interface Pair {
  there: Application;
  rename: ServiceRenamer;
  before: Flat;
  after: Flat;
}

/** The path of an Application's file is a value of it like any other. */
const filePath = '(file)';

/** With one tag everywhere, tags are no difference. */
const anyTag = 'tag';

function flatText(application: Application, tag: string, model: Model, rename?: ServiceRenamer): Flat | null {
  const text = taggedTexts(application, tag, model)?.get(application.file) ?? application.document.file.text;
  const [document, ...more] = parseYamlFile(application.file, text).documents;
  if (!document || more.length > 0) return null;
  const flat = new Map([[filePath, application.file], ...flatten(plainValue(document))]);
  return rename ? new Map([...flat].map(([path, value]) => [rename(path), rename(value)])) : flat;
}

function siblingPairs(service: Service, from: string, to: string, model: Model): Pair[] {
  const pairs: Pair[] = [];
  for (const [name, applications] of model.applicationsOf) {
    if (name === null || name === service.name || !isTellingName(name)) continue;
    const [here, ...moreHere] = applications.filter(({ environment }) => environment === from);
    const [there, ...moreThere] = applications.filter(({ environment }) => environment === to);
    if (!here || !there || moreHere.length + moreThere.length > 0 || !isAlone(here, model)) continue;
    const rename = serviceRenamer(name, service.name, model.services.keys());
    const [before, after] = [here, there].map((one) => flatText(one, anyTag, model, rename));
    if (before && after) pairs.push({ there, rename, before, after });
  }
  return pairs;
}

function sameFlat(one: Flat, other: Flat): boolean {
  return one.size === other.size && [...one].every(([path, value]) => path === filePath || other.get(path) === value);
}

/** What a value becomes in the other environment; undefined on a side where it is not there. */
interface Difference {
  old: string | undefined;
  now: string | undefined;
  /** Whether every one of the others has the value. */
  common: boolean;
}

/** The values that differ, by path: in the same way in every pair that has the value, or nobody can tell. */
function differencesOf(pairs: readonly Pair[]): Map<string, Difference | 'unclear'> {
  const found = new Map<string, Difference | 'unclear'>();
  for (const path of new Set(pairs.flatMap(({ before, after }) => [...before.keys(), ...after.keys()]))) {
    const having = pairs.filter(({ before, after }) => before.has(path) || after.has(path));
    const first = having.find(({ before, after }) => before.get(path) !== after.get(path));
    if (!first) continue;
    const [old, now] = [first.before.get(path), first.after.get(path)];
    const same = having.every(({ before, after }) => before.get(path) === old && after.get(path) === now);
    found.set(path, same ? { old, now, common: having.length === pairs.length } : 'unclear');
  }
  return found;
}

interface Others {
  pairs: readonly Pair[];
  differences: ReadonlyMap<string, Difference | 'unclear'>;
  model: Model;
}

/** The Application's own text with the values of the other environment. */
function edited(application: Application, tag: string, { pairs, differences, model }: Others): Clone | null {
  const { file } = application;
  const texts = taggedTexts(application, tag, model);
  const text = texts?.size === 1 ? texts.get(file) : undefined;
  const [document] = text === undefined ? [] : parseYamlFile(file, text).documents;
  const [first] = pairs;
  if (text === undefined || !document || !first) return null;
  const flat = flatten(plainValue(document));
  const target = differences.get(filePath);
  if (target === undefined || target === 'unclear' || target.now === undefined || target.old !== file) return null;
  // A value that all others have and this one has not: whether it is meant to be missing, nobody tells.
  const lacks = [...differences].some(
    ([path, difference]) => difference !== 'unclear' && difference.common && path !== filePath && !flat.has(path),
  );
  if (lacks || !isFree(target.now, model)) return null;
  const known = new Set(pairs.flatMap(({ before }) => [...before.keys()]));
  const edits: Edit[] = [];
  for (const [path, value] of flat) {
    const difference = differences.get(path);
    if (difference === undefined) {
      // What only this service says may be of its environment: nobody tells what it is in the other.
      if (!known.has(path) && mentions(value, application.environment ?? '')) return null;
      continue;
    }
    if (difference === 'unclear' || difference.old !== value || difference.now === undefined) return null;
    const at = yamlPath(document, JSON.parse(path) as string[]);
    const edit = at && tryReplace(document, at, difference.now);
    if (!edit) return null;
    edits.push(edit);
  }
  const listed = listedBeside(first.there.file, first.rename, model);
  const clone = listed && { creates: [{ path: target.now, text: applyEdits(text, edits) }], edits: listed };
  return clone && readsWhatIsThere(clone, application, model) ? clone : null;
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
