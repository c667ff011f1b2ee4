import type { Location } from '../../../location.ts';
import { placesIn } from '../../../location.ts';
import { mayBeFor } from '../../facts/argocd/manifest-environments.ts';
import { templateOf } from '../../facts/helm/chart-templates.ts';
import { terraform } from '../../facts/terraform/resources.ts';
import type { RuleContext } from '../../rule/context.ts';
import { meshInstalls } from './installations.ts';

/** What a line says of the mode of an Istio mesh. */
export type MeshMark =
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
  /** Whether it may be for nothing: a template writes it only under a condition, a workflow for its tests. */
  apart: boolean;
}

const marks: readonly { mark: MeshMark; pattern: RegExp; files: RegExp }[] = [
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
  { mark: 'istiod', pattern: /\bhelm\s+(?:install|upgrade)\b[^\n]*\bistiod\b/g, files: /./ },
  { mark: 'istiod', pattern: /^kind:\s*["']?IstioOperator\b/gm, files: /\.ya?ml$/ },
  { mark: 'ztunnel', pattern: /\bhelm\s+(?:install|upgrade)\b[^\n]*\bztunnel\b/g, files: /./ },
  { mark: 'ztunnel', pattern: /^[ \t]*ztunnel:[ \t]*\n[ \t]+enabled:[ \t]*true\b/gm, files: /\.ya?ml$/ },
  { mark: 'ztunnel', pattern: /^kind:\s*["']?(?:Istio|ZTunnel)\b["']?\s*$/gm, files: /\.ya?ml$/ },
  // May install it in a way that is not read; Terraform's descriptions of open ports do not.
  { mark: 'named', pattern: /\bztunnel\b/g, files: /\.(?!tf$)\w+$|(^|\/)[^.]+$/ },
];

const read = new WeakMap<RuleContext, MeshPiece[]>();

/** Everything that says something of the mode of the mesh, comments apart. Rules need YAML, templates, Terraform and scripts. */
export function meshPieces(context: RuleContext): readonly MeshPiece[] {
  const known = read.get(context);
  if (known) return known;
  const code = new Map(terraform(context).map((file) => [file.path, file.code]));
  const pieces: MeshPiece[] = meshInstalls(context).map(({ chart, file, location }) => ({
    mark: chart === 'istiod' ? 'istiod' : 'ztunnel',
    file,
    location,
    apart: false,
  }));
  for (const [path, text] of context.texts) {
    if (!/istio|ztunnel|15008/.test(text) || /\.(?:md|json|tfvars)$/.test(path)) continue;
    const template = /\.(?:ya?ml|tpl)$/.test(path) ? templateOf(path, context) : undefined;
    const clean =
      template?.clean ?? code.get(path) ?? text.replace(/(^|\s)#.*$/gm, (comment) => ' '.repeat(comment.length));
    const placeOf = placesIn({ path, text });
    for (const { mark, pattern, files } of marks) {
      if (!files.test(path)) continue;
      for (const { 0: whole, index } of clean.matchAll(pattern)) {
        const start = index + (/^\s*/.exec(whole)?.[0].length ?? 0);
        const conditional = template?.blocks.some(
          ({ keyword, start: from, end }) => keyword !== 'define' && keyword !== 'block' && from < start && start < end,
        );
        // What a workflow does with a cluster of its own says nothing of others.
        const apart = conditional === true || path.startsWith('.github/');
        pieces.push({ mark, file: path, location: placeOf(start), apart });
      }
    }
  }
  read.set(context, pieces);
  return pieces;
}

/** The pieces that may be for an environment, by mark. */
export function piecesFor(environment: string | null, context: RuleContext): (mark: MeshMark) => readonly MeshPiece[] {
  const found = new Map<MeshMark, MeshPiece[]>();
  for (const piece of meshPieces(context)) {
    if (!mayBeFor(piece.file, environment, context)) continue;
    const known = found.get(piece.mark);
    if (known) known.push(piece);
    else found.set(piece.mark, [piece]);
  }
  return (mark) => found.get(mark) ?? [];
}
