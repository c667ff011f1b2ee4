import type { Application } from '../argocd/application.ts';
import { kustomizationIn, readValue } from '../argocd/kustomization.ts';
import { spelledPath } from '../argocd/kustomization-fields.ts';
import { type Location, placesIn } from '../location.ts';
import { quoteName, showPath } from '../names.ts';
import { joinPath, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { UserError } from '../user-error.ts';
import { field, isRecord, listAt } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import { foldersThatTake } from './file-readers.ts';
import { targetOf } from './kustomize-patches.ts';
import type { TargetContext } from './target.ts';

/**
 * UserError where the kustomization that deploys an Application patches what it takes images from: what its own file
 * says may not be what runs.
 */
export function refusePatched(application: Application, context: TargetContext): void {
  const { manifests, values } = context;
  for (const folder of foldersThatTake(application.file, manifests)) {
    const file = kustomizationIn(folder, values);
    const [document] = (file === undefined ? undefined : manifests.parse(file))?.documents ?? [];
    if (!document) continue;
    for (const { place, text, target } of patchesIn(folder, document, context)) {
      const said = ofSources.exec(text);
      if (!isFor(application, text, target) || !said) continue;
      throw new UserError(
        `Application ${quoteName(application.name)} is patched by ${showPath(document.file.path)}, so what it says itself may not run`,
        {
          location: place(said.index),
          help: 'Let the patch leave its sources alone, and write the tag in the Application, or in a file that its source reads.',
        },
      );
    }
  }
}

/** What a patch says that changes the sources of an Application. */
const ofSources = /source|helm|kustomize|images|parameters|values/i;

interface Patch {
  /** Where an offset of what it says is. */
  place: (offset: number) => Location;
  /** What it says; '' for a file that is not read. */
  text: string;
  target: ReturnType<typeof targetOf>;
}

function* patchesIn(folder: string, document: YamlDocument, { manifests }: TargetContext): Generator<Patch> {
  const value = readValue(document);
  for (const key of ['patches', 'patchesJson6902', 'patchesStrategicMerge'])
    for (const [index, entry] of listAt(value, key).entries()) {
      const at = spelledPath(document.value(), [key, index]);
      const [inline, named] = isRecord(entry) ? [field(entry, 'patch'), field(entry, 'path')] : [entry, entry];
      const target = targetOf(entry);
      const read = fileOf(folder, named, manifests);
      if (read) yield { place: placesIn(read), text: read.text, target };
      else yield { ...inlinePatch(document, isRecord(entry) ? [...at, 'patch'] : at, inline ?? named), target };
    }
}

/** The file that a patch names; undefined where it names none that was read. */
function fileOf(
  folder: string,
  named: unknown,
  manifests: TargetContext['manifests'],
): { path: string; text: string } | undefined {
  const path = typeof named === 'string' ? normaliseRepositoryPath(joinPath(folder, named)) : null;
  const text = path === null ? undefined : manifests.text(path);
  return path === null || text === undefined ? undefined : { path, text };
}

/** A patch that the kustomization itself says: a text of it, or a map. */
function inlinePatch(document: YamlDocument, at: YamlPath, written: unknown): Omit<Patch, 'target'> {
  const [start = 0, end = 0] = document.node(at)?.range ?? [];
  const { file } = document;
  const text = typeof written === 'string' ? written : (JSON.stringify(written) ?? '');
  const shown = file.text.slice(start, end);
  // The words that are looked for stand in the text of the file as they do in what it says.
  const place = (offset: number): Location => {
    const [word = ''] = ofSources.exec(text.slice(offset)) ?? [];
    const found = word === '' ? -1 : shown.indexOf(word);
    return found === -1 ? document.locate(at) : file.location(start + found);
  };
  return { place, text };
}

/** Whether a patch may be for an Application: its target says so, or the object that it merges. */
function isFor({ name }: Application, text: string, target: Patch['target']): boolean {
  const names = (said: string): boolean => said === '' || said === name || /[^\w.-]/.test(said);
  if (target) return (target.kind === '' || target.kind === 'Application') && names(target.name);
  return /kind["']?\s*:\s*["']?Application\b/.test(text) && text.includes(name);
}
