import { expect, test } from '@jest/globals';
import { mavenCommandBuilds } from '@rollcall/domain/builds/maven-commands';

const run = (words: string, { executable = 'docker', folder = '' } = {}): string => {
  const written = words
    .split(' ')
    .map((word) => `<argument>${word}</argument>`)
    .join('');
  const working = folder === '' ? '' : `<workingDirectory>${folder}</workingDirectory>`;
  return `<plugin><artifactId>exec-maven-plugin</artifactId><executions><execution><configuration><executable>${executable}</executable>${working}<arguments>${written}</arguments></configuration></execution></executions></plugin>`;
};
const module = (artifact: string, inside: string): string =>
  `<project><parent><artifactId>all</artifactId><version>2.1</version></parent><artifactId>${artifact}</artifactId>${inside}</project>`;
const uses = '<build><plugins><plugin><artifactId>exec-maven-plugin</artifactId></plugin></plugins></build>';

function built(poms: Record<string, string>): unknown[] {
  const builds = mavenCommandBuilds(new Map(Object.entries(poms)), (path) => ({ path, line: 1, column: 1 }));
  return builds.map(({ name, dockerfile, context, images, args }) => [
    name,
    dockerfile,
    context,
    images,
    Object.fromEntries(args),
  ]);
}

// exec-maven-plugin 3.1 runs `executable` with `arguments` in `workingDirectory`, or in the module's folder.
test('a parent says once how each module is built from one Dockerfile', () => {
  const said = run(
    'build -f Dockerfile --build-arg JAR=${project.build.finalName} --build-arg PORT=${port} -t ${prefix}/${project.artifactId} ${project.build.directory}',
    { executable: '${tool}', folder: '${dir}' },
  );
  const parent = `<project><artifactId>all</artifactId><packaging>pom</packaging><properties><prefix>acme</prefix><tool>podman</tool></properties><build><pluginManagement><plugins>${said}</plugins></pluginManagement></build></project>`;
  const properties = (port: string): string =>
    `<properties><port>${port}</port><dir>\${basedir}/../docker</dir></properties>`;
  expect(
    built({
      'pom.xml': parent,
      'cart/pom.xml': module('cart-service', `${properties('80')}${uses}`),
      'mail/pom.xml': module('mail', `${properties('81')}${uses}`),
      'common/pom.xml': module('common', properties('82')),
    }),
  ).toEqual([
    ['cart', 'docker/Dockerfile', 'cart/target', ['acme/cart-service'], { JAR: 'cart-service-2.1', PORT: '80' }],
    ['mail', 'docker/Dockerfile', 'mail/target', ['acme/mail'], { JAR: 'mail-2.1', PORT: '81' }],
  ]);
});

const twentyfold = `<properties>${Array.from({ length: 10 }, (_, at) => `<p${at}>${`\${p${at + 1}}`.repeat(20)}</p${at}>`).join('')}</properties>`;

test.each<[string, string, unknown[]]>([
  ['in its own folder', run('build -t cart .'), [['cart', 'cart/Dockerfile', 'cart', ['cart'], {}]]],
  ['with buildx', run('buildx build --load -t cart ..'), [['cart', 'Dockerfile', '', ['cart'], {}]]],
  ['by another program', run('build -t cart .', { executable: 'make' }), []],
  ['of a folder that nothing says', run('build -t cart ${unknown}/x'), []],
  ['of a property that names itself', `<properties><a>\${a}</a></properties>${run('build ${a}')}`, []],
  ['that builds nothing', run('push cart'), []],
  ['of properties that each take in the next one twenty times', `${twentyfold}${run('build ${p0}')}`, []],
])('a command of a module: %s', (_name, said, want) => {
  const poms = { 'cart/pom.xml': module('cart', `<build><plugins>${said}</plugins></build>`) };
  expect(built(poms).filter((build) => !String((build as unknown[])[2]).includes('\uFDD0'))).toEqual(want);
});
