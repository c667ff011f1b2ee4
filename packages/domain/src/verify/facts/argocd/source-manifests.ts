import picomatch from 'picomatch';
import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import { kustomizationNames } from '../../../tree/file-types.ts';
import { joinPath, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import { field, listAt, plainValue } from '../../../yaml/value.ts';
import type { YamlDocument } from '../../../yaml/yaml-document.ts';
import type { RuleContext } from '../../rule/context.ts';

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
  how: 'directory' | 'kustomize' | 'helm';
  /** Manifests as they are; a chart's templates are none. Sorted. */
  files: string[];
  images: KustomizeImage[];
  /** The texts that its images are written in; null where something that is not read may bring others. */
  imageTexts: string[] | null;
}

/** What each source of an Application deploys from this repository. Sources elsewhere, and charts of elsewhere, have none. */
export function ownedFiles(application: Application, context: RuleContext): OwnedFiles[] {
  return application.sources.flatMap((source): OwnedFiles[] => {
    if (source.path === null || !context.isOurs(source) || context.paths.at(source.path) !== 'folder') return [];
    if (context.paths.at(joinPath(source.path, 'Chart.yaml')) === 'file')
      return [{ source, how: 'helm', files: [], images: [], imageTexts: null }];
    if (kustomizationIn(source.path, context))
      return [{ source, how: 'kustomize', ...kustomized(source.path, context) }];
    const files = directoryFiles(source.path, source.directory, context);
    return [{ source, how: 'directory', files, images: [], imageTexts: null }];
  });
}

/** As Argo CD reads a plain directory: by ending, below it only when told so, `*` of include and exclude crosses `/`. */
function directoryFiles(
  folder: string,
  { recurse, include, exclude }: ApplicationSource['directory'],
  context: RuleContext,
): string[] {
  const included = include ? glob(include) : () => true;
  const excluded = exclude ? glob(exclude) : () => false;
  return context.paths.files(folder, recurse).filter((path) => {
    if (!/\.(?:ya?ml|json|jsonnet)$/.test(path)) return false;
    const relative = folder === '' ? path : path.slice(folder.length + 1);
    return included(relative) && !excluded(relative);
  });
}

function glob(pattern: string): (path: string) => boolean {
  return picomatch(pattern, { bash: true, dot: true, nonegate: true });
}

function kustomizationIn(folder: string, { paths }: RuleContext): string | undefined {
  return kustomizationNames.map((name) => joinPath(folder, name)).find((path) => paths.at(path) === 'file');
}

/** Keys of a kustomization that bring objects or images which no file it names has as they are. */
const bringing = /^(?:components|configurations|generators|helm\w*|replacements|transformers|vars)$/;

/** The files a kustomization takes in, through every kustomization it names. */
function kustomized(folder: string, context: RuleContext): Pick<OwnedFiles, 'files' | 'images' | 'imageTexts'> {
  const files = new Set<string>();
  const patches: string[] = [];
  const images: KustomizeImage[] = [];
  const seen = new Set<string>();
  const pending = [folder];
  let isAllRead = true;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const path = kustomizationIn(next, context);
    const document = path === undefined ? undefined : context.yaml(path)?.documents[0];
    if (!document) {
      isAllRead = false;
      continue;
    }
    const value = plainValue(document);
    for (const key of ['resources', 'bases', 'components']) {
      for (const item of listAt(value, key)) {
        const target = typeof item === 'string' ? normaliseRepositoryPath(joinPath(next, item)) : null;
        const kind = target === null ? null : context.paths.at(target);
        if (target !== null && kind === 'file') files.add(target);
        else if (target !== null && kind === 'folder') pending.push(target);
        else isAllRead = false;
      }
    }
    for (const patch of ['patches', 'patchesStrategicMerge', 'patchesJson6902'].flatMap((key) => listAt(value, key))) {
      const written = typeof patch === 'string' ? patch : (field(patch, 'path') ?? field(patch, 'patch'));
      const target = typeof written === 'string' ? normaliseRepositoryPath(joinPath(next, written)) : null;
      patches.push((target === null ? undefined : context.text(target)) ?? String(written));
    }
    if (typeof value !== 'object' || value === null || Object.keys(value).some((key) => bringing.test(key)))
      isAllRead = false;
    images.push(...imagesOf(document, value));
  }
  const texts = [...files].map((file) => context.text(file));
  const known = texts.filter((text) => text !== undefined);
  const imageTexts = isAllRead && known.length === texts.length ? [...known, ...patches] : null;
  return { files: [...files].sort(), images, imageTexts };
}

function imagesOf(document: YamlDocument, value: unknown): KustomizeImage[] {
  return listAt(value, 'images').flatMap((entry, index): KustomizeImage[] => {
    const name = field(entry, 'name');
    if (typeof name !== 'string') return [];
    const newName = field(entry, 'newName');
    const newTag = field(entry, 'newTag');
    const digest = field(entry, 'digest');
    return [
      {
        document,
        index,
        name,
        newName: typeof newName === 'string' ? newName : null,
        newTag: typeof newTag === 'string' ? newTag : null,
        digest: typeof digest === 'string' ? digest : null,
      },
    ];
  });
}

/** For each Application the indices of those whose file it deploys, itself included. */
export function deployedApplications(context: RuleContext): number[][] {
  const { applications } = context.catalog;
  const byFile = new Map<string, number[]>();
  for (const [index, { file }] of applications.entries()) {
    const known = byFile.get(file);
    if (known) known.push(index);
    else byFile.set(file, [index]);
  }
  return applications.map((application) => {
    const deployed = new Set<number>();
    for (const { files } of ownedFiles(application, context)) {
      for (const file of files) for (const index of byFile.get(file) ?? []) deployed.add(index);
    }
    return [...deployed].sort((a, b) => a - b);
  });
}
