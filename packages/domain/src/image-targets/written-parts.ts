import type { Application } from '../argocd/application.ts';
import { placeholdersIn } from '../argocd/placeholders.ts';
import { groupBy } from '../grouping.ts';
import type { OutputPiece } from '../helm/template-value.ts';
import type { WrittenPart } from '../helm/written-text.ts';
import { scalarAround } from '../yaml/scalar-around.ts';
import { valueAt, walkValue } from '../yaml/value.ts';
import type { YamlPath } from '../yaml/yaml-document.ts';

/** A part of what the template of a chart writes, in the scalar at a path, with an Application that is made of it. */
interface PartUse {
  application: Application;
  part: WrittenPart;
  path: YamlPath;
}

/**
 * The parts of a kind that are in what templates write for Applications; `offsetIn` says at which letter of one the scalar
 * is that is meant, and undefined of any other part. Of an ApplicationSet an Application is made of
 * its own elements, and of what all of the set have in common.
 */
export function* usesOfPieces(
  applications: readonly Application[],
  offsetIn: (piece: OutputPiece) => number | undefined,
): Iterable<PartUse> {
  for (const [document, those] of groupBy(applications, (one) => one.document)) {
    const [from = 0, , to = 0] = document.contents?.range ?? [];
    for (const part of those[0]?.charted?.written.partsIn(from, to) ?? []) {
      const offset = offsetIn(part.piece);
      if (offset === undefined) continue;
      const path = scalarAround(document, Math.max(part.from + offset, from))?.path ?? [];
      for (const application of those) {
        const { generated } = application;
        if (!generated || isCommon(path) || ownElement(generated.elements, document, path))
          yield { application, part, path };
      }
    }
  }
}

type Elements = NonNullable<Application['generated']>['elements'];

/** Whether a place is none of an element of a list. */
function isCommon(path: YamlPath): boolean {
  return path[1] !== 'generators' || !path.includes('elements');
}

function ownElement(elements: Elements, document: Application['document'], path: YamlPath): YamlPath | undefined {
  return elements.find((one) => one.document === document && one.path.every((step, index) => path[index] === step))
    ?.path;
}

/** What a place is to an Application: what its tools are given, a label, or anything else. */
export function useOf(application: Application, path: YamlPath): 'image' | 'label' | 'other' {
  const { generated, document } = application;
  if (!generated) return useOfField(path);
  if (path[0] === 'spec' && path[1] === 'template') return useOfField(path.slice(2));
  const element = ownElement(generated.elements, document, path);
  if (!element) return path[0] === 'metadata' ? useOfField(path) : 'other';
  // What the template makes of the key of an element.
  const name = path.slice(element.length).join('.');
  const template = valueAt(document.value(), ['spec', 'template']);
  const uses = [...walkValue(template)].flatMap(({ value, path: at }) =>
    typeof value === 'string' && placeholdersIn(value, generated).includes(name) ? [useOfField(at)] : [],
  );
  if (uses.includes('other') || mentions(valueAt(document.value(), ['spec', 'templatePatch']), name)) return 'other';
  return uses.includes('image') ? 'image' : 'label';
}

function mentions(patch: unknown, name: string): boolean {
  return typeof patch === 'string' && patch.includes(name);
}

function useOfField(path: YamlPath): 'image' | 'label' | 'other' {
  if (path.some((step) => step === 'helm' || step === 'kustomize')) return 'image';
  return path[0] === 'metadata' && path[1] !== 'name' && path[1] !== 'namespace' ? 'label' : 'other';
}
