/**
 * Files that say how services are built and deployed, as people have them: Compose, Bake, a workflow for each service and
 * one with a matrix, an ApplicationSet, an umbrella chart, and a Maven build of the first three services.
 */
export function descriptions(services: number): [string, string][] {
  const names = Array.from({ length: services }, (_, index) => `service-${String(index).padStart(4, '0')}`);
  const java = names.slice(0, 3);
  const each = (line: (name: string) => string) => names.map(line).join('');
  return [
    ['compose.yaml', `services:\n${each(composeService)}`],
    [
      'docker-bake.hcl',
      `group "default" { targets = [${names.map((name) => `"${name}"`).join(', ')}] }\n${each(target)}`,
    ],
    ['.github/workflows/release.yml', matrixWorkflow(names)],
    ...names.map((name): [string, string] => [`.github/workflows/${name}.yml`, workflow(name)]),
    ['k8s/argocd/services.yaml', applicationSet(names)],
    ['k8s/shop/Chart.yaml', `apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n${each(dependency)}`],
    [
      'k8s/shop/values.yaml',
      each((name) => `${name}:\n  image: { repository: ghcr.io/example/${name}, tag: 1-abc1234 }\n`),
    ],
    ['pom.xml', parent(java)],
    ...java.map((name): [string, string] => [`services/${name}/pom.xml`, module(name)]),
  ];
}

function composeService(name: string): string {
  return `  ${name}:\n    build: { context: ., dockerfile: services/${name}/Dockerfile, args: { NAME: ${name} } }\n    image: ghcr.io/example/${name}:dev\n    ports: ["8080"]\n`;
}

function target(name: string): string {
  return `target "${name}" {\n  context    = "."\n  dockerfile = "services/${name}/Dockerfile"\n  tags       = ["ghcr.io/example/${name}:latest"]\n}\n`;
}

function dependency(name: string): string {
  return `  - { name: ${name}, version: 1.0.0, repository: oci://ghcr.io/example/charts }\n`;
}

function workflow(name: string): string {
  return `name: ${name}
on:
  push:
    branches: [main]
    paths: ['services/${name}/**', 'packages/**']
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: docker/build-push-action@v6
        with:
          context: .
          file: services/${name}/Dockerfile
          push: true
          tags: ghcr.io/example/${name}:\${{ github.sha }}
`;
}

function matrixWorkflow(names: readonly string[]): string {
  return `name: release
on: { workflow_dispatch: {} }
jobs:
  build:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        service: [${names.join(', ')}]
    steps:
      - uses: actions/checkout@v4
      - run: docker build -f services/\${{ matrix.service }}/Dockerfile -t ghcr.io/example/\${{ matrix.service }} .
`;
}

function applicationSet(names: readonly string[]): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: services, namespace: argocd }
spec:
  goTemplate: true
  generators:
    - list:
        elements:
${names.map((name) => `          - { service: ${name}, tag: 1-abc1234 }\n`).join('')}  template:
    metadata: { name: '{{ .service }}-prod' }
    spec:
      project: default
      source: { repoURL: https://github.com/example/large.git, targetRevision: main, path: k8s/shop, helm: { parameters: [{ name: image.tag, value: '{{ .tag }}' }] } }
      destination: { server: https://kubernetes.default.svc, namespace: prod }
`;
}

function parent(modules: readonly string[]): string {
  const listed = modules.map((name) => `    <module>services/${name}</module>\n`).join('');
  return `<project>\n  <modelVersion>4.0.0</modelVersion>\n  <groupId>com.example</groupId>\n  <artifactId>parent</artifactId>\n  <version>1</version>\n  <packaging>pom</packaging>\n  <modules>\n${listed}  </modules>\n</project>\n`;
}

function module(name: string): string {
  return `<project>\n  <modelVersion>4.0.0</modelVersion>\n  <parent><groupId>com.example</groupId><artifactId>parent</artifactId><version>1</version><relativePath>../../pom.xml</relativePath></parent>\n  <artifactId>${name}</artifactId>\n</project>\n`;
}
