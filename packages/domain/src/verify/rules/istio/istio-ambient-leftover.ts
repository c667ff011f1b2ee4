import { quoteName, showPath } from '../../../names.ts';
import { kustomizations } from '../../../tree/file-types.ts';
import { field, valueAt } from '../../../yaml/value.ts';
import { mayBeFor } from '../../facts/argocd/manifest-environments.ts';
import { objectsOfKind } from '../../facts/kubernetes/objects.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { type MeshPiece, meshPiecesNeeds, piecesFor } from './data-plane-mode.ts';

export const istioAmbientLeftover: Rule = {
  id: 'istio-ambient-leftover',
  title: 'A mesh of sidecars has nothing of ambient mode left',
  severity: 'warning',
  incident: '003 1',
  help: 'Remove what is left, or install ztunnel where ambient mode is meant.',
  needs: [...meshPiecesNeeds, kustomizations],
  *check(context) {
    const names = context.catalog.environments.map(({ name }) => name);
    const environments = names.length === 0 ? [null] : names;
    const modes = new Map(environments.map((environment) => [environment, modeOf(environment, context)]));
    const reported = new Set<MeshPiece>();
    for (const mode of modes.values()) {
      if (mode === null) continue;
      for (const piece of mode.leftovers) {
        if (reported.has(piece) || piece.conditional) continue;
        reported.add(piece);
        // A piece that another environment needs is no leftover.
        const needed = environments.some(
          (other) => mayBeFor(piece.file, other, context) && modes.get(other)?.leftovers.includes(piece) !== true,
        );
        if (!needed) yield { location: piece.location, ...wordsFor(piece, mode.sidecar) };
      }
    }
    yield* bothModes(context);
  },
};

interface SidecarMesh {
  /** Where sidecars are injected. */
  sidecar: MeshPiece;
  leftovers: readonly MeshPiece[];
}

/** What is left of ambient mode where only sidecars are used; null where ambient mode is used, or nothing says. */
function modeOf(environment: string | null, context: RuleContext): SidecarMesh | null {
  const pieces = piecesFor(environment, context);
  const [sidecar] = pieces('sidecar');
  if (!sidecar || pieces('istiod').length === 0) return null;
  const proxies = [...pieces('ztunnel'), ...pieces('profile')];
  const labels = pieces('ambient');
  const others = [...pieces('waypoint'), ...pieces('use-waypoint'), ...pieces('hbone')];
  if (proxies.length === 0) return pieces('named').length > 0 ? null : { sidecar, leftovers: [...labels, ...others] };
  return labels.length === 0 ? { sidecar, leftovers: [...proxies, ...others] } : null;
}

function wordsFor({ mark }: MeshPiece, sidecar: MeshPiece): Pick<RuleFinding, 'subject' | 'message'> {
  const where = `sidecars are injected (${showPath(sidecar.file)})`;
  switch (mark) {
    case 'ambient':
      return {
        subject: 'istio.io/dataplane-mode',
        message: `istio.io/dataplane-mode says ambient, and nothing installs ztunnel, while ${where}: pods there are in no mesh, without mTLS and policies`,
      };
    case 'waypoint':
      return {
        subject: 'waypoint',
        message: `a waypoint is made in a mesh where ${where}: no traffic goes through it, and its policies hold for nothing`,
      };
    case 'use-waypoint':
      return {
        subject: 'istio.io/use-waypoint',
        message: `istio.io/use-waypoint is set in a mesh where ${where}: it does nothing, and policies of the waypoint hold for nothing`,
      };
    case 'hbone':
      return {
        subject: '15008',
        message: `port 15008 is open for ztunnel, and no namespace is in ambient mode, while ${where}: it is open for nothing`,
      };
    case 'profile':
      return {
        subject: 'profile',
        message: `the profile is ambient, and no namespace is in ambient mode, while ${where}: half of the mesh is set up for what nothing uses`,
      };
    default:
      return {
        subject: 'ztunnel',
        message: `ztunnel is installed, and no namespace is in ambient mode, while ${where}: it runs on every node for nothing`,
      };
  }
}

/** Namespaces with the labels of both: sidecars win. */
function* bothModes(context: RuleContext): Iterable<RuleFinding> {
  for (const { name, value, document, at } of objectsOfKind('Namespace', context, 'istio.io/dataplane-mode')) {
    const labels = valueAt(value, ['metadata', 'labels']);
    if (field(labels, 'istio.io/dataplane-mode') !== 'ambient' || field(labels, 'istio-injection') !== 'enabled')
      continue;
    yield {
      location: document.locate([...at, 'metadata', 'labels', 'istio.io/dataplane-mode']),
      subject: name,
      message: `namespace ${quoteName(name)} has the labels of sidecars and of ambient mode: its pods get sidecars, and ambient mode is never used there`,
    };
  }
}
