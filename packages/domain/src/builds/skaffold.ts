import { addAll } from '../grouping.ts';
import { folderOf } from '../tree/repository-paths.ts';
import { field, fieldsAt, listAt, textAt } from '../yaml/value.ts';
import { type Build, type BuildFiles, type FileBuilds, pathFrom } from './build.ts';
import { isSkaffoldFile } from './definition-files.ts';
import { readYamlDocuments } from './yaml-file.ts';

/** Builders that read no Dockerfile. */
const otherBuilders = ['jib', 'ko', 'bazel', 'buildpacks', 'custom'];

/**
 * The builds of Skaffold files: the artifacts, and those of profiles, all of which count. An artifact that is required
 * comes as the build argument that its `alias` names (Skaffold v2, docs/references/yaml).
 */
export function skaffoldBuilds(files: BuildFiles): FileBuilds {
  const result: FileBuilds = { builds: [], unread: [] };
  for (const path of files.paths.filter(isSkaffoldFile)) {
    for (const { document, value } of readYamlDocuments(files, path, ['artifacts'], result.unread)) {
      if (!textAt(value, 'apiVersion')?.startsWith('skaffold/')) continue;
      const places = [['build'], ...listAt(value, 'profiles').map((_profile, index) => ['profiles', index, 'build'])];
      for (const place of places) {
        const build = place.reduce<unknown>((inside, key) => field(inside, key), value);
        for (const [index, artifact] of listAt(build, 'artifacts').entries()) {
          const location = document.locate([...place, 'artifacts', index]);
          addAll(result.builds, toBuild(path, artifact, location));
        }
      }
      for (const [index, profile] of listAt(value, 'profiles').entries()) {
        const patch = listAt(profile, 'patches').find((one) => textAt(one, 'path')?.startsWith('/build/artifacts'));
        if (!patch) continue;
        const location = document.locate(['profiles', index, 'patches']);
        result.unread.push({ dockerfile: null, because: 'a patch of a profile changes its artifacts', location });
      }
    }
  }
  return result;
}

function toBuild(path: string, artifact: unknown, location: Build['location']): Build[] {
  if (otherBuilders.some((name) => field(artifact, name) !== undefined)) return [];
  const docker = field(artifact, 'docker') ?? field(artifact, 'kaniko');
  const context = pathFrom(folderOf(path), textAt(artifact, 'context') ?? '.');
  const image = textAt(artifact, 'image');
  const given = fieldsAt(docker, 'buildArgs').map(([name, value]): [string, string | null] => [
    name,
    typeof value === 'string' && !value.includes('{{') ? value : null,
  ]);
  const required = listAt(artifact, 'requires').flatMap((one): [string, string][] => {
    const name = textAt(one, 'image');
    return name === undefined ? [] : [[textAt(one, 'alias') ?? name, name]];
  });
  return [
    {
      key: `${path}#${image ?? `${location.line}`}`,
      name: null,
      dockerfile: context === null ? null : pathFrom(context, textAt(docker, 'dockerfile') ?? 'Dockerfile'),
      inline: null,
      context,
      target: textAt(docker, 'target') ?? null,
      args: new Map([...given, ...required]),
      contexts: new Map(),
      images: image === undefined ? [] : [image],
      file: path,
      location,
    },
  ];
}
