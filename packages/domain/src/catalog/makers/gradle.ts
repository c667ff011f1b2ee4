import { baseName } from '../../tree/repository-paths.ts';
import type { ImageMaker } from './maker.ts';

interface Plugin {
  /** Its id, or the end of its name in a catalog of versions. */
  ids: readonly string[];
  by: ImageMaker;
  /** What the script or a command has to name besides; null where the plugin is enough. */
  task: RegExp | null;
}

const plugins: readonly Plugin[] = [
  { ids: ['com.google.cloud.tools.jib', 'jib'], by: 'Jib', task: null },
  {
    ids: ['com.bmuschko.docker-java-application', 'com.bmuschko.docker-spring-boot-application'],
    by: 'docker-java-application',
    task: null,
  },
  {
    ids: ['org.springframework.boot', 'spring.boot', 'springBoot', 'boot'],
    by: 'Spring Boot',
    task: /\bbootBuildImage\b/,
  },
  {
    ids: [
      'io.micronaut.application',
      'io.micronaut.minimal.application',
      'io.micronaut.docker',
      'micronaut.application',
    ],
    by: 'Micronaut',
    task: /\bdocker(?:Build|Push)(?:Native)?\b/,
  },
];

/** Scripts that apply others are followed so far. */
const deepest = 6;

/** A module whose image is asked for. */
interface GradleModule {
  script: string;
  /** The scripts of the folders around it, nearest first. */
  around: readonly string[];
  /** Whether commands of the repository name something. */
  areNamed: (pattern: RegExp) => boolean;
  isProgram: boolean;
}

/**
 * Tells what makes the image of a module of Gradle, where no Dockerfile does: a plugin that its script applies, directly,
 * by an alias (`libs.plugins.google.jib`), or by a script plugin of this repository (Gradle 8: a precompiled script is
 * applied by its file's name); or one that a script above applies to all its projects, of which those with a main class
 * are programs. Each script is taken apart once, however many modules it is about.
 *
 * @param conventions the scripts of script plugins, by their ids
 */
export function gradleMakers(conventions: ReadonlyMap<string, string>): (module: GradleModule) => ImageMaker | null {
  const known = new Map<string, GradleCode>();
  const read = (script: string): GradleCode => {
    const code = known.get(script) ?? codeOf(script);
    known.set(script, code);
    return code;
  };
  const shared = new Map<string, GradleCode>();
  const forAll = (script: string): GradleCode => {
    const code = shared.get(script) ?? codeOf(forAllProjects(read(script).text));
    shared.set(script, code);
    return code;
  };
  return ({ script, around, areNamed, isProgram }) => {
    const code = [...withConventions(read(script), conventions, read), ...(isProgram ? around.map(forAll) : [])];
    const found = plugins.find(
      ({ ids, task }) =>
        code.some((one) => ids.some((id) => applies(one, id))) &&
        (task === null || areNamed(task) || code.some(({ text }) => task.test(text))),
    );
    if (found) return found.by;
    return code.some(({ text }) => /["'][\w.]+:quarkus-container-image-(?:jib|buildpack)\b/.test(text))
      ? 'Quarkus'
      : null;
  };
}

/** The script plugins among some files, by the id that Gradle gives each. */
export function conventionId(path: string): string | null {
  const found = /(?:^|\/)src\/main\/(?:kotlin|groovy)\/(?:[^/]+\/)*[^/]+\.gradle(?:\.kts)?$/.test(path);
  return found ? baseName(path).replace(/\.gradle(?:\.kts)?$/, '') : null;
}

function withConventions(
  script: GradleCode,
  conventions: ReadonlyMap<string, string>,
  read: (script: string) => GradleCode,
): GradleCode[] {
  const found = [script];
  const applied = new Set<string>();
  for (let round = 0, from = 0; round < deepest && from < found.length; round += 1) {
    const fresh = found.slice(from);
    from = found.length;
    for (const [id, text] of conventions) {
      if (applied.has(id) || !fresh.some((code) => applies(code, id))) continue;
      applied.add(id);
      found.push(read(text));
    }
  }
  return found;
}

/** A script, or a part of one, without its comments. */
interface GradleCode {
  text: string;
  /** What stands in quotes where a plugin is applied. */
  ids: ReadonlySet<string>;
  /** The plugins of the version catalog that are applied. */
  aliases: readonly string[];
}

function codeOf(script: string): GradleCode {
  const lines = script.split('\n').map((line) => line.replace(/^\s*(?:\/\/|\*).*/, ''));
  const ids = new Set<string>();
  const aliases: string[] = [];
  for (const line of lines) {
    if (/\bapply\s*(?:\(\s*)?false\b/.test(line)) continue;
    if (/\b(?:id|apply|plugin)\b/.test(line))
      for (const [quoted] of line.matchAll(/["'][\w.-]+["']/g)) ids.add(quoted.slice(1, -1));
    const alias = /\balias\s*\(\s*libs\.plugins\.([\w.]+)\s*\)/.exec(line)?.[1];
    if (alias !== undefined) aliases.push(alias);
  }
  return { text: lines.join('\n'), ids, aliases };
}

/** Whether a script applies a plugin: by its id, or by an alias that ends in it. */
function applies({ ids, aliases }: GradleCode, id: string): boolean {
  return ids.has(id) || aliases.some((alias) => alias === id || alias.endsWith(`.${id}`));
}

/** What a script does in all projects or in those below it: the blocks, as far as they go. */
function forAllProjects(code: string): string {
  return code
    .split(/\b(?:subprojects|allprojects)\s*\{/)
    .slice(1)
    .map(blockOf)
    .join('\n');
}

/** The text up to the brace that closes it. */
function blockOf(text: string): string {
  let depth = 1;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}' && --depth === 0) return text.slice(0, at);
  }
  return text;
}
