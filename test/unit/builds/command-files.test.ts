import { expect, test } from '@jest/globals';
import { readServices } from '@rollcall/domain/catalog/read-services';
import { affectedServices } from '@rollcall/domain/changes/affected';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { memoryTree } from '@rollcall/testkit/memory-tree';

type Files = Record<string, string>;

const dockerfile = 'services/pay/Dockerfile';

/** A service whose Dockerfile copies its whole context: what that is makes the difference. */
const around: Files = {
  [dockerfile]: 'FROM alpine\nCOPY . /app\n',
  'services/pay/pay.go': '1',
  'libs/money/money.go': '1',
  'libs/dates/dates.go': '1',
};

/** The files a change of which builds the image of `pay` anew, without those that hold the commands. */
async function builtFrom(files: Files): Promise<string[]> {
  const all = { ...around, ...files };
  const tree = memoryTree(all);
  const { services } = await readServices(tree, {});
  const { inputs } = await deriveInputs(tree, services, {});
  const { affected } = affectedServices(Object.keys(all), inputs, 'image');
  const reasons = affected.find(({ service }) => service === 'pay')?.reasons ?? [];
  return reasons.flatMap(({ path }) => (path in around || !(path in files) ? [path] : [])).sort();
}

const everything = Object.keys(around).sort();
const command = `docker build -f ${dockerfile} .`;
const step = (...lines: string[]): string =>
  ['on: push', 'jobs:', '  b:', '    runs-on: x', '    steps:', ...lines.map((line) => `      ${line}`), ''].join('\n');

test.each<[string, Files]>([
  ['makefile', { makefile: `pay:\n\t${command}\n` }],
  ['GNUmakefile', { GNUmakefile: `pay:\n\t${command}\n` }],
  ['justfile', { justfile: `pay:\n    @${command}\n` }],
  [
    'a justfile whose recipe has a parameter',
    { justfile: 'build name:\n    docker build -f services/{{ name }}/Dockerfile .\n' },
  ],
  ['Taskfile.yml', { 'Taskfile.yml': `version: "3"\ntasks:\n  pay:\n    cmds:\n      - ${command}\n` }],
  [
    'a Taskfile in a folder with another folder',
    { 'services/pay/Taskfile.yml': 'tasks:\n  image:\n    dir: ..\n    cmds: [docker build -f pay/Dockerfile ..]\n' },
  ],
  ['GitLab', { '.gitlab-ci.yml': `pay:\n  script:\n    - cd services\n    - docker build -f pay/Dockerfile ..\n` }],
  [
    'GitLab with kaniko',
    {
      '.gitlab-ci.yml': `pay:\n  script:\n    - /kaniko/executor --context "$CI_PROJECT_DIR" --dockerfile "$CI_PROJECT_DIR/${dockerfile}" --destination x/y:1\n`,
    },
  ],
  ['CircleCI', { '.circleci/config.yml': `jobs:\n  pay:\n    steps:\n      - run: ${command}\n` }],
  [
    'CircleCI with a parameter',
    {
      '.circleci/config.yml':
        'jobs:\n  b:\n    steps:\n      - run: docker build -f services/<< parameters.name >>/Dockerfile .\n',
    },
  ],
  [
    'Cloud Build',
    { 'cloudbuild.yaml': `steps:\n- name: gcr.io/cloud-builders/docker\n  args: [build, -f, ${dockerfile}, .]\n` },
  ],
  [
    'Cloud Build with a shell',
    {
      'cloudbuild.yaml': `steps:\n- name: gcr.io/cloud-builders/docker\n  entrypoint: bash\n  args: [-c, "${command}"]\n`,
    },
  ],
  [
    'Cloud Build with kaniko',
    {
      'ci/cloudbuild.pay.yaml': `steps:\n- name: gcr.io/kaniko-project/executor:latest\n  args: ["--dockerfile=${dockerfile}", --context=dir://.]\n`,
    },
  ],
  [
    'Azure',
    {
      'azure-pipelines.yml': `steps:\n- task: Docker@2\n  inputs: { command: build, Dockerfile: ${dockerfile}, buildContext: . }\n`,
    },
  ],
  [
    'Azure in a shell',
    {
      '.azure-pipelines/pay.yml':
        'steps:\n- bash: docker build -f "$(Build.SourcesDirectory)/services/pay/Dockerfile" "$(Build.SourcesDirectory)"\n',
    },
  ],
  ['Jenkins', { Jenkinsfile: `node {\n  // the image isn't pushed\n  sh '${command}'\n}\n` }],
  [
    'Jenkins in a folder',
    {
      Jenkinsfile: `node {\n  dir('services/pay') {\n    sh """docker build -f Dockerfile \\\n      ../.."""\n  }\n}\n`,
    },
  ],
  [
    'Jenkins by its plugin',
    { Jenkinsfile: `node { def image = docker.build("acme/pay:\${env.BUILD_ID}", '-f ${dockerfile} .') }\n` },
  ],
  ['Tilt', { Tiltfile: `docker_build('acme/pay', '.', dockerfile='./${dockerfile}')\n` }],
  ['PowerShell', { 'ci/images.ps1': `${command}\n` }],
  ['a script without an ending', { 'bin/images': `#!/bin/sh\n${command}\n` }],
  ['a shell in a shell', { 'ci/images.sh': `sh -ec "bash -c '${command}'"\n` }],
  ['what a program runs', { 'ci/images.sh': `timeout 10m env DOCKER_BUILDKIT=1 ${command} > build.log 2>&1\n` }],
  ['options in a variable', { 'ci/images.sh': `OPTS="-f ${dockerfile}"\nOPTS+=" --pull"\ndocker build $OPTS .\n` }],
  [
    'options in an array',
    { 'ci/images.sh': `opts=(\n  -f ${dockerfile}\n  -t "acme/pay"\n)\ndocker build "\${opts[@]}" .\n` },
  ],
  ['options that are only known at run time', { 'ci/images.sh': 'docker build $OPTS .\n' }],
  ['a Dockerfile on standard input', { 'ci/images.sh': `docker build -f - . < ${dockerfile}\n` }],
  ['a context on standard input', { 'ci/images.sh': `tar -c . | docker build -f ${dockerfile} -\n` }],
  [
    'Compose with a file of any name',
    {
      'ops/stack.yaml': 'services:\n  pay:\n    build: { context: .., dockerfile: services/pay/Dockerfile }\n',
      Makefile: 'up:\n\tdocker compose -f ops/stack.yaml up --build\n',
    },
  ],
  [
    'Compose with a file of any name, in a workflow',
    {
      'ops/stack.yaml': 'services:\n  pay:\n    build: { context: .., dockerfile: services/pay/Dockerfile }\n',
      '.github/workflows/b.yml': step('- run: docker-compose --file=ops/stack.yaml build'),
    },
  ],
  [
    'Bake with a file of any name',
    {
      'ci/images.hcl': `target "pay" {\n  context = "."\n  dockerfile = "${dockerfile}"\n}\n`,
      Makefile: 'images:\n\tdocker buildx bake -f ci/images.hcl\n',
    },
  ],
  [
    'Bake with what a command sets',
    {
      'docker-bake.hcl': 'target "pay" { context = "services/pay" }\n',
      '.github/workflows/b.yml': step(
        `- run: docker buildx bake --set pay.context=. --set "*.dockerfile=${dockerfile}" pay`,
      ),
    },
  ],
  [
    'Bake with what a step sets',
    {
      'docker-bake.hcl': 'target "pay" { context = "services/pay" }\n',
      '.github/workflows/b.yml': step(
        ...['- uses: docker/bake-action@v6', '  with:', '    set: |', '      pay.context=.'],
        `      p*y.dockerfile=${dockerfile}`,
      ),
    },
  ],
  ...[
    ['depot/build-push-action@v1', `{ context: ., file: ${dockerfile} }`],
    ['int128/kaniko-action@v1', `{ context: ., file: ${dockerfile} }`],
    ['aevea/action-kaniko@master', `{ path: ., build_file: ${dockerfile} }`],
    ['mr-smithers-excellent/docker-build-push@v6', `{ image: pay, dockerfile: ${dockerfile} }`],
  ].map(([uses, given]): [string, Files] => [
    `${uses}`,
    { '.github/workflows/b.yml': step(`- uses: ${uses}`, `  with: ${given}`) },
  ]),
  [
    'Skaffold with a patch of a profile',
    {
      'skaffold.yaml': [
        'apiVersion: skaffold/v4beta11\nkind: Config\nbuild: { artifacts: [{ image: pay, context: services/pay }] }',
        `profiles:\n- name: ci\n  patches:\n  - { op: replace, path: /build/artifacts/0/context, value: . }`,
        `  - { op: add, path: /build/artifacts/0/docker, value: { dockerfile: ${dockerfile} } }\n`,
      ].join('\n'),
    },
  ],
])('%s: everything of the context that it names', async (_name, files) => {
  expect(await builtFrom(files)).toEqual(everything);
});

const inItsFolder = [dockerfile, 'services/pay/pay.go'].sort();

test.each<[string, Files]>([
  ['nothing builds it', {}],
  ['a comment, and what is printed', { 'ci/images.sh': `# ${command}\necho "${command}"\n` }],
  ['a Jenkinsfile that names it in a comment', { Jenkinsfile: `node {\n  // sh '${command}'\n  sh 'make'\n}\n` }],
  [
    'Azure without a context',
    { 'azure-pipelines.yml': `steps:\n- task: Docker@2\n  inputs: { command: build, Dockerfile: ${dockerfile} }\n` },
  ],
  ['a pipeline that is no YAML', { '.gitlab-ci.yml': `a: [docker build\n` }],
  ['a task list in the folder', { 'services/pay/Taskfile.yml': 'tasks:\n  image:\n    cmds: [docker build .]\n' }],
])('%s: its own folder', async (_name, files) => {
  expect(await builtFrom(files)).toEqual(inItsFolder);
});
