import type { Application } from '../../../argocd/application.ts';
import { present } from '../../../present.ts';
import type { YamlPath } from '../../../yaml/yaml-document.ts';
import type { RuleFinding } from '../../rule/rule.ts';
import type { KubernetesObject } from '../kubernetes/objects.ts';

/** A finding about an Application, at a place of its document. */
export function applicationFinding(
  { name, environment, document }: Application,
  at: YamlPath,
  message: string,
): RuleFinding {
  return { location: document.locate(at), subject: name, ...present({ environment }), message };
}

/** A finding about an object of a plain manifest, at a place of it, in an environment. */
export function objectFinding(
  { name, document, at: start }: KubernetesObject,
  environment: string | null,
  at: YamlPath,
  message: string,
): RuleFinding {
  return { location: document.locate([...start, ...at]), subject: name, ...present({ environment }), message };
}
