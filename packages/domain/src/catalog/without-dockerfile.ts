import { isBakeFile, isWorkflow } from '../builds/definition-files.ts';
import { addAll } from '../grouping.ts';
import type { Tree, TreeEntry } from '../ports.ts';
import { isComposeFile, scripts } from '../tree/file-types.ts';
import { baseName, folderOf, foldersUp, isForeign } from '../tree/repository-paths.ts';
import type { Service } from './catalog.ts';
import { doubtOfFolder, doubtOfName } from './doubtful-places.ts';
import type { MadeImage, MakerFiles } from './makers/maker.ts';
import type { Told, ToldService } from './told-services.ts';

/** The files that say that images are made without a Dockerfile, or of what they may be made. */
const ofMakers =
  /(?:^|\/)(?:skaffold[^/]*\.ya?ml|go\.mod|Procfile|project\.toml)$|\/(?:pom\.xml|build\.gradle(?:\.kts)?|[^/]+\.(?:cs|fs)proj)$/;

/** What other systems of CI than GitHub run. */
const pipelines =
  /^(?:\.gitlab-ci\.ya?ml|Jenkinsfile[^/]*|azure-pipelines[^/]*\.ya?ml|bitbucket-pipelines\.yml|\.circleci\/config\.yml)$|(?:^|\/)(?:Jenkinsfile|cloudbuild\.ya?ml|buildspec\.ya?ml)$/;

/**
 * The services whose images are made without a Dockerfile, of what lies in no service that has one. Nothing is read but
 * the files of such makers, and the workflows and scripts where these leave open whether an image is made.
 *
 * @param services those that are known
 */
export async function servicesWithoutDockerfile(
  tree: Tree,
  entries: readonly TreeEntry[],
  services: readonly Service[],
): Promise<Pick<Told, 'services' | 'doubtful'>> {
  const isTaken = takenBy(services);
  // Nearly every path is passed over by its end.
  const likely = entries.filter(
    ({ path }) => endsOfMakers.has(path.slice(path.lastIndexOf('.') + 1)) || path.endsWith('Procfile'),
  );
  const definitions = likely.flatMap(({ path }) => (mayHoldDockerfile(path) ? [path] : []));
  const mayBeMade = services.length === 0 || likely.some(({ path }) => ofMakers.test(path) && isApart(path, isTaken));
  if (!mayBeMade && definitions.length === 0) return { services: [], doubtful: [] };
  const files: MakerFiles = { ...filesOf(tree, entries), isTaken, hasServices: services.length > 0 };
  const images = mayBeMade ? await (await import('./makers/images.ts')).imagesWithoutDockerfile(files) : [];
  addAll(images, await imagesOfTexts(definitions, files));
  const known = new Set(services.map(({ path }) => path));
  const told: ToldService[] = [];
  const doubtful: Told['doubtful'][number][] = [];
  for (const image of images) {
    const because = known.has(image.folder) ? null : (doubtOfFolder(image.folder) ?? doubtOfName(image.name ?? ''));
    if (because === null) told.push(toService(image));
    else doubtful.push({ folder: image.folder, because });
  }
  return { services: told, doubtful };
}

/** The images whose Dockerfiles are texts in definitions; the readers are loaded where there may be one. */
async function imagesOfTexts(definitions: readonly string[], files: MakerFiles): Promise<MadeImage[]> {
  const texts = await files.read(definitions);
  const mayBe = [...texts].some(
    ([path, text]) =>
      text.includes('dockerfile_inline') ||
      text.includes('dockerfile-inline') ||
      (isComposeFile(path) && namesOthers.test(text)),
  );
  return mayBe ? (await import('./makers/inline.ts')).imagesOfTexts(files) : [];
}

/** What Compose takes in may hold one. */
const namesOthers = /^[ \t]*(?:include|extends)[ \t]*:/m;

/** Files of Compose, and those of Bake, which may have any name. */
function mayHoldDockerfile(path: string): boolean {
  if (path.endsWith('.hcl')) return !path.endsWith('.lock.hcl') && !path.endsWith('terragrunt.hcl') && !isForeign(path);
  if (!path.includes('compose') && !path.includes('docker-bake')) return false;
  return (isComposeFile(path) || isBakeFile(path)) && !isForeign(path);
}

/** How the names of such files end, and those of definitions. */
const endsOfMakers: ReadonlySet<string> = new Set('yaml yml xml toml csproj fsproj mod gradle kts hcl json'.split(' '));

/** Whether a folder, or one above it, is that of a service with a Dockerfile. */
function takenBy(services: readonly Service[]): MakerFiles['isTaken'] {
  const taken = new Set(
    services.flatMap(({ path, dockerfile }) => (path === null || dockerfile === null ? [] : [path])),
  );
  return (folder) => foldersUp(folder).some((one) => taken.has(one));
}

/** Whether a file lies in no service; a file of Skaffold is about others than those that it lies in. */
function isApart(path: string, isTaken: MakerFiles['isTaken']): boolean {
  return !isForeign(path) && (baseName(path).includes('skaffold') || !isTaken(folderOf(path)));
}

function toService({ folder, by, name, from }: MadeImage): ToldService {
  return { name, path: folder, dockerfile: null, build: null, builtBy: { maker: by, from: from ?? folder } };
}

function filesOf(tree: Tree, entries: readonly TreeEntry[]): Pick<MakerFiles, 'paths' | 'read' | 'commands'> {
  const paths = entries.flatMap(({ path, mode }) => (mode === 'file' || mode === 'executable' ? [path] : []));
  const decoder = new TextDecoder();
  const read = async (wanted: readonly string[]): Promise<ReadonlyMap<string, string>> =>
    new Map(
      wanted.length === 0
        ? []
        : [...(await tree.read([...new Set(wanted)]))].map(([path, bytes]) => [path, decoder.decode(bytes)]),
    );
  let commands: Promise<string> | undefined;
  return {
    paths,
    read,
    commands: () => {
      commands ??= read(paths.filter(mayHoldCommands)).then((texts) => [...texts.values()].map(commandsOf).join('\n'));
      return commands;
    },
  };
}

function mayHoldCommands(path: string): boolean {
  if (isForeign(path)) return false;
  return isWorkflow(path) || /^\.github\/.*\/action\.ya?ml$/.test(path) || scripts(path) || pipelines.test(path);
}

/** A text without its comments, each command on a line. */
function commandsOf(text: string): string {
  return text.replace(/\\\r?\n/g, ' ').replace(/^[ \t]*#.*$/gm, '');
}
