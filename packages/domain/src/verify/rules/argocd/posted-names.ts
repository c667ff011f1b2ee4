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
}

/** What the templates of an argocd-notifications-cm post to GitHub, of those that a trigger sends. */
export function postedNames(data: unknown): PostedName[] {
  const keys = keysAt(data);
  const sent = new Set(
    keys.flatMap((key) =>
      key.startsWith('trigger.')
        ? listAt({ conditions: yamlAt(data, key) }, 'conditions').flatMap((condition) =>
            textsIn(field(condition, 'send')),
          )
        : [],
    ),
  );
  return keys.flatMap((key) => {
    const template = key.startsWith('template.') ? key.slice('template.'.length) : null;
    if (template === null || !sent.has(template)) return [];
    const github = field(yamlAt(data, key), 'github');
    const hasRepository = typeof field(github, 'repoURLPath') === 'string';
    const deployment = valueAt(github, ['deployment', 'environment']);
    const names = [
      valueAt(github, ['status', 'label']),
      valueAt(github, ['checkRun', 'name']),
      typeof deployment === 'string' ? `${deploymentPrefix}${deployment}` : undefined,
    ];
    return names.flatMap((name) => (typeof name === 'string' ? [{ template, name, hasRepository }] : []));
  });
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
