import { lines } from '../rendering/layout-texts.ts';
import type { List, ServicesLayout } from './layouts.ts';

export const portOf = ({ services, hasPorts }: ServicesLayout, name: string): number =>
  8080 + (hasPorts ? services.indexOf(name) + 1 : 0);

export const imageOf = (name: string): string => `ghcr.io/acme/${name}`;

/** The files of the repository of the sources: what each service is, and the lists of all. */
export function sourceFiles(layout: ServicesLayout): Record<string, string> {
  const { services, folder, lists } = layout;
  const files: Record<string, string> = {};
  for (const name of services) {
    const own = `${folder}/${name}`;
    const port = portOf(layout, name);
    files[`${own}/Dockerfile`] = lines(
      'FROM golang:1.26 AS build',
      'COPY . .',
      `RUN go build -o /${name} .`,
      'FROM scratch',
      `COPY --from=build /${name} /${name}`,
      `EXPOSE ${port}`,
      `ENTRYPOINT ["/${name}"]`,
    );
    files[`${own}/go.mod`] = lines(`module example.com/shop/${own}`, '', 'go 1.26');
    files[`${own}/main.go`] = lines('package main', '', 'func main() {', `\tserve("${name}", ${port})`, '}');
  }
  files['README.md'] = lines('# Shop');
  for (const list of lists) Object.assign(files, ofList[list](layout));
  return files;
}

const workflow = (...jobs: readonly string[]): string =>
  lines('on: { push: { branches: [main] } }', 'jobs:', ...jobs.map((line) => `  ${line}`));

const ofList: Record<List, (layout: ServicesLayout) => Record<string, string>> = {
  matrix: ({ services, isFlow, folder }) => ({
    '.github/workflows/images.yaml': workflow(
      'images:',
      '  runs-on: ubuntu-latest',
      '  strategy:',
      '    matrix:',
      ...(isFlow
        ? [`      service: [${services.join(', ')}]`]
        : ['      service:', ...services.map((name) => `        - ${name}`)]),
      '  steps:',
      '    - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683',
      '    - uses: docker/build-push-action@263435318d21b8e681c14492fe198d362a7d2c83',
      '      with:',
      `        context: ${folder}/\${{ matrix.service }}`,
      '        push: true',
      '        tags: ghcr.io/acme/${{ matrix.service }}:${{ github.run_number }}',
    ),
  }),
  filter: ({ services, folder }) => ({
    '.github/workflows/changes.yaml': workflow(
      'changes:',
      '  runs-on: ubuntu-latest',
      '  steps:',
      '    - uses: dorny/paths-filter@de90cc6fb38fc0963ad72b210f1f284cd68cea36',
      '      with:',
      '        filters: |',
      ...services.flatMap((name) => [`          ${name}:`, `            - '${folder}/${name}/**'`]),
    ),
  }),
  make: ({ services }) => ({
    Makefile: lines(
      `SERVICES := ${services.join(' ')}`,
      '',
      'all:',
      '\tfor one in $(SERVICES); do docker build $$one; done',
    ),
  }),
  loop: ({ services, folder }) => ({
    'scripts/build.sh': lines(
      '#!/usr/bin/env bash',
      'set -euo pipefail',
      `for service in ${services.join(' ')}; do`,
      `  docker build "${folder}/$service"`,
      'done',
    ),
  }),
  case: ({ services, folder }) => ({
    'scripts/folder.sh': lines(
      '#!/usr/bin/env bash',
      'case "$1" in',
      ...services.map((name) => `  ${name}) folder=${folder}/${name} ;;`),
      '  *) exit 1 ;;',
      'esac',
      'docker build "$folder"',
    ),
  }),
  'go-work': ({ services, folder }) => ({
    'go.work': lines('go 1.26', '', 'use (', ...services.map((name) => `\t./${folder}/${name}`), ')'),
  }),
  compose: (layout) => ({
    'docker-compose.yml': lines(
      'services:',
      ...layout.services.flatMap((name) => [
        `  ${name}:`,
        `    build: ./${layout.folder}/${name}`,
        `    container_name: shop-${name}`,
        '    ports:',
        `      - "${9000 + layout.services.indexOf(name)}:${portOf(layout, name)}"`,
      ]),
    ),
  }),
  terraform: ({ services }) => ({
    'terraform/registry.tf': lines(
      'locals {',
      '  services = [',
      ...services.map((name) => `    "${name}",`),
      '  ]',
      '}',
      '',
      'resource "aws_ecr_repository" "service" {',
      '  for_each = toset(local.services)',
      '  name     = each.value',
      '}',
    ),
  }),
  dispatch: ({ services }) => ({
    '.github/workflows/one.yaml': lines(
      'on:',
      '  workflow_dispatch:',
      '    inputs:',
      '      service:',
      '        type: choice',
      '        options:',
      ...services.map((name) => `          - ${name}`),
      'jobs:',
      '  one:',
      '    runs-on: ubuntu-latest',
      '    steps:',
      '      - run: echo "$SERVICE"',
      '        env: { SERVICE: "${{ inputs.service }}" }',
    ),
  }),
  // A list of those that have something is complete without others.
  'some-of-them': ({ services, folder }) => ({
    ...Object.fromEntries(
      services
        .slice(0, 2)
        .map((name) => [`${folder}/${name}/migrations/0001.sql`, `CREATE TABLE of_${name.length} ();\n`]),
    ),
    'scripts/migrate.sh': lines(
      '#!/usr/bin/env bash',
      `for service in ${services.slice(0, 2).join(' ')}; do`,
      `  psql -f "${folder}/$service/migrations/0001.sql"`,
      'done',
    ),
  }),
};
