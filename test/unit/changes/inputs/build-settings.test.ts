import { expect, test } from '@jest/globals';
import { settingsAround } from '@rollcall/domain/changes/inputs/build-settings';
import { indexFiles } from '@rollcall/domain/tree/path-index';

test.each<[string, string[], string[]]>([
  [
    'of Node: what TypeScript, bundlers and package managers read upwards',
    ['apps/pay/package.json', 'apps/pay/tsconfig.json', 'tsconfig.base.json', '.npmrc', '.yarnrc.yml', 'apps/.swcrc'],
    ['apps/pay/tsconfig.json', 'apps/.swcrc', '.npmrc', '.yarnrc.yml', 'tsconfig.base.json'],
  ],
  [
    'of Rust: the toolchain and the settings of Cargo',
    ['apps/pay/Cargo.toml', 'rust-toolchain.toml', '.cargo/config.toml', 'apps/pay/.cargo/config', 'tsconfig.json'],
    ['apps/pay/.cargo/config', 'rust-toolchain.toml', '.cargo/config.toml'],
  ],
  ['none where no manifest tells the tool', ['apps/pay/main.c', '.npmrc', 'rust-toolchain', 'tsconfig.json'], []],
  ['none of a folder beside it', ['apps/pay/package.json', 'apps/shop/.npmrc', 'libs/tsconfig.json'], []],
])('%s', (_what, paths, expected) => {
  expect(settingsAround('apps/pay', indexFiles(paths))).toEqual(expected);
});
