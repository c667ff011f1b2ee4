import { printable } from '../printable.ts';
import type { YamlPath } from '../yaml/yaml-document.ts';
import type { Difference } from './differences.ts';
import type { DifferenceKind } from './judge.ts';

/** A rendered value that changes, as a person and a program may read it: without what a Secret holds. */
export interface RenderedChange {
  /** `Deployment web in shop` */
  object: string;
  /** `spec.template.spec.containers[0].image`; '' for the whole object. */
  field: string;
  old: string;
  new: string;
  kind: DifferenceKind;
}

/** Stands for what a Secret holds. */
const hidden = '(hidden)';
const longest = 300;

export function renderedChange(difference: Difference, kind: DifferenceKind): RenderedChange {
  const { object, path, before, after } = difference;
  return {
    object: printable(object.title),
    field: printable(showField(path)),
    old: shown(difference, before),
    new: shown(difference, after),
    kind,
  };
}

/** A value in one line, and no longer than a person reads. Of a Secret its name and its labels are shown alone. */
function shown({ object, path }: Difference, value: unknown): string {
  if (value === undefined) return '';
  const isOpen = path[0] === 'metadata' && ['name', 'namespace', 'labels'].includes(String(path[1]));
  if (object.kind === 'Secret' && !isOpen) return hidden;
  if (path.length === 0) return '(the whole object)';
  const text = printable(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function showField(path: YamlPath): string {
  return path
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      return /^[\w-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
    })
    .join('')
    .replace(/^\./, '');
}
