import { groupInto } from '../grouping.ts';
import { folderOf } from '../tree/repository-paths.ts';
import type { Application, ApplicationSource } from './application.ts';
import { directoryFilter } from './source-contents.ts';
import { isHere, mayBeOurs, revisionOf } from './source-place.ts';
import { type ValueFileTree, valueFilesOf } from './value-files.ts';

/** Who reads a file: to know whom else an edit would reach. */
export interface SourceReaders {
  /** Applications that name a file among their value files, at a revision. */
  ofValueFile(path: string, revision: string): readonly Application[];
  /** Applications that take manifests from a folder, at a revision. */
  ofFolder(folder: string, revision: string): readonly Application[];
  /** Applications that take a file as a manifest, at a revision. */
  ofManifest(path: string, revision: string): readonly Application[];
  /** Applications that are generated from a file: from an ApplicationSet in it, or from what its generator reads. */
  ofGenerator(path: string): readonly Application[];
}

/**
 * Indexes all Applications once, so that asking costs no walk over all of them; `paths` are those of the files that
 * are asked for, or more.
 */
export function sourceReaders(applications: readonly Application[], paths: ValueFileTree['paths']): SourceReaders {
  const values = new Map<string, Application[]>();
  const folders = new Map<string, { application: Application; source: ApplicationSource }[]>();
  const generators = new Map<string, Application[]>();
  for (const application of applications) {
    for (const path of generatorFiles(application)) groupInto(generators, path, application);
    for (const source of application.sources) {
      for (const { path, revision } of valueFilesOf(application, source, { paths, isOurs: mayBeOurs }))
        if (path !== null) groupInto(values, key(path, revision), application);
      if (isHere(source)) groupInto(folders, key(source.path ?? '', revisionOf(source)), { application, source });
    }
  }
  return {
    ofValueFile: (path, revision) => values.get(key(path, revision)) ?? [],
    ofFolder: (folder, revision) => (folders.get(key(folder, revision)) ?? []).map(({ application }) => application),
    ofManifest: (path, revision) => {
      const found: Application[] = [];
      for (let folder = folderOf(path); ; folder = folderOf(folder)) {
        for (const { application, source } of folders.get(key(folder, revision)) ?? [])
          if (directoryFilter(source)(path)) found.push(application);
        if (folder === '') return found;
      }
    },
    ofGenerator: (path) => generators.get(path) ?? [],
  };
}

function generatorFiles({ file, generated }: Application): ReadonlySet<string> {
  return new Set(generated ? [file, ...generated.elements.map(({ document }) => document.file.path)] : []);
}

function key(path: string, revision: string): string {
  return `${revision}\0${path}`;
}
