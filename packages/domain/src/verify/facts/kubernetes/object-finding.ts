import { present } from '../../../present.ts';
import type { YamlPath } from '../../../yaml/yaml-document.ts';
import type { RuleFinding } from '../../rule/rule.ts';
import type { KubernetesObject } from './objects.ts';

/** A finding about an object of a plain manifest, at a place of it, in an environment. */
export function objectFinding(
  { name, document, at: start }: KubernetesObject,
  environment: string | null,
  at: YamlPath,
  message: string,
): RuleFinding {
  return { location: document.locate([...start, ...at]), subject: name, ...present({ environment }), message };
}
