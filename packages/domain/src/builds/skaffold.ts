import { addAll } from '../grouping.ts';
import { folderOf } from '../tree/repository-paths.ts';
import { field, fieldsAt, listAt, textAt } from '../yaml/value.ts';
import { type Build, type BuildFiles, type FileBuilds, pathFrom } from './build.ts';
import { isSkaffoldFile } from './definition-files.ts';
import { patchedArtifacts } from './skaffold-patches.ts';
import { readYamlDocuments } from './yaml-file.ts';

/** Builders that read no Dockerfile. */
const otherBuilders = ['jib', 'ko', 'bazel', 'buildpacks', 'custom'] as const;

/** An artifact that is built without a Dockerfile. */
export interface ArtifactApart {
  builder: (typeof otherBuilders)[number];
  image: string | null;
  /** Its context; '' is the repository root. */
  context: string;
  /** What of the context it builds: a project of Jib, a program of ko, a target of Bazel; null for all. */
  part: string | null;
}

/**
 * The builds of Skaffold files: the artifacts, and those of profiles, all of which count. An artifact that is required
 * comes as the build argument that its `alias` names (Skaffold v2, docs/references/yaml).
 */
export function skaffoldBuilds(files: BuildFiles): FileBuilds {
  const result: FileBuilds = { builds: [], unread: [] };
  for (const path of files.paths.filter(isSkaffoldFile)) {
    for (const { document, value } of readYamlDocuments(files, path, ['artifacts'], result.unread)) {
      for (const { artifact, place } of artifactsOf(value))
        addAll(result.builds, toBuild(path, artifact, document.locate(place)));
      if (isSkaffold(value)) addPatched(path, value, (place) => document.locate(place), result);
    }
  }
  return result;
}

/** The builds of the artifacts that profiles make by patches. */
function addPatched(
  path: string,
  value: unknown,
  locate: (place: (string | number)[]) => Build['location'],
  { builds, unread }: FileBuilds,
): void {
  for (const [index, profile] of listAt(value, 'profiles').entries()) {
    const patches = listAt(profile, 'patches').filter((one) => textAt(one, 'path')?.startsWith('/build'));
    if (patches.length === 0) continue;
    const location = locate(['profiles', index, 'patches']);
    const artifacts = patchedArtifacts(field(profile, 'build') ?? field(value, 'build'), patches);
    if (artifacts === null)
      unread.push({ dockerfile: null, because: 'a patch of a profile changes its artifacts', location });
    else for (const artifact of artifacts) addAll(builds, toBuild(`${path}@${index}`, artifact, location));
  }
}

/** The artifacts that are built without a Dockerfile, those of profiles too. */
export function artifactsApart(files: BuildFiles): ArtifactApart[] {
  return files.paths.filter(isSkaffoldFile).flatMap((path) =>
    readYamlDocuments(files, path, otherBuilders, []).flatMap(({ value }) =>
      artifactsOf(value).flatMap(({ artifact }): ArtifactApart[] => {
        const builder = otherBuilders.find((name) => field(artifact, name) !== undefined);
        const context = pathFrom(folderOf(path), textAt(artifact, 'context') ?? '.');
        if (builder === undefined || context === null) return [];
        const inside = field(artifact, builder);
        return [{ builder, image: textAt(artifact, 'image') ?? null, context, part: partOf(inside) }];
      }),
    ),
  );
}

function partOf(builder: unknown): string | null {
  const main = textAt(builder, 'main');
  const dir = textAt(builder, 'dir');
  if (main !== undefined || dir !== undefined) return `${dir ?? '.'}/${main ?? '.'}`;
  return textAt(builder, 'project') ?? textAt(builder, 'target') ?? null;
}

function isSkaffold(value: unknown): boolean {
  return textAt(value, 'apiVersion')?.startsWith('skaffold/') ?? false;
}

/** The artifacts of a file and of its profiles. */
function artifactsOf(value: unknown): { artifact: unknown; place: (string | number)[] }[] {
  if (!isSkaffold(value)) return [];
  const places = [['build'], ...listAt(value, 'profiles').map((_profile, index) => ['profiles', index, 'build'])];
  return places.flatMap((place) => {
    const build = place.reduce<unknown>((inside, key) => field(inside, key), value);
    return listAt(build, 'artifacts').map((artifact, index) => ({ artifact, place: [...place, 'artifacts', index] }));
  });
}

/** @param definition tells it apart from what other profiles make of it */
function toBuild(definition: string, artifact: unknown, location: Build['location']): Build[] {
  if (otherBuilders.some((name) => field(artifact, name) !== undefined)) return [];
  const docker = field(artifact, 'docker') ?? field(artifact, 'kaniko');
  const context = pathFrom(folderOf(location.path), textAt(artifact, 'context') ?? '.');
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
      key: `${definition}#${image ?? `${location.line}`}`,
      name: null,
      dockerfile: context === null ? null : pathFrom(context, textAt(docker, 'dockerfile') ?? 'Dockerfile'),
      inline: null,
      context,
      target: textAt(docker, 'target') ?? null,
      args: new Map([...given, ...required]),
      contexts: new Map(),
      images: image === undefined ? [] : [image],
      file: location.path,
      location,
    },
  ];
}
