import { managedPluginsOf, type Pom, pluginsOf, propertiesOf } from '../../builds/maven-poms.ts';
import { textBetween } from '../../text-between.ts';
import type { ImageMaker } from './maker.ts';

/** A plugin of Maven that makes an image of a module. */
interface Plugin {
  artifact: string;
  by: ImageMaker;
  /** The property that skips it. */
  skip: string;
  /** Whether it makes one, by what all poms say of it and by what the commands of the repository name. */
  makes(said: string, areNamed: (pattern: RegExp) => boolean): boolean;
}

const calledGoal = {
  springBoot: /\bspring-boot(?:-maven-plugin)?:build-image\b/,
  jkube: /\b(?:k8s|oc|kubernetes-maven-plugin|openshift-maven-plugin):build\b/,
};

const plugins: readonly Plugin[] = [
  { artifact: 'jib-maven-plugin', by: 'Jib', skip: 'jib.skip', makes: () => true },
  {
    artifact: 'spring-boot-maven-plugin',
    by: 'Spring Boot',
    skip: 'spring-boot.build-image.skip',
    makes: (said, areNamed) => /<goal>\s*build-image(?:-no-fork)?\s*</.test(said) || areNamed(calledGoal.springBoot),
  },
  {
    artifact: 'docker-maven-plugin',
    by: 'docker-maven-plugin',
    skip: 'docker.skip',
    makes: (said) => /<(?:images|imageName|image)>/.test(said) && !namesDockerfile.test(said),
  },
  ...['kubernetes-maven-plugin', 'openshift-maven-plugin'].map(
    (artifact): Plugin => ({
      artifact,
      by: 'JKube',
      skip: 'jkube.skip',
      makes: (said, areNamed) =>
        (/<goal>\s*build\s*</.test(said) || areNamed(calledGoal.jkube)) && !namesDockerfile.test(said),
    }),
  ),
];

/** What docker-maven-plugin is given where a file says what is in the image. */
const namesDockerfile = /<(?:dockerFile|dockerFileDir|dockerDirectory|contextDir)>/;

/** The packagings by which Micronaut makes an image. */
const micronaut = /^docker(?:-native|-crac)?$/;

/** The same, as commands give them. */
const micronautGiven = /\s-Dpackaging=docker(?:-native|-crac)?(?![\w-])/;

/**
 * What makes the image of a module of Maven, where no Dockerfile does: a plugin that its own pom names, or one that a
 * parent of this repository gives it, in profiles too. As Maven 3.8.7 puts poms together: what is only managed makes
 * nothing, `inherited` stops a plugin, and the nearest `skip` counts. A parent gives plugins to libraries as well, of
 * which no image can be made: there the module has to look like a program.
 *
 * @param lineage its pom and those of its parents
 * @param areNamed whether commands of the repository name something
 */
export function mavenMaker(
  lineage: readonly Pom[],
  { areNamed, isProgram }: { areNamed: (pattern: RegExp) => boolean; isProgram: boolean },
): ImageMaker | null {
  const [own] = lineage;
  if (!own) return null;
  const packaging = textBetween(own.own, '<packaging>', '</packaging>')?.trim() ?? 'jar';
  if (packaging === 'pom') return null;
  const makes = plugins.find((plugin) => isMadeBy(plugin, lineage, areNamed, isProgram));
  if (makes) return makes.by;
  if (/<artifactId>\s*quarkus-container-image-(?:jib|buildpack)\s*</.test(own.own)) return 'Quarkus';
  const isMicronaut = lineage.some((pom) => pluginsOf(pom).has('micronaut-maven-plugin'));
  return isMicronaut && (micronaut.test(packaging) || areNamed(micronautGiven)) ? 'Micronaut' : null;
}

function isMadeBy(
  { artifact, skip, makes }: Plugin,
  lineage: readonly Pom[],
  areNamed: (pattern: RegExp) => boolean,
  isProgram: boolean,
): boolean {
  const named = lineage.flatMap((pom, depth) =>
    (pluginsOf(pom).get(artifact) ?? []).filter((text) => depth === 0 || !/<inherited>\s*false\s*</.test(text)),
  );
  if (named.length === 0) return false;
  const [own] = lineage;
  if (!isProgram && own && !pluginsOf(own).has(artifact)) return false;
  const said = [...named, ...lineage.flatMap((pom) => managedPluginsOf(pom).get(artifact) ?? [])];
  const skips = [
    ...said.flatMap((text) => textBetween(text, '<skip>', '</skip>') ?? []),
    ...lineage.flatMap((pom) => propertiesOf(pom).get(skip) ?? []),
  ].map((text) => text.trim());
  return skips.find((text) => text === 'true' || text === 'false') !== 'true' && makes(said.join('\n'), areNamed);
}
