import { isScalar } from 'yaml';
import type { Application, ChartedBy } from '../argocd/application.ts';
import { editableTemplate, templateYaml } from '../helm/template-as-yaml.ts';
import type { OutputPiece } from '../helm/template-value.ts';
import type { WrittenPart } from '../helm/written-text.ts';
import { quoteName, showPath } from '../names.ts';
import { tryUser, UserError } from '../user-error.ts';
import { parseBlockScalar } from '../yaml/block-scalar.ts';
import { formatYamlPath } from '../yaml/replace-scalar.ts';
import { scalarAround } from '../yaml/scalar-around.ts';
import { walkNodes } from '../yaml/walk-nodes.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import { type FilePlace, isSame } from './file-place.ts';
import type { TargetContext } from './target.ts';
import { usesOfPieces } from './written-parts.ts';

/**
 * The place of a text that a template itself says: the scalar that it is in the template, read as YAML without its
 * actions. Undefined where it is none, or has actions in it. UserError where it is to be written and other Applications
 * are made of it too.
 */
export function literalPlace(
  application: Application,
  { chart }: ChartedBy,
  { part, at, current, value }: { part: WrittenPart; at: number; current: string; value: string | undefined },
  context: TargetContext,
): FilePlace | undefined {
  const { path, start } = part.piece;
  const template = context.manifests.text(path);
  const offset = start + (at - part.from);
  if (template === undefined || template.slice(offset, offset + current.length) !== current) return undefined;
  const found = scalarOf(path, template, offset);
  if (!found) return undefined;
  const { document, at: inDocument, from, to } = found;
  const source = template.slice(from, to);
  const inside = source.indexOf(current, offset - from);
  if (source.includes('{{') || inside !== offset - from) return undefined;
  const isQuoted = /^["']/.test(source);
  const [before, behind] = [source.slice(isQuoted ? 1 : 0, inside), source.slice(inside + current.length)];
  const after = isQuoted ? behind.slice(0, -1) : behind;
  if (value !== undefined) refuseOthers(application, chart, { path, offset }, context);
  return {
    document,
    path: inDocument,
    text: formatYamlPath(document.file.nesting?.path ?? inDocument),
    current,
    value: value === undefined ? undefined : before + value + after,
  };
}

interface TemplateScalar {
  document: YamlDocument;
  at: YamlPath;
  /** [from, to) in the template. */
  from: number;
  to: number;
}

/** The scalar around an offset of a template, also one in YAML in a block of it, ready to be edited. */
function scalarOf(path: string, template: string, offset: number): TemplateScalar | undefined {
  const file = editableTemplate(path, template);
  for (const [index, masked] of templateYaml(path, template).documents.entries()) {
    const scalar = scalarAround(masked, offset);
    const document = file.documents[index];
    if (!scalar || !document) continue;
    const [from = 0, to = 0] = scalar.node.range ?? [];
    if (scalar.node.type !== 'BLOCK_LITERAL') return { document, at: scalar.path, from, to };
    const text = tryUser(
      () => parseBlockScalar(masked, scalar.path),
      () => undefined, // it cannot be edited in place
    );
    return text && inBlock(text, document, offset);
  }
  return undefined;
}

function inBlock(masked: YamlDocument, around: YamlDocument, offset: number): TemplateScalar | undefined {
  const { nesting } = masked.file;
  if (!nesting) return undefined;
  for (const { node, path } of walkNodes(masked)) {
    const [start = 0, end = 0] = node.range ?? [];
    const [from, to] = [nesting.outerOffset(start), nesting.outerOffset(end)];
    if (!isScalar(node) || from > offset || offset >= to) continue;
    const file = { ...masked.file, nesting: { ...nesting, document: around } };
    return { document: { ...masked, file, contents: masked.contents }, at: path, from, to };
  }
  return undefined;
}

function refuseOthers(
  application: Application,
  chart: string,
  { path, offset }: { path: string; offset: number },
  { charted: all }: TargetContext,
): void {
  const others = all.filter((one) => {
    const { charted, environment, service } = one;
    const isOwn = environment === application.environment && service === application.service;
    return charted?.chart === chart && !isOwn && (application.generated || !isSame(one, application));
  });
  const offsetIn = ({ key, path: from, start, text }: OutputPiece): number | undefined =>
    key === null && from === path && start <= offset && offset < start + text.length ? offset - start : undefined;
  const [use] = usesOfPieces(others, offsetIn);
  const other = use?.application;
  if (!other) return;
  throw new UserError(
    `the template ${showPath(path)} says one tag for Application ${quoteName(other.name)} (${other.environment ?? 'no environment'}) too`,
    {
      location: other.document.locate([]),
      help: 'Let it take the tag from a key of the values, which each Application that deploys the chart sets.',
    },
  );
}
