import { groupBy } from '../../../grouping.ts';
import { type Location, placesIn } from '../../../location.ts';
import { memoize } from '../../../memo.ts';
import { scripts, terraformFiles } from '../../../tree/file-types.ts';
import { mayBeFor } from '../../facts/argocd/manifest-environments.ts';
import { chartTemplatesNeeds, templateOf } from '../../facts/helm/chart-templates.ts';
import { terraform } from '../../facts/terraform/resources.ts';
import type { RuleContext } from '../../rule/context.ts';
import { meshInstallations } from './installations.ts';

/** What a line says of the mode of an Istio mesh. */
type MeshMark =
  | 'istiod'
  | 'ztunnel'
  | 'named'
  | 'profile'
  | 'ambient'
  | 'waypoint'
  | 'use-waypoint'
  | 'hbone'
  | 'sidecar';

export interface MeshPiece {
  mark: MeshMark;
  file: string;
  location: Location;
  /** Whether it may not be there in a cluster: a template writes it under a condition, a workflow for its tests. */
  conditional: boolean;
}

const marks: readonly { mark: MeshMark; pattern: RegExp; files: RegExp; naming?: RegExp }[] = [
  { mark: 'ambient', pattern: /\bistio\.io\/dataplane-mode["']?\s*[:=]\s*["']?ambient\b/g, files: /./ },
  { mark: 'use-waypoint', pattern: /\bistio\.io\/use-waypoint["']?\s*[:=]\s*["']?(?!none\b)[\w{-]/g, files: /./ },
  { mark: 'waypoint', pattern: /\bgatewayClassName:\s*["']?istio-waypoint\b/g, files: /\.(?:ya?ml|tpl)$/ },
  { mark: 'waypoint', pattern: /\bistioctl\s+(?:x\s+|experimental\s+)?waypoint\s+apply\b/g, files: /./ },
  { mark: 'sidecar', pattern: /\bistio-injection["']?\s*[:=]\s*["']?enabled\b/g, files: /./ },
  { mark: 'sidecar', pattern: /^[ \t]*["']?istio\.io\/rev["']?\s*:\s*["']?\w/gm, files: /\.(?:ya?ml|tpl)$/ },
  { mark: 'sidecar', pattern: /\bsidecar\.istio\.io\/inject["']?\s*[:=]\s*["']true\b/g, files: /./ },
  { mark: 'profile', pattern: /\bprofile["']?\s*[:=]\s*["']?ambient\b/g, files: /./ },
  { mark: 'profile', pattern: /\bname\s*[:=]\s*["']?profile["']?,?\s+value\s*[:=]\s*["']?ambient\b/g, files: /./ },
  { mark: 'hbone', pattern: /\bfrom_port\s*=\s*15008\b/g, files: /\.tf$/ },
  { mark: 'istiod', pattern: /\bistioctl\s+install\b/g, files: /./ },
  { mark: 'istiod', pattern: /\bhelm\s+(?:install|upgrade)\b[^\n]*/g, files: /./, naming: /\bistiod\b/ },
  { mark: 'istiod', pattern: /^kind:\s*["']?IstioOperator\b/gm, files: /\.ya?ml$/ },
  { mark: 'ztunnel', pattern: /\bhelm\s+(?:install|upgrade)\b[^\n]*/g, files: /./, naming: /\bztunnel\b/ },
  { mark: 'ztunnel', pattern: /^[ \t]*ztunnel:[ \t]*\n[ \t]+enabled:[ \t]*true\b/gm, files: /\.ya?ml$/ },
  { mark: 'ztunnel', pattern: /^kind:\s*["']?(?:Istio|ZTunnel)\b["']?\s*$/gm, files: /\.ya?ml$/ },
  // May install it in a way that is not read; Terraform's descriptions of open ports do not.
  { mark: 'named', pattern: /\bztunnel\b/g, files: /\.(?!tf$)\w+$|(^|\/)[^./]+$/ },
];

/** What a rule that asks for the mode of the mesh has to read. */
export const meshPiecesNeeds = [...chartTemplatesNeeds, terraformFiles, scripts] as const;

/** Everything that says something of the mode of the mesh, without what comments say. */
export const meshPieces = memoize((context: RuleContext): readonly MeshPiece[] => {
  const code = new Map(terraform(context).map((file) => [file.path, file.code]));
  const pieces = meshInstallations(context).map(
    ({ chart, file, location }): MeshPiece => ({ mark: chart, file, location, conditional: false }),
  );
  for (const [path, text] of context.texts) {
    if (!/istio|ztunnel|15008/.test(text) || /\.(?:md|json|tfvars)$/.test(path)) continue;
    for (const piece of piecesIn(path, text, code.get(path), context)) pieces.push(piece);
  }
  return pieces;
});

/** `code`: the text of a Terraform file without its comments. */
function* piecesIn(path: string, text: string, code: string | undefined, context: RuleContext): Iterable<MeshPiece> {
  const template = /\.(?:ya?ml|tpl)$/.test(path) ? templateOf(path, context) : undefined;
  const clean = template?.clean ?? code ?? text.replace(/(^|\s)#.*$/gm, (comment) => ' '.repeat(comment.length));
  const conditions = template?.blocks.filter(({ keyword }) => keyword !== 'define' && keyword !== 'block') ?? [];
  const placeOf = placesIn({ path, text });
  for (const { mark, pattern, files, naming } of marks) {
    if (!files.test(path)) continue;
    for (const { 0: whole, index } of clean.matchAll(pattern)) {
      if (naming && !naming.test(whole)) continue;
      const start = index + (/^\s*/.exec(whole)?.[0].length ?? 0);
      const isInside = conditions.some((block) => block.start < start && start < block.end);
      // What a workflow does with a cluster for its tests says nothing about other clusters.
      const conditional = isInside || path.startsWith('.github/');
      yield { mark, file: path, location: placeOf(start), conditional };
    }
  }
}

/** The pieces that may be for an environment, by mark. */
export function piecesFor(environment: string | null, context: RuleContext): (mark: MeshMark) => readonly MeshPiece[] {
  const pieces = meshPieces(context).filter(({ file }) => mayBeFor(file, environment, context));
  const byMark = groupBy(pieces, ({ mark }) => mark);
  return (mark) => byMark.get(mark) ?? [];
}
