import { contextName } from '../dockerfile/stages.ts';
import type { Location } from '../location.ts';
import type { BakeCommand } from './bake.ts';
import { type Build, type NamedContext, pathFrom } from './build.ts';
import type { ComposeCommand } from './compose.ts';
import { type DockerCommand, dockerCommands, inFolder } from './docker-command.ts';
import { namedContext } from './settings.ts';
import { repositoryRoot, scriptFolder } from './shell-tokens.ts';

/** Where a script stands, and what it runs in. */
export interface ScriptPlace {
  /** The folder in which it starts. */
  folder: string;
  /** The folder that it lies in, where it is a file. */
  ownFolder: string;
  file: string;
  /** What the job that runs it is called by its matrix. */
  name?: string | null;
  /** The place of an offset in it. */
  locate(offset: number): Location;
}

/** What the commands of a script build, and the files that they give to Bake and to Compose. */
export interface CommandBuilds {
  builds: Build[];
  bakes: BakeCommand[];
  composes: ComposeCommand[];
}

export function commandBuilds(script: string, place: ScriptPlace): CommandBuilds {
  const commands = dockerCommands(script);
  const resolve = (command: DockerCommand, path: string): string | null => {
    const whole = inFolder(inFolder(place.folder === '' ? '.' : place.folder, command.folder), path);
    return pathFrom('', whole.replace(scriptFolder, place.ownFolder || '.').replace(repositoryRoot, '.'));
  };
  const filesOf = (command: DockerCommand): string[] => command.files.flatMap((path) => resolve(command, path) ?? []);
  const builds = commands.flatMap((command) => (command.kind === 'build' ? toBuild(command, place, resolve) : []));
  const bakes = commands.flatMap((command): BakeCommand[] => {
    const folder = resolve(command, '.');
    const says = command.files.length > 0 || command.set.length > 0;
    return command.kind === 'bake' && says && folder !== null
      ? [{ files: filesOf(command), folder, set: command.set }]
      : [];
  });
  const composes = commands.flatMap((command): ComposeCommand[] =>
    command.kind === 'compose' ? [{ files: filesOf(command) }] : [],
  );
  return { builds, bakes, composes };
}

function toBuild(
  command: DockerCommand,
  { file, name = null, locate }: ScriptPlace,
  resolve: (command: DockerCommand, path: string) => string | null,
): Build[] {
  const context = resolve(command, command.context);
  const [named] = command.files;
  const dockerfile =
    named !== undefined ? resolve(command, named) : context === null ? null : pathFrom(context, 'Dockerfile');
  if (context === null || dockerfile === null || named === '-') return [];
  const location = locate(command.start);
  const folderOfContexts = resolve(command, '.') ?? '';
  const contexts = command.contexts.map(([name, value]): [string, NamedContext] => [
    contextName(name),
    namedContext(value ?? '', folderOfContexts, (key) => `${file}:${location.line}#${key}`),
  ]);
  return [
    {
      key: `${file}:${location.line}:${location.column}`,
      name,
      dockerfile,
      inline: null,
      context,
      target: command.target,
      args: new Map(command.args),
      contexts: new Map(contexts),
      images: command.tags,
      file,
      location,
    },
  ];
}
