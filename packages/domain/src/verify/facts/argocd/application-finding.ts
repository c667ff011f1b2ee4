import type { Application } from '../../../argocd/application.ts';
import { present } from '../../../present.ts';
import type { YamlPath } from '../../../yaml/yaml-document.ts';
import type { RuleFinding } from '../../rule/rule.ts';

/** A finding about an Application, at a place of its document. */
export function applicationFinding(
  { name, environment, document }: Application,
  at: YamlPath,
  message: string,
): RuleFinding {
  return { location: document.locate(at), subject: name, ...present({ environment }), message };
}
