import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LoadedConfig, readConfig } from '@rollcall/domain/catalog/config';
import type { Tree } from '@rollcall/domain/ports';
import { type FixResult, fixServices } from '@rollcall/domain/verify/fix-services';
import { parseServiceTags } from '@rollcall/domain/verify/fixes/clone/service-tags';
import type { Report } from '@rollcall/domain/verify/report/report';
import { type VerifyOptions, verifyServices } from '@rollcall/domain/verify/verify-services';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { readTextArchive } from '@rollcall/testkit/text-archive';

/** What a fixture says is found: a place, a rule, a subject. */
export interface Expected {
  path: string;
  line: number;
  rule: string;
  subject?: string;
  environment?: string;
}

export interface RuleFixture {
  /** `chart-app-missing/bad-prod` */
  name: string;
  rule: string;
  bad: boolean;
  files: Record<string, string>;
  expected: Expected[];
  /** What all fixes of the rule do, as a diff; null where the fixture says nothing of it. */
  fix: string | null;
  /** The tags that new Applications are given. */
  tags: Map<string, string>;
}

const fixtureRoot = new URL('../../rules/', import.meta.url).pathname;

/** The day of every fixture. */
export const today = '2026-06-15';

const repositoryUrl = 'git@git.example.com:shop/shop.git';

/**
 * Every text archive `<category>/<rule-id>/bad*.txt` and `ok*.txt`. It holds only what differs from `_base.txt`, a small
 * shop in order; `absent.txt` lists the files of it that are not there, `branches.txt` the branches of the remote. The folder
 * `deploy-branches/<branch>/` holds what differs on a deploy branch from the fixture, in the same way. What is expected
 * stands on the offending line, behind `# finds: <rule-id> [subject] [environment]` (several with ` + `), or, for files
 * without comments and on deploy branches, in `expect.json`. `fix.diff` is what the fixes of the rule do, empty where it
 * has none, with the tags of `service-tags.txt` (`service=tag`).
 */
export function ruleFixtures(): RuleFixture[] {
  const base = readFiles(join(fixtureRoot, '_base.txt'));
  return folders(fixtureRoot)
    .flatMap((category) => folders(join(fixtureRoot, category)).map((rule) => ({ category, rule })))
    .flatMap(({ category, rule }) =>
      readdirSync(join(fixtureRoot, category, rule)).map((file) => {
        const variant = file.replace(/\.txt$/, '');
        const own = readFiles(join(fixtureRoot, category, rule, file));
        const files = { ...base, ...own };
        for (const path of (own['absent.txt'] ?? '').split('\n')) delete files[path];
        delete files['absent.txt'];
        for (const path of ['expect.json', 'fix.diff', 'service-tags.txt']) delete files[path];
        const listed = JSON.parse(own['expect.json'] ?? '[]') as Expected[];
        return {
          name: `${rule}/${variant}`,
          rule,
          bad: variant.startsWith('bad'),
          files,
          expected: [
            ...Object.entries(files).flatMap(([path, text]) => (onBranch.test(path) ? [] : marks(path, text))),
            ...listed,
          ],
          fix: own['fix.diff'] ?? null,
          tags: parseServiceTags((own['service-tags.txt'] ?? '').split('\n').filter(Boolean)),
        };
      }),
    );
}

const onBranch = /^deploy-branches\/([^/]+)\/(.+)$/;

function marks(path: string, text: string): Expected[] {
  return text.split('\n').flatMap((line, index) => {
    const [, found] = /(?:#|\/\/) finds: (.*)$/.exec(line) ?? [];
    return (found ?? '').split(' + ').flatMap((mark): Expected[] => {
      const [rule, subject, environment] = mark.trim().split(/\s+/);
      if (!rule) return [];
      return [
        { path, line: index + 1, rule, ...(subject ? { subject } : {}), ...(environment ? { environment } : {}) },
      ];
    });
  });
}

function folders(root: string): string[] {
  return readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

function readFiles(archive: string): Record<string, string> {
  const files = readTextArchive(readFileSync(archive, 'utf8'));
  return Object.fromEntries([...files].map(([path, content]) => [path, content.toString('utf8')]));
}

type Choices = Partial<
  Pick<VerifyOptions, 'services' | 'environments' | 'rules' | 'today' | 'repositoryUrl' | 'tags' | 'others'>
>;

/** Verifies files held in memory, as the fixtures are; the rules of `off` are off, whatever their configuration says. */
export async function verifyFiles(
  files: Readonly<Record<string, string | Uint8Array>>,
  { off = [], ...options }: Choices & { off?: readonly string[] } = {},
): Promise<Report> {
  const { here, branches: deploy } = splitBranches(files);
  const tree = memoryTree(here);
  const branches = files['branches.txt']?.toString().trim().split('\n');
  return verifyServices(tree, {
    repositoryUrl,
    today,
    ...(branches
      ? { remote: async () => ({ branches, tags: files['tags.txt']?.toString().trim().split('\n') ?? [] }) }
      : {}),
    ...(deploy.size > 0
      ? { deployBranches: { current: null, open: async (name: string) => deploy.get(name) ?? null } }
      : {}),
    ...options,
    config: withoutRules(await readConfig(tree), off),
  });
}

function withoutRules(loaded: LoadedConfig, off: readonly string[]): LoadedConfig {
  const rules = { ...loaded.config.rules, ...Object.fromEntries(off.map((id) => [id, 'off' as const])) };
  return { ...loaded, config: { ...loaded.config, rules } };
}

/** Plans all fixes, also the unsafe ones, of files held in memory. */
export async function fixFiles(files: Readonly<Record<string, string>>, options: Choices = {}): Promise<FixResult> {
  const tree = memoryTree(files);
  return fixServices(tree, { repositoryUrl, today, ...options, config: await readConfig(tree) }, true);
}

/** Files with changes. */
export function changedFiles(files: Readonly<Record<string, string>>, changes: FixResult['files']) {
  const changed = new Map(Object.entries(files));
  for (const [path, content] of changes) {
    if (content === null) changed.delete(path);
    else changed.set(path, Buffer.from(content).toString('utf8'));
  }
  return Object.fromEntries(changed);
}

/** The files of a fixture and, by name, the deploy branches that it says differ from them. */
function splitBranches(files: Readonly<Record<string, string | Uint8Array>>): {
  here: Record<string, string | Uint8Array>;
  branches: Map<string, Tree>;
} {
  const here = Object.fromEntries(Object.entries(files).filter(([path]) => !onBranch.test(path)));
  const branches = new Map<string, Record<string, string | Uint8Array>>();
  for (const [path, content] of Object.entries(files)) {
    const [, branch, file] = onBranch.exec(path) ?? [];
    if (branch === undefined || file === undefined) continue;
    const own = branches.get(branch) ?? { ...here };
    branches.set(branch, own);
    if (file === 'absent.txt') for (const absent of content.toString().trim().split('\n')) delete own[absent];
    else own[file] = content;
  }
  return { here, branches: new Map([...branches].map(([name, own]) => [name, { ...memoryTree(own), name }])) };
}
