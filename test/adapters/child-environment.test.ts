import { expect, test } from '@jest/globals';
import { childEnvironment } from '@rollcall/adapters/child-environment';

const env = {
  PATH: '/bin',
  HOME: '/home/person',
  HTTPS_PROXY: 'http://proxy',
  SSH_AUTH_SOCK: '/agent',
  AWS_SECRET_ACCESS_KEY: 'cloud-secret',
  INPUT_TOKEN: 'input-secret',
  GITHUB_TOKEN: 'github-secret',
  ACTIONS_RUNTIME_TOKEN: 'runtime-secret',
  NODE_OPTIONS: '--max-old-space-size=1',
  LD_PRELOAD: '/library',
  GIT_DIR: '/elsewhere',
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_PARAMETERS: "'core.fsmonitor'='true'",
};

test('what is for a purpose is let through, and nothing else', () => {
  expect(childEnvironment(env, ['system', 'git'])).toEqual({ PATH: '/bin', HOME: '/home/person' });
  expect(childEnvironment(env, ['network', 'transport'])).toEqual({
    HTTPS_PROXY: 'http://proxy',
    SSH_AUTH_SOCK: '/agent',
  });
  expect(childEnvironment(env, ['cloud'])).toEqual({ AWS_SECRET_ACCESS_KEY: 'cloud-secret' });
});

test.each([
  ['.:/bin', '/bin'],
  [':/usr/bin::/bin:', '/usr/bin:/bin'],
  ['node_modules/.bin:/bin:../bin', '/bin'],
  ['', '/dev/null'],
  [':.', '/dev/null'],
])('of the PATH %j the folders are left that are the same wherever a program works', (PATH, left) => {
  expect(childEnvironment({ PATH }, ['system'])).toEqual({ PATH: left });
});
