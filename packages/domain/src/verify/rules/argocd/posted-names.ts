import { deploymentPrefix } from '../../../gates/health.ts';
import { field, keysAt, listAt, plainValue, textsIn, valueAt } from '../../../yaml/value.ts';
import { parseYamlFile } from '../../../yaml/yaml-document.ts';

/** What a notification of Argo CD posts on the commit that was synced, as `health` of the configuration names it. */
export interface PostedName {
  template: string;
  /** A Go template: `argocd/{{.app.metadata.name}}`. */
  name: string;
  /** Whether it says itself where the repository of an Application stands. */
  hasRepository: boolean;
  /** The address of its status, where that is none as far as it is known: GitHub refuses the status. */
  badAddress: string | null;
}

/** What the templates of an argocd-notifications-cm post to GitHub, of those that a trigger sends. */
export function postedNames(data: unknown): PostedName[] {
  const keys = keysAt(data);
  const context = yamlAt(data, 'context');
  const sent = new Set(
    keys.flatMap((key) => conditionsOf(data, key).flatMap((condition) => textsIn(field(condition, 'send')))),
  );
  return keys.flatMap((key) => {
    const template = key.startsWith('template.') ? key.slice('template.'.length) : null;
    if (template === null || !sent.has(template)) return [];
    const github = field(yamlAt(data, key), 'github');
    const hasRepository = typeof field(github, 'repoURLPath') === 'string';
    const deployment = valueAt(github, ['deployment', 'environment']);
    const names: [unknown, string | null][] = [
      [valueAt(github, ['status', 'label']), badAddressIn(valueAt(github, ['status', 'targetURL']), context)],
      [valueAt(github, ['checkRun', 'name']), null],
      [typeof deployment === 'string' ? `${deploymentPrefix}${deployment}` : undefined, null],
    ];
    return names.flatMap(([name, badAddress]) =>
      typeof name === 'string' ? [{ template, name, hasRepository, badAddress }] : [],
    );
  });
}

/**
 * A trigger whose `when` or `oncePer` is no text, such as a list that nobody put into quotes; null without one. Argo CD's
 * notifications refuse all of its ConfigMap then.
 */
export function refusedTrigger(data: unknown): { key: string; field: string } | null {
  for (const key of keysAt(data))
    for (const condition of conditionsOf(data, key))
      for (const name of ['when', 'oncePer'])
        if (!['string', 'undefined'].includes(typeof field(condition, name))) return { key, field: name };
  return null;
}

/** The conditions of a trigger; none of another key. */
function conditionsOf(data: unknown, key: string): unknown[] {
  return key.startsWith('trigger.') ? listAt({ conditions: yamlAt(data, key) }, 'conditions') : [];
}

/** The address of a status where it surely begins with no http:// or https://; what an action may say is not known, but for the context. */
function badAddressIn(targetURL: unknown, context: unknown): string | null {
  if (typeof targetURL !== 'string' || targetURL === '') return null;
  const [, name] = /^\{\{-? *\.context\.(\w+) *-?\}\}/.exec(targetURL) ?? [];
  const beginning = name === undefined ? targetURL : String(field(context, name) ?? '');
  return /^(https?:\/\/|\{\{)/.test(beginning) ? null : targetURL;
}

/** The value of a key that holds YAML as a text; undefined where it is none. */
function yamlAt(data: unknown, key: string): unknown {
  const text = field(data, key);
  if (typeof text !== 'string') return undefined;
  const { documents, errors } = parseYamlFile(key, text);
  return documents[0] && errors.length === 0 ? plainValue(documents[0]) : undefined;
}

/** Whether a name may be what a template writes for an Application: what is not known of it stands for anything. */
export function mayPost({ name }: PostedName, wanted: string, application: string): boolean {
  const [first = '', ...rest] = knownTexts(name, application);
  if (rest.length === 0) return first === wanted;
  if (!wanted.startsWith(first)) return false;
  let at = first.length;
  for (const text of rest.slice(0, -1)) {
    const found = wanted.indexOf(text, at);
    if (found === -1) return false;
    at = found + text.length;
  }
  const last = rest.at(-1) ?? '';
  return wanted.length - last.length >= at && wanted.endsWith(last);
}

/** The texts of a Go template around what is not known of it; the name of the Application is. */
function knownTexts(template: string, application: string): string[] {
  const [first = '', ...rest] = template.split('{{');
  const texts = [first];
  for (const part of rest) {
    const end = part.indexOf('}}');
    const action = end === -1 ? '' : part.slice(0, end).replace(/^-/, '').replace(/-$/, '').trim();
    const text = end === -1 ? '' : part.slice(end + 2);
    if (action === '.app.metadata.name') texts.push(`${texts.pop()}${application}${text}`);
    else texts.push(text);
  }
  return texts;
}
