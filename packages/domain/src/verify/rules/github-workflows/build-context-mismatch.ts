import type { Build } from '../../../builds/build.ts';
import { isBuildDefinition } from '../../../builds/definition-files.ts';
import { hasHole } from '../../../builds/hole.ts';
import { readDockerfile } from '../../../dockerfile/dockerfile.ts';
import { literalPath } from '../../../dockerfile/pattern.ts';
import { buildSources } from '../../../dockerfile/stages.ts';
import { listFew, quoteName, showPath } from '../../../names.ts';
import { dockerfiles } from '../../../tree/file-types.ts';
import { baseName, folderOf, joinPath } from '../../../tree/repository-paths.ts';
import { buildDefinitions, buildDefinitionsNeeds } from '../../facts/ci/build-definitions.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

export const buildContextMismatch: Rule = {
  id: 'build-context-mismatch',
  title: 'Every build gives its Dockerfile the context that it copies from',
  severity: 'error',
  help: 'Set the context of the build to the folder that the Dockerfile copies from, or correct its COPY lines.',
  needs: [...buildDefinitionsNeeds, dockerfiles],
  *check(context) {
    const byDockerfile = new Map(context.catalog.services.map(({ name, dockerfile }) => [dockerfile, name]));
    const said = new Set<string>();
    for (const build of buildDefinitions(context).builds) {
      const found = mismatch(build, context);
      const key = `${build.key} ${build.dockerfile}`;
      if (!found || said.has(key)) continue;
      said.add(key);
      const { dockerfile, wanted, missing } = found;
      yield {
        location: build.location,
        subject: byDockerfile.get(dockerfile) ?? dockerfile,
        confidence: 'likely',
        key: dockerfile,
        message: `${showPath(dockerfile)} is built with the context ${showPath(build.context || '.')}, which lacks what it copies (${listFew(missing.map(quoteName))}) and ${showPath(wanted || '.')} has: the build fails, unless something puts it there first`,
      };
    }
  },
};

/** What a build lacks in its context, and the one folder of the usual two that has all of it; null where it lacks nothing. */
function mismatch(
  { dockerfile, inline, context: given, target, args, contexts, file }: Build,
  context: RuleContext,
): { dockerfile: string; wanted: string; missing: string[] } | null {
  if (dockerfile === null || inline !== null || given === null || !isBuildDefinition(file, baseName(file))) return null;
  if ([dockerfile, given, target ?? ''].some(hasHole) || context.paths.at(given) !== 'folder') return null;
  const text = context.text(dockerfile);
  if (text === undefined) return null;
  const known = new Map(
    [...args].flatMap(([name, value]) => (value === null || hasHole(value) ? [] : [[name, value]])),
  );
  const { taken } = buildSources(readDockerfile(text, known), target, new Set(contexts.keys()));
  const sources = taken.flatMap(({ origin, source, copy }): string[] => {
    const path = origin.kind === 'context' && copy !== null && !source.includes('$') ? literalPath(source) : null;
    return path === null || path === '.' || path === '' ? [] : [path];
  });
  const isIn = (folder: string) => (path: string) => context.paths.at(joinPath(folder, path)) !== null;
  const missing = [...new Set(sources.filter((path) => !isIn(given)(path)))];
  if (missing.length === 0) return null;
  const wanted = [folderOf(dockerfile), ''].find((folder) => folder !== given && sources.every(isIn(folder)));
  return wanted === undefined ? null : { dockerfile, wanted, missing };
}
