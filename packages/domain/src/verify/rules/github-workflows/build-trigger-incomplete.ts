import { buildsImages } from '../../../builds/definition-files.ts';
import type { Location } from '../../../location.ts';
import { listFew, showPath } from '../../../names.ts';
import type { Register } from '../../../registers/register.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { isDockerfile } from '../../../tree/dockerfile-name.ts';
import { dockerfiles } from '../../../tree/file-types.ts';
import { compileGlob } from '../../../tree/glob.ts';
import { globMatcher } from '../../../tree/glob-matcher.ts';
import { baseName, isInside, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import { field, fieldsAt, isRecord, plainValue, textAt, textsIn, valueAt } from '../../../yaml/value.ts';
import { edgesOfImage } from '../../facts/ci/image-inputs.ts';
import type { InputEdge, RuleContext, ServiceInputs } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

export const buildTriggerIncomplete: Rule = {
  id: 'build-trigger-incomplete',
  title: 'What starts the build of a service is all that its image is made of',
  severity: 'warning',
  help: 'Add the paths to the filter, or let detect-changes tell what is affected: rollcall detect --explain shows why.',
  needs: [registerFiles, dockerfiles],
  needsInputs: (workflows) =>
    [...workflows.values()].some((text) => /(?:^|[\s{,])paths:/.test(text) || text.includes('filters:')),
  *check(context) {
    const [triggers, filters] = [triggersOf(context), filtersIn(context)];
    for (const inputs of context.inputs ?? []) {
      const { service, complete, dockerfile } = inputs;
      if (!complete || dockerfile === null) continue;
      for (const { location, globs, what } of [...pathsOf(inputs, triggers, context), ...filtersOf(inputs, filters)]) {
        const missing = unwatched(inputs, globs, context);
        const [first] = missing;
        if (!first) continue;
        const shown = missing.map(({ pattern, because }) => `${showPath(pattern)} (${because})`);
        yield {
          location,
          subject: service,
          key: service,
          message: `${what} does not start the build of ${service} for ${listFew(shown)}, of which its image is made too: a change there alone reaches no image`,
        };
      }
    }
  },
};

interface Watched {
  location: Location;
  /** Patterns of what starts the build. */
  globs: readonly string[];
  what: string;
}

interface Trigger {
  file: string;
  /** Null where every push starts it. */
  globs: readonly string[] | null;
  location: Location;
  /** The workflows of the repository that its jobs call. */
  calls: ReadonlySet<string>;
}

/** The workflows that a push starts. */
function triggersOf(context: RuleContext): Trigger[] {
  const files = [...context.texts.keys()].filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)).sort();
  return files.flatMap((file): Trigger[] => {
    const document = context.yaml(file)?.documents[0];
    const value = document && plainValue(document);
    const on = field(value, 'on');
    const events = isRecord(on) ? Object.keys(on) : typeof on === 'string' ? [on] : textsIn(on);
    if (!document || !events.includes('push')) return [];
    const called = fieldsAt(value, 'jobs').map(([, job]) => {
      const uses = textAt(job, 'uses') ?? '';
      return uses.startsWith('./') ? normaliseRepositoryPath(uses) : null;
    });
    const globs = textsIn(valueAt(on, ['push', 'paths']));
    // What leaves files out starts for all others.
    return [
      {
        file,
        globs: globs.length > 0 ? globs : null,
        location: document.locate(globs.length > 0 ? ['on', 'push', 'paths'] : ['on']),
        calls: new Set(called.flatMap((path) => path ?? [])),
      },
    ];
  });
}

/** What of a push starts the builds of a service; nothing where one of them is started by every push. */
function pathsOf({ service, own }: ServiceInputs, triggers: readonly Trigger[], context: RuleContext): Watched[] {
  const path = context.services.get(service)?.path ?? null;
  const builds = new Set(own.map(({ file }) => file));
  const starting = triggers.filter(
    ({ file, calls }) => builds.has(file) || [...builds].some((build) => calls.has(build)),
  );
  if (path === null || starting.some(({ globs }) => globs === null)) return [];
  const about = starting.filter(({ globs }) => watchesSource(path, globs ?? [], context));
  const [first] = about;
  if (!first) return [];
  return [{ location: first.location, globs: about.flatMap(({ globs }) => globs ?? []), what: showPath(first.file) }];
}

/**
 * Whether a push to the source of a service starts it. What looks at the Dockerfiles of all services alone starts for
 * another reason than that one of them changed.
 */
function watchesSource(path: string, globs: readonly string[], { paths }: RuleContext): boolean {
  if (!isWatched(`${path}/**`, globs)) return false;
  const isMatched = globMatcher(
    globs.filter((glob) => !glob.startsWith('!')),
    { dot: true },
  );
  const source = [...paths.below(path)].filter((file) => !isDockerfile(file));
  return source.length === 0 || source.some((file) => isMatched(file));
}

interface Filter {
  register: Register;
  names: ReadonlySet<string>;
  patterns: NonNullable<Register['patterns']>;
  /** The filters of no service, which may start all. */
  others: readonly string[];
  /** Whether its workflow builds images. */
  builds: boolean;
}

function filtersIn(context: RuleContext): Filter[] {
  return context.registers.flatMap((register): Filter[] => {
    const { kind, patterns, entries, file } = register;
    if (kind !== 'paths-filter' || !patterns) return [];
    const others = entries.filter((entry) => !context.services.has(entry));
    return [{ register, names: new Set(entries), patterns, others, builds: startsBuilds(file, context) }];
  });
}

/** The filter of a service, with those of no service. */
function filtersOf({ service, own }: ServiceInputs, filters: readonly Filter[]): Watched[] {
  return filters.flatMap(({ register, names, patterns, others, builds }): Watched[] => {
    const { file } = register;
    if (!names.has(service) || (!builds && !own.some((build) => build.file === file))) return [];
    const globs = [service, ...others].flatMap((entry) => [...patterns(entry)]);
    const location = register.entryLocation(service);
    return location ? [{ location, globs, what: `the filter of ${showPath(file)}` }] : [];
  });
}

/** Whether a workflow builds images, by itself or by what it uses of the repository: others filter for tests and scans. */
function startsBuilds(file: string, { text }: RuleContext): boolean {
  const workflow = text(file) ?? '';
  const used = [...workflow.matchAll(/\buses:[ \t]*["']?\.\/([\w./-]+)/g)].flatMap(([, path = '']) => [
    path,
    `${path}/action.yml`,
    `${path}/action.yaml`,
  ]);
  return [workflow, ...used.map((path) => text(path) ?? '')].some(buildsImages);
}

/** What an image is made of and no pattern is about. All of a repository is what nobody could tell. */
function unwatched(inputs: ServiceInputs, globs: readonly string[], context: RuleContext): InputEdge[] {
  const found = new Map<string, InputEdge>();
  for (const edge of edgesOfImage(inputs, context)) {
    const { pattern, location } = edge;
    const { root } = compileGlob(pattern);
    if (location === null || root === '' || found.has(pattern) || baseName(root) === '.dockerignore') continue;
    if (context.paths.at(root) !== null && !isWatched(pattern, globs)) found.set(pattern, edge);
  }
  return [...found.values()];
}

/** Whether a pattern may be about some of what another one is about; of folders no more is asked than whether they meet. */
function isWatched(pattern: string, globs: readonly string[]): boolean {
  const own = compileGlob(pattern);
  return globs.some((glob) => {
    if (glob.startsWith('!')) return false;
    if (own.matches === 'exact') return globMatcher(glob, { dot: true })(own.root);
    const { root } = compileGlob(glob);
    return isInside(root, own.root) || isInside(own.root, root);
  });
}
