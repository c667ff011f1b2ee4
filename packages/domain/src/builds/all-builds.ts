import { addAll } from '../grouping.ts';
import { placesIn } from '../location.ts';
import { baseName, folderOf, joinPath } from '../tree/repository-paths.ts';
import { azdBuilds } from './azd.ts';
import { type BakeCommand, bakeBuilds, bakeCommandBuilds, withCommanded } from './bake.ts';
import type { AllBuilds, Build, BuildFiles } from './build.ts';
import { scriptsOf, startsOf } from './command-scripts.ts';
import { type CommandBuilds, commandBuilds } from './commands.ts';
import { type ComposeCommand, composeBuilds, composeCommandBuilds } from './compose.ts';
import { buildPrograms } from './definition-files.ts';
import { hasHole, withoutHoles } from './hole.ts';
import { mavenCommandBuilds } from './maven-commands.ts';
import { skaffoldBuilds } from './skaffold.ts';
import { workflowBuilds } from './workflows.ts';

/** The builds of all definitions of a repository. */
export function readAll(files: BuildFiles): AllBuilds {
  const workflows = workflowBuilds(files);
  const composed = composeCommandBuilds(files, workflows.composes);
  const all = [
    composeBuilds(files),
    composed,
    skaffoldBuilds(files),
    azdBuilds(files),
    bakeBuilds(files, workflows.bakes),
    workflows,
  ];
  const unread = all.flatMap((one) => one.unread);
  const buildsAnything = workflows.buildsAnything || unread.some(({ dockerfile }) => dockerfile === null);
  return { builds: all.flatMap(({ builds }) => builds), unread, buildsAnything };
}

/** What scripts, Makefiles, pipelines of others and commands of Maven build, beside what was found. */
export function withCommands(found: AllBuilds, commands: ReadonlyMap<string, string>, files: BuildFiles): AllBuilds {
  const exists = ({ dockerfile }: Build): boolean =>
    dockerfile !== null && (hasHole(dockerfile) || files.exists(dockerfile));
  const poms = new Map([...commands].filter(([path]) => baseName(path) === 'pom.xml'));
  const ofMaven = mavenCommandBuilds(poms, (path, offset) => placesIn({ path, text: poms.get(path) ?? '' })(offset));
  const builds = ofMaven.filter(exists);
  const bakes: BakeCommand[] = [];
  const composes: ComposeCommand[] = [];
  for (const [path, text] of commands) {
    if (poms.has(path)) continue;
    const made = fileCommands(path, text);
    addAll(builds, made.builds.filter(exists));
    addAll(bakes, made.bakes);
    addAll(composes, made.composes);
  }
  const composed = composeCommandBuilds(files, composes);
  const all = withCommanded(found, bakeCommandBuilds(files, bakes));
  return {
    builds: [...all.builds, ...builds, ...composed.builds.filter(exists)],
    unread: [...all.unread, ...composed.unread],
    buildsAnything: found.buildsAnything,
  };
}

/** What the scripts of a file build and name. */
function fileCommands(path: string, text: string): CommandBuilds {
  const place = placesIn({ path, text });
  const own = folderOf(path);
  const starts = startsOf(path);
  const folders = { own: [own], top: [''], any: [...new Set(['', own])] }[starts];
  // Pieces of a file are told by the first place of it that builds.
  const first = Math.max(text.search(baseName(path) === 'package.json' ? /"scripts"/ : buildPrograms), 0);
  const made: CommandBuilds = { builds: [], bakes: [], composes: [] };
  for (const { script, folder, isWhole } of scriptsOf(path, text)) {
    const locate = (offset: number) => place(isWhole ? offset : first);
    for (const start of folders) {
      const at = { folder: joinPath(start, folder), ownFolder: own, file: path, locate };
      const { builds, bakes, composes } = commandBuilds(withoutHoles(script), at);
      addAll(made.builds, builds);
      addAll(made.bakes, bakes);
      addAll(made.composes, composes);
    }
  }
  return made;
}
