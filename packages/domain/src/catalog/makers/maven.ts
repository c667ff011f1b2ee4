import { type Pom, pluginsIn } from '../../builds/maven-poms.ts';
import { textBetween } from '../../text-between.ts';
import type { ImageMaker } from './maker.ts';

/** A plugin of Maven that makes an image of a module. */
interface Plugin {
  artifact: string;
  by: ImageMaker;
  /** The property that skips it. */
  skip: string;
  /** Whether it makes one, by what all poms say of it and by the commands that call Maven. */
  makes(said: string, commands: string): boolean;
}

const plugins: readonly Plugin[] = [
  { artifact: 'jib-maven-plugin', by: 'Jib', skip: 'jib.skip', makes: () => true },
  {
    artifact: 'spring-boot-maven-plugin',
    by: 'Spring Boot',
    skip: 'spring-boot.build-image.skip',
    makes: (said, commands) =>
      /<goal>\s*build-image(?:-no-fork)?\s*</.test(said) ||
      /\bspring-boot(?:-maven-plugin)?:build-image\b/.test(commands),
  },
  {
    artifact: 'docker-maven-plugin',
    by: 'docker-maven-plugin',
    skip: 'docker.skip',
    makes: (said) => /<(?:images|imageName|image)>/.test(said) && !namesDockerfile.test(said),
  },
  ...['kubernetes-maven-plugin', 'openshift-maven-plugin'].map((artifact): Plugin => {
    const isCalled = /\b(?:k8s|oc|kubernetes-maven-plugin|openshift-maven-plugin):build\b/;
    return {
      artifact,
      by: 'JKube',
      skip: 'jkube.skip',
      makes: (said, commands) =>
        (/<goal>\s*build\s*</.test(said) || isCalled.test(commands)) && !namesDockerfile.test(said),
    };
  }),
];

/** What docker-maven-plugin is given where a file says what is in the image. */
const namesDockerfile = /<(?:dockerFile|dockerFileDir|dockerDirectory|contextDir)>/;

/** The packagings by which Micronaut makes an image. */
const micronaut = /^docker(?:-native|-crac)?$/;

/**
 * What makes the image of a module of Maven, where no Dockerfile does: a plugin that its own pom names, or one that a
 * parent of this repository gives it, in profiles too. As Maven 3.8.7 puts poms together: what is only managed makes
 * nothing, `inherited` stops a plugin, and the nearest `skip` counts. A parent gives plugins to libraries as well, of
 * which no image can be made: there the module has to look like a program.
 *
 * @param lineage its pom and those of its parents
 */
export function mavenMaker(
  lineage: readonly Pom[],
  { commands, isProgram }: { commands: string; isProgram: boolean },
): ImageMaker | null {
  const [own] = lineage;
  if (!own) return null;
  const packaging = textBetween(own.own, '<packaging>', '</packaging>')?.trim() ?? 'jar';
  if (packaging === 'pom') return null;
  const makes = plugins.find((plugin) => isMadeBy(plugin, lineage, commands, isProgram));
  if (makes) return makes.by;
  if (/<artifactId>\s*quarkus-container-image-(?:jib|buildpack)\s*</.test(own.own)) return 'Quarkus';
  const isMicronaut = lineage.some((pom) => pom.own.includes('micronaut-maven-plugin'));
  const packagings = [packaging, ...[...commands.matchAll(/\s-Dpackaging=([\w-]+)/g)].map(([, one = '']) => one)];
  return isMicronaut && packagings.some((one) => micronaut.test(one)) ? 'Micronaut' : null;
}

function isMadeBy(
  { artifact, skip, makes }: Plugin,
  lineage: readonly Pom[],
  commands: string,
  isProgram: boolean,
): boolean {
  const named = lineage.flatMap(({ own }, depth) =>
    pluginsIn(own, artifact).filter((text) => depth === 0 || !/<inherited>\s*false\s*</.test(text)),
  );
  if (named.length === 0) return false;
  const [own] = lineage;
  if (!isProgram && own && pluginsIn(own.own, artifact).length === 0) return false;
  const said = [...named, ...lineage.flatMap(({ managed }) => pluginsIn(managed, artifact))];
  const skips = [
    ...said.flatMap((text) => textBetween(text, '<skip>', '</skip>') ?? []),
    ...lineage.flatMap(({ properties }) => textBetween(properties, `<${skip}>`, `</${skip}>`) ?? []),
  ].map((text) => text.trim());
  return skips.find((text) => text === 'true' || text === 'false') !== 'true' && makes(said.join('\n'), commands);
}
