import { expect, test } from '@jest/globals';
import type { Service } from '@rollcall/domain/catalog/catalog';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { memoryTree } from '@rollcall/testkit/memory-tree';

type Files = Record<string, string>;

const services: Service[] = [
  { name: 'a', path: 'services/a', kind: 'java', dockerfile: null, dockerfiles: [], chart: null },
];

/** The patterns of `a` beside its own folder, sorted. */
async function packagesOf(files: Files) {
  const { inputs, problems } = await deriveInputs(memoryTree(files), services, {});
  const edges = (inputs[0]?.edges ?? []).filter(({ because }) => because !== 'its own folder');
  return { edges, patterns: edges.map(({ pattern }) => pattern).sort(), problems };
}

const project = (body: string) => `<?xml version="1.0"?>\n<project>${body}</project>\n`;
const name = (artifact: string) => `<groupId>g</groupId><artifactId>${artifact}</artifactId><version>1</version>`;
const dependency = (artifact: string, more = '') => `<dependency>${name(artifact)}${more}</dependency>`;
const dependencies = (...all: string[]) => `<dependencies>${all.join('')}</dependencies>`;
const parent = `<parent>${name('root')}<relativePath>../../pom.xml</relativePath></parent>`;
const module = (artifact: string, body = '') => project(`${parent}<artifactId>${artifact}</artifactId>${body}`);
const root = (body = '') =>
  project(
    `${name('root')}<packaging>pom</packaging><modules><module>services/a</module><module>libs/x</module><module>libs/y</module></modules>${body}`,
  );

const base: Files = { 'pom.xml': root(), 'libs/x/pom.xml': module('x'), 'libs/y/pom.xml': module('y') };
const plugin = (artifact: string, body = '') => `<plugin>${name(artifact)}${body}</plugin>`;
const build = (body: string) => `<build>${body}</build>`;

// What `mvn --also-make-dependents` of Maven 3.8.7 adds is counted, unless the name of a case says more.
const cases: [string, Files, string[]][] = [
  ['nothing but the parent', { 'services/a/pom.xml': module('a') }, ['pom.xml']],
  [
    'dependencies of every scope and type, transitively and in a circle',
    {
      'services/a/pom.xml': module('a', dependencies(dependency('x', '<type>test-jar</type><scope>test</scope>'))),
      'libs/x/pom.xml': module('x', dependencies(dependency('y', '<optional>true</optional>'))),
      'libs/y/pom.xml': module('y', dependencies(dependency('x'))),
    },
    ['libs/x/**', 'libs/y/**', 'pom.xml'],
  ],
  [
    'properties: of the project, of its parent, of a profile, in one another',
    {
      'pom.xml': root('<properties><group>${project.groupId}</group><revision>1</revision></properties>'),
      'services/a/pom.xml': module(
        'a',
        `<profiles><profile><properties><which>y</which></properties></profile></profiles>${dependencies(
          '<dependency><groupId>${group}</groupId><artifactId>x</artifactId><version>${revision}</version></dependency>',
          '<dependency><groupId>${project.parent.groupId}</groupId><artifactId>${which}</artifactId></dependency>',
        )}`,
      ),
    },
    ['libs/x/**', 'libs/y/**', 'pom.xml'],
  ],
  [
    'another group, another version, an exclusion: none of the modules',
    {
      'services/a/pom.xml': module(
        'a',
        dependencies(
          '<dependency><groupId>other</groupId><artifactId>x</artifactId><version>1</version></dependency>',
          '<dependency><groupId>g</groupId><artifactId>y</artifactId><version>0.9</version></dependency>',
          '<dependency><groupId>q</groupId><artifactId>q</artifactId><exclusions><exclusion><groupId>g</groupId><artifactId>x</artifactId></exclusion></exclusions></dependency>',
        ),
      ),
    },
    ['pom.xml'],
  ],
  [
    'plugins, what they are given, and a managed one where it is used',
    {
      'pom.xml': root(
        build(
          `<pluginManagement><plugins>${plugin('used', dependencies(dependency('x')))}${plugin('unused', dependencies(dependency('y')))}</plugins></pluginManagement>`,
        ),
      ),
      'services/a/pom.xml': module('a', build(`<plugins>${plugin('used')}</plugins>`)),
    },
    ['libs/x/**', 'pom.xml'],
  ],
  [
    'a managed plugin of Maven itself',
    {
      'services/a/pom.xml': module(
        'a',
        build(
          `<pluginManagement><plugins><plugin><artifactId>maven-compiler-plugin</artifactId>${dependencies(dependency('x'))}</plugin></plugins></pluginManagement>`,
        ),
      ),
    },
    ['libs/x/**', 'pom.xml'],
  ],
  [
    'beyond Maven: profiles, bills of materials, annotation processors, coordinates in one text',
    {
      'services/a/pom.xml': module(
        'a',
        `<profiles><profile><id>p</id>${dependencies(dependency('x'))}</profile></profiles>
        <dependencyManagement>${dependencies(dependency('bom', '<type>pom</type><scope>import</scope>'), dependency('none'))}</dependencyManagement>
        ${build(`<plugins><plugin><artifactId>maven-compiler-plugin</artifactId><configuration><annotationProcessorPaths><path>${name('y')}</path></annotationProcessorPaths><resourceBundle>g:z:1</resourceBundle></configuration></plugin></plugins>`)}`,
      ),
      'libs/z/pom.xml': module('z'),
      'libs/none/pom.xml': module('none'),
      'bom/pom.xml': project(`${name('bom')}<packaging>pom</packaging>`),
    },
    ['bom/pom.xml', 'libs/x/**', 'libs/y/**', 'libs/z/**', 'pom.xml'],
  ],
  [
    'files beside the module',
    {
      'services/a/pom.xml': module(
        'a',
        build(
          '<resources><resource><directory>../..</directory><includes><include>LICENSE</include></includes></resource></resources><plugins><plugin><artifactId>p</artifactId><configuration><file>${project.basedir}/../shared/x.proto</file><checks>${maven.multiModuleProjectDirectory}/config/c.xml</checks><out>../../target</out></configuration></plugin></plugins>',
        ),
      ),
      LICENSE: '',
      'services/shared/x.proto': '',
      'config/c.xml': '',
    },
    ['LICENSE/**', 'config/c.xml/**', 'pom.xml', 'services/shared/x.proto/**'],
  ],
  [
    'the wrapper, and options in the folders above',
    { 'services/a/pom.xml': module('a'), mvnw: '', '.mvn/maven.config': '-Drevision=1\n' },
    ['.mvn/**', 'mvnw/**', 'pom.xml'],
  ],
  [
    'a parent by its default path or by name; modules of another build have the same names',
    {
      'services/pom.xml': project(`${name('mid')}<parent>${name('far')}<relativePath/></parent>`),
      'far/pom.xml': project(`${name('far')}${dependencies(dependency('x'))}`),
      'services/a/pom.xml': project(`<parent>${name('mid')}</parent><artifactId>a</artifactId>`),
      'other/pom.xml': project(`${name('o')}<modules><module>x</module></modules>`),
      'other/x/pom.xml': project(name('x')),
    },
    ['far/pom.xml', 'libs/x/**', 'pom.xml', 'services/pom.xml'],
  ],
  [
    'a module under its own file name, in a folder of what others wrote',
    {
      'pom.xml': project(
        `${name('root')}<modules><module>services/a</module><module>third-party/v/other-pom.xml</module></modules>`,
      ),
      'services/a/pom.xml': module('a', dependencies(dependency('v'))),
      'third-party/v/other-pom.xml': project(name('v')),
      'third-party/v/src/V.java': '',
    },
    ['pom.xml', 'third-party/v/other-pom.xml', 'third-party/v/src/**'],
  ],
  [
    'hostile names',
    { 'services/a/pom.xml': module('a', dependencies(dependency('__proto__'), dependency('${constructor}'))) },
    ['**', 'libs/x/**', 'libs/y/**', 'pom.xml'],
  ],
];

test.each(cases)('%s', async (_, files, expected) => {
  const { patterns } = await packagesOf({ ...base, ...files });
  expect(patterns).toEqual(expected);
});

test('an edge points to the line of the pom that has it', async () => {
  const text = module('a', `\n<dependencies>\n${dependency('x')}</dependencies>`);
  const { edges } = await packagesOf({ ...base, 'services/a/pom.xml': text });
  expect(edges).toContainEqual({
    pattern: 'libs/x/**',
    because: 'dependency x',
    location: { path: 'services/a/pom.xml', line: 4, column: 1 },
    scope: 'both',
  });
});

const bomb = `<!DOCTYPE p [<!ENTITY a "${'x'.repeat(50)}"><!ENTITY b "&a;&a;">]><project>&b;</project>`;

test.each([
  ['entities of its own', bomb, 'it has a document type'],
  ['deep nesting', `${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}`, 'it is nested too deeply'],
  ['a huge text', `<project>${' '.repeat(2_000_000)}</project>`, 'it is longer than 1 MiB'],
  ['no XML', '<project><artifactId></project>', 'Missing end tag for element artifactId'],
])('a pom with %s affects everything, and says why', async (_, text, why) => {
  const { patterns, problems } = await packagesOf({ ...base, 'services/a/pom.xml': text });
  expect(patterns).toContain('**');
  expect(problems.map(({ message }) => message).join()).toContain(`services/a/pom.xml cannot be parsed (${why}`);
});

test('a template that nothing names is no module', async () => {
  const files = { ...base, 'services/a/pom.xml': module('a'), 'templates/pom.xml': '{% if x %}' };
  expect(await packagesOf(files)).toMatchObject({ patterns: ['pom.xml'], problems: [] });
});

test('doubling properties are followed no further than sixteen values', async () => {
  const doubling = Array.from(
    { length: 60 },
    (_, index) => `<p${index}>\${p${index + 1}}\${p${index + 1}}</p${index}>`,
  );
  const pom = module(
    'a',
    `<properties>${doubling.join('')}<p60>x</p60></properties>${dependencies(dependency('${p0}'))}`,
  );
  expect((await packagesOf({ ...base, 'services/a/pom.xml': pom })).patterns).toContain('**');
});

test.each([
  ['target/*.jar', {}],
  ['*.jar', {}],
  ['dist', { 'services/a/dist/.gitkeep': '' }],
])('what a build makes outside of the Dockerfile is made of every file of the service: %s', async (source, more) => {
  const built = services.map((one) => ({ ...one, dockerfile: 'services/a/Dockerfile' }));
  const files = { 'services/a/Dockerfile': `FROM jre\nCOPY ${source} /app/\n`, 'services/a/src/M.java': '', ...more };
  const tree = memoryTree({ ...base, 'services/a/pom.xml': module('a'), ...files });
  const { inputs } = await deriveInputs(tree, built, { services: { overrides: { a: { context: 'services/a' } } } });
  expect(inputs[0]?.edges).toContainEqual(expect.objectContaining({ pattern: 'services/a/**', scope: 'both' }));
});
