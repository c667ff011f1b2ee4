import type { Application } from '../argocd/application.ts';
import { kustomizationIn } from '../argocd/kustomization.ts';
import { quoteName, showPath } from '../names.ts';
import { joinPath, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { UserError } from '../user-error.ts';
import { field, isRecord, listAt, plainValue } from '../yaml/value.ts';
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
    for (const { at, text, target } of patchesIn(folder, document, context)) {
      if (!isFor(application, text, target) || !/source|helm|kustomize|images|parameters|values/i.test(text)) continue;
      throw new UserError(
        `Application ${quoteName(application.name)} is patched by ${showPath(document.file.path)}, so what it says itself may not run`,
        {
          location: document.locate(at),
          help: 'Let the patch leave its sources alone, and write the tag in the Application, or in a file that its source reads.',
        },
      );
    }
  }
}

interface Patch {
  at: YamlPath;
  /** What it says; '' for a file that is not read. */
  text: string;
  target: ReturnType<typeof targetOf>;
}

function* patchesIn(folder: string, document: YamlDocument, { manifests }: TargetContext): Generator<Patch> {
  const value = plainValue(document);
  const textOf = (written: unknown): string => {
    if (typeof written !== 'string') return JSON.stringify(written) ?? '';
    const path = normaliseRepositoryPath(joinPath(folder, written));
    return (path === null ? undefined : manifests.text(path)) ?? written;
  };
  for (const key of ['patches', 'patchesJson6902', 'patchesStrategicMerge'])
    for (const [index, entry] of listAt(value, key).entries()) {
      const written = isRecord(entry) ? (field(entry, 'patch') ?? field(entry, 'path')) : entry;
      yield { at: [key, index], text: textOf(written), target: targetOf(entry) };
    }
}

/** Whether a patch may be for an Application: its target says so, or the object that it merges. */
function isFor({ name }: Application, text: string, target: Patch['target']): boolean {
  const names = (said: string): boolean => said === '' || said === name || /[^\w.-]/.test(said);
  if (target) return (target.kind === '' || target.kind === 'Application') && names(target.name);
  return /kind["']?\s*:\s*["']?Application\b/.test(text) && text.includes(name);
}
