import { describe, expect, test } from '@jest/globals';
import type { NewFile } from '@rollcall/domain/verify/findings/finding';
import { verifyFiles } from '../../rule-fixtures.ts';

/** The file that the fix of a rule creates, or null; the fix has to remove the finding. */
async function created(rule: string, files: Record<string, string>): Promise<(NewFile & { safe: boolean }) | null> {
  const findings = (await verifyFiles(files)).findings.filter((one) => one.rule === rule);
  expect(findings).toHaveLength(1);
  const fix = findings[0]?.fix;
  const [file] = fix?.creates ?? [];
  if (!fix || !file) return null;
  expect(fix).toMatchObject({ edits: [], creates: [file] });
  const after = await verifyFiles({ ...files, [file.path]: file.text });
  expect(after.findings.filter((one) => one.rule === rule)).toEqual([]);
  return { ...file, safe: fix.safe };
}

describe('node-eslint-config-missing', () => {
  const eslint = (files: Record<string, string>) => created('node-eslint-config-missing', files);
  const manifest = (dependencies: Record<string, string>, more = {}) =>
    JSON.stringify({ scripts: { lint: 'eslint src' }, devDependencies: dependencies, ...more });
  const siblings = "import js from '@eslint/js';\n\nexport default [js.configs.recommended];\n";

  test('takes that of a sibling whose packages it has', async () => {
    const files = {
      'apps/admin/package.json': manifest({ eslint: '^9.0.0', '@eslint/js': '^9.0.0' }, { type: 'module' }),
      'apps/admin/eslint.config.js': siblings,
      'apps/shop/package.json': manifest({ eslint: '^9.1.0', '@eslint/js': '^9.0.0' }, { type: 'module' }),
    };
    expect(await eslint(files)).toEqual({ path: 'apps/shop/eslint.config.js', text: siblings, safe: false });
    // Another kind of package reads `.js` as another kind of module.
    const common = { ...files, 'apps/shop/package.json': manifest({ eslint: '9', '@eslint/js': '9' }) };
    expect((await eslint(common))?.path).toBe('apps/shop/eslint.config.mjs');
    // An own one of the form before stays, but says nothing any more.
    const old = { ...files, 'apps/shop/.eslintrc.json': '{"rules":{"eqeqeq":"error"}}' };
    expect(await eslint(old)).toEqual({ path: 'apps/shop/eslint.config.js', text: siblings, safe: false });
  });

  test.each([
    ['a package that is not there', "import react from 'eslint-plugin-react';\nexport default [react];\n"],
    ['a file beside it', "import base from '../eslint.base.js';\nexport default base;\n"],
  ])('takes none that loads %s', async (_title, text) => {
    const file = await eslint({
      'apps/admin/package.json': manifest({ eslint: '9', 'eslint-plugin-react': '7' }),
      'apps/admin/eslint.config.mjs': text,
      'apps/shop/package.json': manifest({ eslint: '9' }),
    });
    expect(file?.text).not.toBe(text);
    expect(file?.text).toContain('no-dupe-keys');
  });

  test('of version 8 reads the form before: shared configurations are packages, too', async () => {
    const text = 'module.exports = { extends: ["airbnb", "plugin:@typescript-eslint/recommended"] };\n';
    const has = { eslint: '8.57.0', 'eslint-config-airbnb': '19', '@typescript-eslint/eslint-plugin': '8' };
    const files = {
      'apps/admin/package.json': manifest(has),
      'apps/admin/.eslintrc.cjs': text,
      'apps/shop/package.json': manifest(has),
    };
    expect(await eslint(files)).toEqual({ path: 'apps/shop/.eslintrc.cjs', text, safe: false });
    const less = { ...files, 'apps/shop/package.json': manifest({ eslint: '8.57.0' }) };
    expect((await eslint(less))?.path).toBe('apps/shop/.eslintrc.json');
  });

  const source = { 'apps/shop/src/a.ts': 'export {};\n' };
  const smallest: [string, Record<string, string>, Record<string, string>, string | null][] = [
    [
      'with the recommended rules and globals',
      { eslint: '^9.0.0', '@eslint/js': '9', globals: '15' },
      {},
      "import js from '@eslint/js';\nimport globals from 'globals';\n\nexport default [\n  { ignores: ['dist/', 'build/', 'coverage/'] },\n  js.configs.recommended,\n  {\n    languageOptions: { globals: { ...globals.browser, ...globals.node } },\n  },\n];\n",
    ],
    [
      'of TypeScript',
      { eslint: '^9.0.0', '@eslint/js': '9', 'typescript-eslint': '8' },
      source,
      "import js from '@eslint/js';\nimport tseslint from 'typescript-eslint';\n\nexport default [\n  { ignores: ['dist/', 'build/', 'coverage/'] },\n  js.configs.recommended,\n  ...tseslint.configs.recommended,\n  {\n    rules: { 'no-undef': 'off' },\n  },\n];\n",
    ],
    [
      'with JSX',
      { eslint: '^10.0.0' },
      { 'apps/shop/src/a.jsx': 'export default 1;\n' },
      "export default [\n  { ignores: ['dist/', 'build/', 'coverage/'] },\n  {\n    files: ['**/*.{js,mjs,cjs,jsx}'],\n    languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },\n    rules: { 'no-dupe-keys': 'error', 'no-unreachable': 'error', 'no-unused-vars': 'error' },\n  },\n];\n",
    ],
    ['of TypeScript without a parser for it', { eslint: '^9.0.0' }, source, null],
    ['of TypeScript without a parser, before', { eslint: '^8.0.0' }, source, null],
    ['of a version too old to know', { eslint: '5.16.0' }, {}, null],
  ];
  test.each(smallest)('else writes the smallest: %s', async (_title, dependencies, more, text) => {
    const file = await eslint({ 'apps/shop/package.json': manifest(dependencies), ...more });
    expect(file?.text ?? null).toBe(text);
    if (file) expect(file.safe).toBe(false);
  });
});

describe('node-vite-env-types-missing', () => {
  const shop = {
    'apps/shop/package.json': '{"scripts":{"build":"tsc -b && vite build"},"devDependencies":{"vite":"7.1.0"}}',
    'apps/shop/tsconfig.json': '{"include":["src"]}',
  };
  const vite = (files: Record<string, string>) => created('node-vite-env-types-missing', { ...shop, ...files });

  test('declares what the code reads', async () => {
    const file = await vite({
      'apps/shop/src/b.ts': 'export const b = import.meta.env.VITE_B;\n',
      'apps/shop/src/a.ts':
        'const { MODE } = import.meta.env;\nexport const a = [import.meta.env.VITE_A, import.meta.env.VITE_B, import.meta.env.DEV];\n',
    });
    expect(file).toEqual({
      path: 'apps/shop/src/vite-env.d.ts',
      text: '/// <reference types="vite/client" />\n\ninterface ImportMetaEnv {\n  readonly VITE_A: string;\n  readonly VITE_B: string;\n}\n',
      safe: true,
    });
  });

  test('declares nothing else where no variable of its own is read, or it is compared with what is no text', async () => {
    const file = await vite({
      'apps/shop/src/a.ts': 'export const a = import.meta.env.DEV || import.meta.env.VITE_FLAG === true;\n',
    });
    expect(file?.text).toBe('/// <reference types="vite/client" />\n');
  });

  test('is not safe where the compiler may not take it in', async () => {
    const use = { 'apps/shop/src/a.ts': 'export const a = import.meta.env.DEV;\n' };
    expect(await vite({ ...use, 'apps/shop/tsconfig.json': '{"include":["src/a.ts"]}' })).toMatchObject({
      safe: false,
    });
    expect(await vite({ ...use, 'apps/shop/tsconfig.json': '{"files":["src/a.ts"]}' })).toMatchObject({ safe: false });
    expect(await vite({ ...use, 'apps/shop/tsconfig.json': '{}' })).toMatchObject({ safe: true });
  });

  test('leaves a file that is there to its authors', async () => {
    const use = { 'apps/shop/src/a.ts': 'export const a = import.meta.env.DEV;\n' };
    expect(await vite({ ...use, 'apps/shop/src/vite-env.d.ts': 'declare const x: 1;\n' })).toBeNull();
  });
});
