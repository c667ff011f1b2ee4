/** @type {import('jest').Config} */
export default {
  rootDir: '.',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['rollcall-source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  // Properties begin with the seed of the run.
  moduleNameMapper: { '^fast-check$': '<rootDir>/test/fast-check.ts' },
  modulePathIgnorePatterns: ['/dist/', '/lib/', '/examples/', '/fixtures/'],
  // No test is judged by the clock: this ends one that hangs, on a machine that other tests keep busy.
  testTimeout: 1_800_000,
  // Left alone, jest keeps a processor free: on a machine of two it runs every file in one process, ever more slowly.
  maxWorkers: '100%',
  workerIdleMemoryLimit: '1.5GB',
};
