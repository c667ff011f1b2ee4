import { expect, test } from '@jest/globals';
import { selectDockerfiles } from '@rollcall/domain/catalog/dockerfiles';
import { isDockerfile, readDockerfileName } from '@rollcall/domain/tree/dockerfile-name';
import { dockerfiles } from '@rollcall/domain/tree/file-types';

test.each([
  ['Dockerfile', 'main', ''],
  ['dockerfile', 'main', ''],
  ['Containerfile', 'main', ''],
  ['Dockerfile.debug', 'variant', 'debug'],
  ['Dockerfile-dev', 'variant', 'dev'],
  ['Dockerfile_cuda12.4', 'variant', 'cuda12.4'],
  ['Dockerfile.go', 'variant', 'go'],
  ['Dockerfile.java', 'variant', 'java'],
  ['a.Dockerfile', 'named', 'a'],
  ['board.service.dockerfile', 'named', 'board.service'],
])('%s is a Dockerfile', (name, role, label) => {
  expect(readDockerfileName(name)).toEqual({ role, label });
  expect(isDockerfile(`services/a/${name}`)).toBe(true);
});

const none = [
  ...['md', 'MD', 'markdown', 'rst', 'adoc', 'txt', 'html'].map((end) => `Dockerfile.${end}`),
  ...['j2', 'jinja', 'jinja2', 'tmpl', 'tpl', 'gotmpl', 'template', 'erb', 'ejs', 'in'].map(
    (end) => `Dockerfile.${end}`,
  ),
  ...['bak', 'orig', 'rej', 'old', 'save', 'swp', 'tmp', 'disabled'].map((end) => `Dockerfile.${end}`),
  ...['example', 'sample', 'dockerignore', 'json', 'yaml', 'yml', 'toml', 'lock', 'patch', 'sh'].map(
    (end) => `Dockerfile.${end}`,
  ),
  ...[
    'Dockerfile-prod.md',
    'Dockerfile_template',
    'Containerfile.j2',
    'Dockerfile~',
    'Dockerfile.dev~',
    '.Dockerfile.swp',
  ],
  ...['a.Dockerfile.j2', 'a.Dockerfile.dockerignore', '.Dockerfile', 'Dockerfile.', 'Dockerfiles', 'MyDockerfile'],
  ...['dockerfile.go', 'dockerfile-parser.ts', 'dockerfile_test.py', 'Dockerfile2', 'README.md', ''],
];

test.each(none)('%j is none', (name) => {
  expect(readDockerfileName(name)).toBeNull();
  expect(isDockerfile(`docs/Dockerfile/${name}`)).toBe(false);
});

test('the Catalog and the rules agree about every name', () => {
  for (const name of ['Dockerfile', 'Dockerfile.debug', 'a.dockerfile', 'Containerfile', ...none]) {
    const path = `services/a/${name}`;
    expect([path, dockerfiles(path)]).toEqual([path, selectDockerfiles([{ path, mode: 'file' }]).length === 1]);
  }
});
