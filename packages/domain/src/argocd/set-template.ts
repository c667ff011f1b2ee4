import { runTemplate } from '../go-template/run-template.ts';
import type { GeneratedBy } from './application.ts';

/** What fills in the templates of one Application. */
export type Supplied = Pick<GeneratedBy, 'parameters' | 'unread' | 'goTemplate' | 'refusesMissing'>;

/**
 * What a Go template of an ApplicationSet becomes with the parameters of its generator; null where that is not known, or
 * where Argo CD makes nothing of it.
 */
export function templateText(
  text: string,
  { parameters, unread, goTemplate, refusesMissing }: Supplied,
): string | null {
  return goTemplate ? runTemplate(text, { parameters, isOpen: unread !== null, refusesMissing }) : null;
}
