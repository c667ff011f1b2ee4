import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import type { Kustomization, KustomizeContents } from '../../../argocd/kustomization.ts';
import { sourceContents } from '../../../argocd/source-contents.ts';
import { groupBy } from '../../../grouping.ts';
import { memoize } from '../../../memo.ts';
import { kustomizations, yamlFiles } from '../../../tree/file-types.ts';
import { listAt, textAt } from '../../../yaml/value.ts';
import type { YamlDocument } from '../../../yaml/yaml-document.ts';
import type { RuleContext } from '../../rule/context.ts';

/** What a rule needs to have read that asks what a source deploys. */
export const sourceManifestsNeeds = [yamlFiles, kustomizations] as const;

/** An entry of `images:` in a kustomization. */
export interface KustomizeImage {
  document: YamlDocument;
  index: number;
  name: string;
  newName: string | null;
  newTag: string | null;
  digest: string | null;
}

/** What a source of this repository deploys. */
export interface OwnedFiles {
  source: ApplicationSource;
  tool: 'directory' | 'kustomize' | 'helm';
  /** Manifests as they are; a chart's templates are none. Sorted. */
  files: readonly string[];
  /** What its kustomization leads to; null for another tool. */
  kustomize: KustomizeContents | null;
  images: readonly KustomizeImage[];
  /** The texts that its images are written in; null where something that is not read may bring others. */
  imageTexts: readonly string[] | null;
}

/**
 * What each source of an Application deploys from this repository. Sources elsewhere, charts of elsewhere, plugins and
 * sources that Argo CD refuses have none.
 */
export function ownedFiles(application: Application, context: RuleContext): readonly OwnedFiles[] {
  const known = ownedIn(context);
  const before = known.get(application);
  if (before) return before;
  const owned = application.sources.flatMap((source) => {
    if (source.path === null || !context.isOurs(source) || context.paths.at(source.path) !== 'folder') return [];
    return ownedBySource(application, source, context);
  });
  known.set(application, owned);
  return owned;
}

const ownedIn = memoize((_context: RuleContext) => new Map<Application, readonly OwnedFiles[]>());

function ownedBySource(application: Application, source: ApplicationSource, context: RuleContext): OwnedFiles[] {
  const { tool, manifests, kustomize, unread } = sourceContents(application, source, context);
  if (tool === null || tool === 'plugin') return [];
  const images = kustomize?.kustomizations.flatMap(imagesOf) ?? [];
  const imageTexts = kustomize && unread.length === 0 ? imageTextsOf(kustomize, context) : null;
  return [{ source, tool, files: manifests, kustomize, images, imageTexts }];
}

/** The texts of manifests and patches; null where one was not read. */
function imageTextsOf({ files, kustomizations: found }: KustomizeContents, context: RuleContext): string[] | null {
  const texts = found.flatMap(({ inlinePatches }) => inlinePatches);
  for (const { path, use } of files) {
    if (use !== 'manifest' && use !== 'patch') continue;
    const text = context.text(path);
    if (text === undefined) return null;
    texts.push(text);
  }
  return texts;
}

function imagesOf({ document, value }: Kustomization): KustomizeImage[] {
  return listAt(value, 'images').flatMap((entry, index): KustomizeImage[] => {
    const name = textAt(entry, 'name');
    if (name === undefined) return [];
    const [newName = null, newTag = null, digest = null] = ['newName', 'newTag', 'digest'].map((key) =>
      textAt(entry, key),
    );
    return [{ document, index, name, newName, newTag, digest }];
  });
}

/** For each Application the indices of those whose file it deploys, itself included. */
export function deployedApplications(context: RuleContext): number[][] {
  const { applications } = context.catalog;
  const byFile = groupBy(applications.keys(), (index) => applications[index]?.file ?? '');
  return applications.map((application) => {
    const files = ownedFiles(application, context).flatMap((owned) => owned.files);
    return [...new Set(files.flatMap((file) => byFile.get(file) ?? []))].sort((a, b) => a - b);
  });
}
