import { addAll } from '../grouping.ts';
import { parseJson } from '../json.ts';
import { placesIn } from '../location.ts';
import { isMakefile } from '../shell/shell-words.ts';
import { baseName, folderOf } from '../tree/repository-paths.ts';
import { fieldsAt } from '../yaml/value.ts';
import { bakeBuilds, bakeCommandBuilds } from './bake.ts';
import type { AllBuilds, BuildFiles } from './build.ts';
import { commandBuilds } from './commands.ts';
import { composeBuilds } from './compose.ts';
import { hasHole, withoutHoles } from './hole.ts';
import { mavenCommandBuilds } from './maven-commands.ts';
import { skaffoldBuilds } from './skaffold.ts';
import { workflowBuilds } from './workflows.ts';

/** The builds of all definitions of a repository. */
export function readAll(files: BuildFiles): AllBuilds {
  const workflows = workflowBuilds(files);
  const all = [composeBuilds(files), skaffoldBuilds(files), bakeBuilds(files, workflows.bakes), workflows];
  const unread = all.flatMap((one) => one.unread);
  const buildsAnything = workflows.buildsAnything || unread.some(({ dockerfile }) => dockerfile === null);
  return { builds: all.flatMap(({ builds }) => builds), unread, buildsAnything };
}

/** What scripts, Makefiles and commands of Maven build, beside what was found. */
export function withCommands(found: AllBuilds, commands: ReadonlyMap<string, string>, files: BuildFiles): AllBuilds {
  const builds = [...found.builds];
  const unread = [...found.unread];
  const poms = new Map([...commands].filter(([path]) => baseName(path) === 'pom.xml'));
  const ofMaven = mavenCommandBuilds(poms, (path, offset) => placesIn({ path, text: poms.get(path) ?? '' })(offset));
  addAll(
    builds,
    ofMaven.filter(({ dockerfile }) => dockerfile !== null && files.exists(dockerfile)),
  );
  for (const [path, text] of commands) {
    if (poms.has(path)) continue;
    const place = placesIn({ path, text });
    // The scripts of a package are pieces of the file: the place of them all is told.
    const locate = (offset: number) =>
      place(baseName(path) === 'package.json' ? Math.max(text.indexOf('"scripts"'), 0) : offset);
    const own = folderOf(path);
    const script = withoutHoles(scriptOf(path, text));
    // A script runs where it is called: at the top, or where it lies. Recipes run in the folder of their file.
    for (const folder of new Set(runsAnywhere(path) ? ['', own] : [own])) {
      const made = commandBuilds(script, {
        folder,
        ownFolder: own,
        file: path,
        locate,
      });
      builds.push(
        ...made.builds.filter(
          ({ dockerfile }) => dockerfile !== null && (hasHole(dockerfile) || files.exists(dockerfile)),
        ),
      );
      const baked = bakeCommandBuilds(files, made.bakes);
      addAll(builds, baked.builds);
      addAll(unread, baked.unread);
    }
  }
  return { builds, unread, buildsAnything: found.buildsAnything };
}

function runsAnywhere(path: string): boolean {
  return !isMakefile(path) && baseName(path) !== 'package.json';
}

/** The commands of a file as a script. */
function scriptOf(path: string, text: string): string {
  if (isMakefile(path)) return makeToShell(text);
  if (baseName(path) !== 'package.json') return text;
  return fieldsAt(parseJson(text), 'scripts')
    .map(([, script]) => `${String(script)}\n`)
    .join('');
}

/** A Makefile as a script, of the same length: variables of make as those of a shell, rules and recipes as lines. */
function makeToShell(text: string): string {
  return text
    .replace(
      /^([A-Za-z_]\w*)[ \t]*(?:[:?]{0,2}=)[ \t]*/gm,
      (whole, name: string) => `${' '.repeat(whole.length - name.length - 1)}${name}=`,
    )
    .replace(/^\t[@-]*/gm, (whole) => ' '.repeat(whole.length))
    .replace(/\$\$/g, ' $')
    .replace(/\$\((\w+)\)/g, '${$1}');
}
