import { expect, test } from '@jest/globals';
import { mayHoldCommands } from '@rollcall/domain/builds/definition-files';

test.each([
  'Jenkinsfile',
  'ci/Jenkinsfile.go',
  'ci/Jenkinsfile.release',
  'release.Jenkinsfile',
  'Makefile',
  'scripts/build',
  'a.b/scripts/build',
  'build.sh',
  '.gitlab-ci.yml',
  'services/cart/pom.xml',
])('%s may hold commands', (path) => {
  expect(mayHoldCommands(path)).toBe(true);
});

test.each(['main.go', 'MyJenkinsfile.go', 'ci/Jenkinsfile/main.go', 'README.md', 'cart/main', 'a.b/cart'])(
  '%s holds none',
  (path) => {
    expect(mayHoldCommands(path)).toBe(false);
  },
);
