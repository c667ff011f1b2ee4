import { expect, test } from '@jest/globals';
import { isRepositoryAddress, isRepositoryName, normaliseRepositoryUrl } from '@rollcall/domain/repository-url';

test.each([
  'https://github.com/acme/shop',
  'https://github.com/acme/shop.git',
  'https://github.com/Acme/Shop.git/',
  'http://github.com:80/acme/shop',
  'https://user:secret@github.com/acme/shop',
  'git@github.com:acme/shop.git',
  'org-123@github.com:acme/shop.git',
  'ssh://git@github.com/acme/shop.git',
  'ssh://git@ssh.github.com:443/acme/shop.git',
  'ssh://git@github.com:22/acme/shop',
  'git://github.com/acme/shop',
  'git+https://github.com/acme/shop',
  ' https://github.com/acme/shop ',
])('%s is one repository', (url) => {
  expect(normaliseRepositoryUrl(url)).toBe('github.com/acme/shop');
});

test.each([
  ['https://git.example.com:8443/acme/shop', 'git.example.com:8443/acme/shop'],
  ['https://charts.example.com', 'charts.example.com'],
  ['https://charts.example.com/', 'charts.example.com'],
  ['https://gitlab.com/acme/group/shop.git', 'gitlab.com/acme/group/shop'],
])('%s keeps what tells it apart', (url, expected) => {
  expect(normaliseRepositoryUrl(url)).toBe(expected);
});

test.each([
  '',
  '.',
  '/srv/git/shop',
  '../shop',
  'file:///srv/git/shop',
  '{{ repo }}',
  'https://${HOST}/a/b',
  'C:\\shop',
])('%j is no remote address', (url) => {
  expect(normaliseRepositoryUrl(url)).toBeNull();
});

test.each([
  ['acme/deploy', 'name'],
  ['acme/deploy.git', 'name'],
  ['https://git.example.com/acme/deploy', 'address'],
  ['git@git.example.com:acme/deploy.git', 'address'],
  ['file:///srv/deploy.git', 'address'],
  ['../deploy', 'neither'],
  ['./deploy', 'neither'],
  ['/srv/deploy', 'neither'],
  ['deploy', 'neither'],
  ['a/b/c', 'neither'],
  ['../user', 'neither'],
  ['acme/..', 'neither'],
  ['acme/.', 'neither'],
  ['.github/..github', 'name'],
  ['C:\\deploy', 'neither'],
])('%s names a repository by its %s', (text, kind) => {
  expect([isRepositoryName(text), isRepositoryAddress(text)]).toEqual([kind === 'name', kind === 'address']);
});
