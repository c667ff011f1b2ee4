import { addAll } from '../grouping.ts';
import { folderOf } from '../tree/repository-paths.ts';
import { fieldsAt, listAt, textAt, valueAt } from '../yaml/value.ts';
import { type Build, type BuildFiles, type FileBuilds, pathFrom, type UnreadBuild } from './build.ts';
import { isAzdFile } from './definition-files.ts';
import { readYamlDocuments } from './yaml-file.ts';

/** The hosts that run an image; `appservice` does where the service has a section `docker`. */
const imageHosts: ReadonlySet<string> = new Set(['containerapp', 'aks']);

/**
 * The builds of the services of Azure Developer CLI projects (`azd package`): the Dockerfile beside the project of each
 * service that is hosted as an image, with paths that are relative to that project. Where there is none, azd makes the
 * image from the sources, and no Dockerfile is read.
 */
export function azdBuilds(files: BuildFiles): FileBuilds {
  const result: FileBuilds = { builds: [], unread: [] };
  for (const path of files.paths.filter(isAzdFile)) {
    for (const { document, value } of readYamlDocuments(files, path, ['services'], result.unread)) {
      for (const [name, service] of fieldsAt(value, 'services')) {
        const location = document.locate(['services', name]);
        const made = buildOf(path, name, service, location);
        if (made === null) continue;
        if ('because' in made) result.unread.push(made);
        else if (made.dockerfile !== null && files.exists(made.dockerfile)) addAll(result.builds, [made]);
      }
    }
  }
  return result;
}

/** Null for a service that is made without a Dockerfile, or from an image that is there. */
function buildOf(
  path: string,
  name: string,
  service: unknown,
  location: Build['location'],
): Build | UnreadBuild | null {
  const docker = valueAt(service, ['docker']);
  const host = textAt(service, 'host') ?? '';
  if (!imageHosts.has(host) && !(host === 'appservice' && docker !== undefined)) return null;
  if (textAt(service, 'image') !== undefined) return null;
  const written = [
    textAt(service, 'project') ?? '.',
    textAt(docker, 'path') ?? 'Dockerfile',
    textAt(docker, 'context') ?? '.',
  ];
  if (written.some((one) => one.includes('$')))
    return { dockerfile: null, because: `a path of the service ${name} is only known when azd runs`, location };
  const [project = '', dockerfile = '', context = ''] = written;
  const at = pathFrom(folderOf(path), /\.\w+proj$/.test(project) ? folderOf(project) || '.' : project);
  if (at === null) return null;
  return {
    key: `${path}#${name}`,
    // Compose and workflows call the images by their names; what azd calls one is another with each environment.
    name: null,
    dockerfile: pathFrom(at, dockerfile),
    inline: null,
    context: pathFrom(at, context),
    target: textAt(docker, 'target') ?? null,
    args: new Map(listAt(docker, 'buildArgs').flatMap(argumentOf)),
    contexts: new Map(),
    images: [],
    pushes: true,
    file: path,
    location,
  };
}

/** `NAME=value` of a build argument; what azd fills in is only known when it runs. */
function argumentOf(written: unknown): [string, string | null][] {
  if (typeof written !== 'string') return [];
  const at = written.indexOf('=');
  if (at < 0) return [[written, null]];
  const value = written.slice(at + 1);
  return [[written.slice(0, at), /[${]/.test(value) ? null : value]];
}
