import type { Tree } from '../ports.ts';
import { indexPaths } from '../tree/path-index.ts';
import { isRecord, listAt, valueAt } from '../yaml/value.ts';
import { decodeUtf8, parseYamlFile, type YamlFile } from '../yaml/yaml-document.ts';
import type { Application } from './application.ts';
import type { ValuesTree } from './chart-values.ts';
import { mayBeOurs } from './source-place.ts';
import { resolveValueFile, valueFilesOf } from './value-files.ts';

/** Reads the files of a tree that the values of an Application's charts come from, in one batch. */
export async function openValues(tree: Tree, application: Application): Promise<ValuesTree> {
  const names = { paths: indexPaths(await tree.list()), isOurs: mayBeOurs };
  const contents = await tree.read(wantedPaths(application, names));
  const text = (path: string): string | undefined => {
    const bytes = contents.get(path);
    return bytes && decodeUtf8(path, bytes);
  };
  const parsed = new Map<string, YamlFile>();
  const yaml = (path: string): YamlFile | undefined => {
    const read = parsed.has(path) ? undefined : text(path);
    if (read !== undefined) parsed.set(path, parseYamlFile(path, read));
    return parsed.get(path);
  };
  return { ...names, text, yaml };
}

function wantedPaths(application: Application, names: Pick<ValuesTree, 'paths' | 'isOurs'>): string[] {
  const paths = application.sources.flatMap((source) => {
    const helm = valueAt(application.document.value(), [...source.at, 'helm']);
    const ofParameters = listAt(helm, 'fileParameters').flatMap((parameter) => {
      const written = isRecord(parameter) && typeof parameter.path === 'string' ? parameter.path : null;
      const resolved = written === null ? null : resolveValueFile(written, source, application, names);
      return resolved?.kind === 'here' ? [resolved.path] : [];
    });
    return [...valueFilesOf(application, source, names).flatMap(({ path }) => path ?? []), ...ofParameters];
  });
  return [...new Set(paths)].filter((path) => names.paths.at(path) === 'file').sort();
}
