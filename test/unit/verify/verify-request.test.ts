import { describe, expect, test } from '@jest/globals';
import { readConfig } from '@rollcall/domain/catalog/config';
import { configSchema } from '@rollcall/domain/catalog/config-schema';
import type { Tree } from '@rollcall/domain/ports';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import { renderMarkdown } from '@rollcall/domain/verify/report/render/markdown';
import type { Report } from '@rollcall/domain/verify/report/report';
import { type ConfigChangesMode, verifyRequest } from '@rollcall/domain/verify/verify-request';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { ruleFixtures, today } from './rule-fixtures.ts';

const shop = ruleFixtures().find(({ name }) => name === 'image-tag-mutable/bad-parameter')?.files ?? {};
const rule = 'image-tag-mutable';

type Files = Record<string, string>;

function named(files: Files, name: string): Tree {
  return { ...memoryTree(files), name };
}

async function verify(
  base: Files,
  request: Files,
  { mode = 'report', config }: { mode?: ConfigChangesMode; config?: string } = {},
): Promise<Report> {
  const tree = named({ ...shop, ...request }, 'work tree');
  const options = { config: await readConfig(tree, config), repositoryUrl: null, today };
  return verifyRequest(tree, options, { mode, base: named({ ...shop, ...base }, 'main (1a2b3c)'), config });
}

const told = ({ configReview }: Report): string[] =>
  (configReview?.changes ?? []).map(({ setting, before, after }) => `${setting}: ${before} -> ${after}`);

async function changes(base: string, request: string): Promise<string[]> {
  return told(await verify({ 'rollcall.yaml': base }, { 'rollcall.yaml': request }));
}

const byDefault = 'by default (warning, or as the finding says)';

describe('what a request changes in the configuration is told when it makes less count', () => {
  test.each<[string, string, string, string[]]>([
    ['a rule off', '{}', `rules: { ${rule}: "off" }`, [`rule ${rule}: ${byDefault} -> off`]],
    ['softer', '{}', `rules: { ${rule}: { severity: notice } }`, [`rule ${rule}: ${byDefault} -> notice`]],
    ['softer by default', `rules: { ${rule}: { severity: error } }`, '{}', [`rule ${rule}: error -> ${byDefault}`]],
    [
      'its own level, always',
      '{}',
      `rules: { ${rule}: { severity: warning } }`,
      [`rule ${rule}: ${byDefault} -> warning`],
    ],
    ['harder', '{}', `rules: { ${rule}: { severity: error } }`, []],
    ['on again', `rules: { ${rule}: "off" }`, `rules: { ${rule}: { severity: notice } }`, []],
    ['written otherwise', `rules: { ${rule}: "off" }`, `# why\nrules:\n  ${rule}: off\n`, []],
    [
      'a waiver',
      '{}',
      `waivers: [{ rule: ${rule}, subject: cart, reason: why, until: 2027-01-01 }]`,
      [`waiver of ${rule}: none -> subject cart until 2027-01-01: why`],
    ],
    [
      'a waiver for longer',
      `waivers: [{ rule: ${rule}, subject: cart, reason: why, until: 2026-12-31 }]`,
      `waivers: [{ rule: ${rule}, subject: cart, reason: why, until: 2027-01-01 }]`,
      [`waiver of ${rule}: until 2026-12-31 -> subject cart until 2027-01-01: why`],
    ],
    [
      'a waiver for more',
      `waivers: [{ rule: ${rule}, subject: cart, path: "a/*", reason: why, until: 2027-01-01 }]`,
      `waivers: [{ rule: ${rule}, path: "a/*", reason: why, until: 2027-01-01 }]`,
      [`waiver of ${rule}: none -> every subject in a/* until 2027-01-01: why`],
    ],
    [
      'a waiver for less, and for another reason',
      `waivers: [{ rule: ${rule}, reason: why, until: 2027-01-01 }]`,
      `waivers: [{ rule: ${rule}, subject: cart, reason: because, until: 2026-12-31 }]`,
      [],
    ],
    ['a waiver that is over', '{}', `waivers: [{ rule: ${rule}, reason: why, until: 2026-01-01 }]`, []],
    ['a folder', '{}', 'services: { exclude: [services/x] }', ['services.exclude: not excluded -> services/x']],
    ['a folder back', 'services: { exclude: [services/x] }', '{}', []],
    [
      'a root',
      'services: { roots: ["services/*", "apps/*"] }',
      'services: { roots: ["services/*"] }',
      ['services.roots: apps/* -> not searched'],
    ],
    ['one root more', 'services: { roots: ["services/*"] }', 'services: { roots: ["services/*", "apps/*"] }', []],
    [
      'an override',
      '{}',
      'services: { overrides: { cart-service: { kind: infra, platforms: [linux/amd64] } } }',
      ['services.overrides.cart-service.kind: not set -> infra'],
    ],
    [
      'tags that move',
      '{}',
      'environments: { prod: { mutable-tags: allow } }',
      ['environments.prod.mutable-tags: not set -> allow'],
    ],
    [
      'tags that do not',
      'environments: { prod: { mutable-tags: warn } }',
      'environments: { prod: { mutable-tags: forbid } }',
      [],
    ],
    [
      'a register',
      'registers: [{ file: .github/workflows/ci-build-images.yaml, pattern: "(a)" }]',
      '{}',
      [
        'registers, .github/workflows/ci-build-images.yaml: {"file":".github/workflows/ci-build-images.yaml","pattern":"(a)"} -> none',
      ],
    ],
    [
      'fewer kinds in a register',
      'registers: [{ file: .github/workflows/ci-build-images.yaml, pattern: "(a)", kind: [go, java] }]',
      'registers: [{ file: .github/workflows/ci-build-images.yaml, pattern: "(a)", kind: [go] }]',
      [
        'registers, .github/workflows/ci-build-images.yaml: {"file":".github/workflows/ci-build-images.yaml","pattern":"(a)","kind":["go","java"]} -> {"file":".github/workflows/ci-build-images.yaml","pattern":"(a)","kind":["go"]}',
      ],
    ],
    [
      'a register written otherwise',
      'registers: [{ file: .github/workflows/ci-build-images.yaml, pattern: "(a)", kind: [go, java] }]',
      'registers: [{ kind: [java, go], pattern: "(a)", file: .github/workflows/ci-build-images.yaml }]',
      [],
    ],
    [
      'what is gone',
      'removed-services: [old, older]',
      'removed-services: [older]',
      ['removed-services: old -> dropped'],
    ],
    ['manifests elsewhere', '{}', 'deploy-repository: acme/deploy', ['deploy-repository: not set -> acme/deploy']],
    [
      'those of an environment elsewhere',
      '{}',
      'environments: { prod: { repository: acme/deploy } }',
      ['environments.prod.repository: not set -> acme/deploy'],
    ],
    ['what verify does not read', '{}', 'build: { rebuild-all: [a] }\ndetect: { unowned: all }', []],
  ])('%s', async (_name, base, request, expected) => {
    expect(await changes(base, request)).toEqual(expected);
  });

  test('a root that leaves services out names them', async () => {
    const found = await changes('{}', 'services: { roots: ["services/order-service"] }');
    expect(found).toContain('services.roots: discovered -> only services/order-service');
    expect(found).toContain('service cart-service: source services/cart-service -> no source');
  });

  test('what the base names and the request deletes leaves open what is hidden, and fits nothing where the base judges', async () => {
    const base = { 'rollcall.yaml': 'registers: [{ file: lists/all.txt, pattern: "(.+)" }]', 'lists/all.txt': 'a\n' };
    const report = await verify(base, { 'rollcall.yaml': '{}' });
    expect(told(report)).toHaveLength(1);
    expect(report.configReview?.uncounted).toBeNull();
    expect(report.problems[0]?.message).toMatch(/; which findings count no more by that is not known$/);
    await expect(verify(base, { 'rollcall.yaml': '{}' }, { mode: 'base' })).rejects.toThrow(
      /^the configuration of main \(1a2b3c\) does not fit the files of this request: the register lists\/all.txt/,
    );
  });

  test('a folder that only the base takes for a service of the same name does not hide what else changes', async () => {
    const twice = { 'apps/cart-service/Dockerfile': 'FROM scratch\n' };
    const text = `services: { exclude: [apps] }\nrules: { ${rule}: "off" }\n`;
    const report = await verify({}, { ...twice, 'rollcall.yaml': text });
    expect(told(report)).toEqual([`rule ${rule}: ${byDefault} -> off`, 'services.exclude: not excluded -> apps']);
    expect(report.configReview?.uncounted).toContainEqual(expect.objectContaining({ rule, environment: 'prod' }));
  });

  test('every key of the configuration is compared, or known to be read by something else only', () => {
    const compared = ['services', 'environments', 'registers', 'removed-services', 'rules', 'waivers', 'baseline'];
    expect([...compared, 'deploy-repository', 'source-repositories', 'build', 'detect', 'tickets'].sort()).toEqual(
      Object.keys(configSchema.properties).sort(),
    );
    const { services, environments } = configSchema.properties;
    expect(Object.keys(services.properties)).toEqual(['roots', 'exclude', 'overrides']);
    const override = services.properties.overrides.additionalProperties.properties;
    const notRead = ['paths', 'platforms', 'build-args', 'target'];
    expect(Object.keys(override)).toEqual(['kind', 'path', 'dockerfile', 'context', ...notRead]);
    expect(Object.keys(environments.additionalProperties.properties).sort()).toEqual(
      [
        ...['applications', 'repository', 'deploy-branch', 'image-tag-path', 'mutable-tags'],
        ...['source-branches', 'image-repository', 'tag', 'extra-tags'],
        ...['after', 'soak', 'needs', 'freeze', 'groups', 'health'],
      ].sort(),
    );
  });

  test('a gate that is opened is told, and one that is new is not', async () => {
    const gates = (text: string) => ({ 'rollcall.yaml': `environments: { prod: { ${text} } }\n` });
    const before = gates('after: dev, soak: 4h, needs: [smoke]');
    expect(told(await verify(before, gates('after: dev, soak: 1h, groups: [[a]]')))).toEqual([
      'environments.prod.needs: ["smoke"] -> not set',
      'environments.prod.soak: 4h -> 1h',
    ]);
    expect(told(await verify(gates('after: dev'), before))).toEqual([]);
  });

  test('it is told once more as a warning at its place, the first of all, with what it hides', async () => {
    const report = await verify({}, { 'rollcall.yaml': `rules:\n  ${rule}: "off"\n` });
    expect(report.problems[0]).toMatchObject({
      severity: 'warning',
      message: `this request changes what is checked: rule ${rule}; 1 finding of today counts no more`,
      location: { path: 'rollcall.yaml', line: 2, column: 3 },
    });
    expect(report.configReview).toMatchObject({ base: 'main (1a2b3c)', judgedBy: 'request' });
    expect(report.configReview?.uncounted?.map((finding) => finding.rule)).toEqual([rule]);
    expect(report.findings.map((finding) => finding.rule)).not.toContain(rule);
    expect(report.summary.errors).toBe(0);
  });

  test('a request that changes nothing says nothing', async () => {
    const report = await verify({ 'rollcall.yaml': '{}' }, { 'rollcall.yaml': 'rules: {}\n' });
    expect(report.configReview).toEqual({ base: 'main (1a2b3c)', judgedBy: 'request', changes: [], uncounted: [] });
    expect(report.problems).toEqual([]);
  });
});

describe('the file of the configuration', () => {
  const off = `rules: { ${rule}: "off" }\n`;
  test('that moves is compared by what it says, and is told', async () => {
    const report = await verify({ 'rollcall.yaml': off }, { '.github/rollcall.yaml': off });
    expect(told(report)).toEqual(['configuration file: rollcall.yaml -> .github/rollcall.yaml']);
    expect(report.configReview?.uncounted).toEqual([]);
  });
  test('that is left out is told by what is checked no more', async () => {
    expect(told(await verify({ 'rollcall.yaml': 'removed-services: [old]\n' }, {}))).toEqual([
      'configuration file: rollcall.yaml -> none',
      'removed-services: old -> dropped',
    ]);
  });
  test('that another input names is compared with the one that was read before', async () => {
    const report = await verify({ 'rollcall.yaml': '{}' }, { 'ci/soft.yaml': off }, { config: 'ci/soft.yaml' });
    expect(told(report)).toEqual([
      'configuration file: rollcall.yaml -> ci/soft.yaml',
      `rule ${rule}: ${byDefault} -> off`,
    ]);
  });
  test('that has mistakes in the base is told as what could not be compared, and stops where the base judges', async () => {
    const report = await verify({ 'rollcall.yaml': 'rule: {}' }, {});
    expect(report.problems[0]?.message).toMatch(/^whether this request changes what is checked is not known: .*"rule"/);
    expect(report.configReview).toBeUndefined();
    await expect(verify({ 'rollcall.yaml': 'rule: {}' }, {}, { mode: 'base' })).rejects.toThrow(UserError);
  });
});

describe('waivers in files', () => {
  const app = 'k8s/argocd/apps/prod/cart-service.yaml';
  const text = shop[app] ?? '';
  const line = text.split('\n').findIndex((one) => one.includes('value: latest'));
  const withWaiver = (at: number, until = '2027-01-01', of = text): string => {
    const lines = of.split('\n');
    const indent = /^\s*(?:- )?/.exec(lines[at] ?? '')?.[0].replace('-', ' ') ?? '';
    lines.splice(at, 0, `${indent}# rollcall-ignore ${rule}: why until ${until}`);
    return lines.join('\n');
  };

  test('the fixture has the finding', () => expect(line).toBeGreaterThan(0));

  test('one that a request adds holds and is told; where the base judges it does not hold', async () => {
    const request = { [app]: withWaiver(line) };
    const report = await verify({}, request);
    expect(told(report)).toEqual([
      `waiver of ${rule}: none -> a comment in ${app} for the line below it until 2027-01-01: why`,
    ]);
    expect(report.configReview?.changes[0]?.location).toMatchObject({ path: app, line: line + 1 });
    expect(report.configReview?.uncounted?.map((finding) => finding.rule)).toEqual([rule]);
    expect(report.findings.find((finding) => finding.rule === rule)?.waived).toMatchObject({ reason: 'why' });
    const byBase = await verify({}, request, { mode: 'base' });
    expect(byBase.findings.map((finding) => [finding.rule, finding.waived])).toEqual([[rule, null]]);
    expect(byBase.configReview).toMatchObject({ judgedBy: 'base', uncounted: [] });
  });

  test('one that the base has is not told, wherever its lines have moved', async () => {
    const report = await verify({ [app]: withWaiver(line) }, { [app]: `# new\n\n${withWaiver(line)}` });
    expect(told(report)).toEqual([]);
  });

  test('one that holds for longer, in another file or above another line is told', async () => {
    const base = { [app]: withWaiver(line, '2026-12-31') };
    expect(told(await verify(base, { [app]: withWaiver(line) }))).toHaveLength(1);
    expect(told(await verify({ [app]: withWaiver(2) }, { [app]: withWaiver(line) }))).toHaveLength(1);
    expect(told(await verify({ 'other.yaml': withWaiver(line) }, { [app]: withWaiver(line) }))).toHaveLength(1);
    const twice = `a:\n  - b: 1\n# c\n  - b: 1\n`;
    const at = (place: number) => ({ 'k8s/two.yaml': withWaiver(place, '2027-01-01', twice) });
    expect(told(await verify(at(1), at(3)))).toHaveLength(1);
    expect(told(await verify(at(3), at(3)))).toHaveLength(0);
  });
});

describe('the baseline', () => {
  const entry = async () => {
    const [found] = (await verify({}, {})).findings;
    const { fingerprint, subject, path } = found ?? { fingerprint: '', subject: '', path: '' };
    return { version: 1, findings: [{ fingerprint, rule, subject, path }] };
  };

  test('entries that a request adds are told, those that it drops are not; the base judges without them', async () => {
    const baseline = JSON.stringify(await entry());
    const request = { 'rollcall.baseline.json': baseline };
    const report = await verify({}, request);
    expect(told(report)).toEqual([
      `baseline of ${rule}: no baseline -> 1 finding more accepted: ${JSON.stringify(JSON.parse(baseline).findings[0].subject)}`,
    ]);
    expect(report.configReview?.uncounted).toHaveLength(1);
    expect(report.summary.baselined).toBe(1);
    expect(told(await verify(request, {}))).toEqual([]);
    const byBase = await verify({}, request, { mode: 'base' });
    expect(byBase.summary).toMatchObject({ baselined: 0 });
    expect(byBase.findings).toHaveLength(1);
  });

  test('in another file is told, and compared by its entries', async () => {
    const text = JSON.stringify(await entry());
    const report = await verify(
      { 'rollcall.baseline.json': text },
      { 'rollcall.yaml': 'baseline: ci/baseline.json', 'ci/baseline.json': text },
    );
    expect(told(report)).toEqual(['baseline file: rollcall.baseline.json -> ci/baseline.json']);
    expect(report.configReview?.uncounted).toEqual([]);
  });
});

describe('the step that verifies', () => {
  const path = '.github/workflows/verify.yml';
  const step = (inputs: string, more = '', job = 'verify') => ({
    [path]: `on: pull_request\njobs:\n  ${job}:\n    runs-on: x\n    steps:\n      - uses: owner/rollcall/actions/verify-services@v1\n${more}        with: { ${inputs} }\n`,
  });
  const of = (name: string) => `${name} of verify-services in ${path}, job "verify"`;

  test.each<[string, string, string, string[]]>([
    ['a threshold that rises', '', 'fail-on: never', [`${of('fail-on')}: not given -> never`]],
    ['a threshold that falls', 'fail-on: error', 'fail-on: notice', []],
    [
      'a threshold that nobody knows',
      '',
      "fail-on: '${{ inputs.x }}'",
      [`${of('fail-on')}: not given -> \${{ inputs.x }}`],
    ],
    ['fewer rules', '', 'rules: a', [`${of('rules')}: not given -> a`]],
    ['every service', 'services: a', '', []],
    ['another configuration', '', 'config: soft.yaml', [`${of('config')}: not given -> soft.yaml`]],
    ['another baseline', 'baseline: a.json', 'baseline: b.json', [`${of('baseline')}: a.json -> b.json`]],
    ['this very look', 'config-changes: base', '', [`${of('config-changes')}: base -> not given`]],
    ['a stricter look', '', 'config-changes: base', []],
    ['what no finding hangs on', '', 'comment: never', []],
  ])('%s', async (_name, base, request, expected) => {
    expect(told(await verify(step(base), step(request)))).toEqual(expected);
  });

  test.each<[string, (files: Record<string, string>) => Record<string, string>, string]>([
    ['an input in another case', () => step('FAIL-ON: never'), `${of('fail-on')}: not given -> never`],
    [
      'an action of somebody else',
      (files) => ({ [path]: files[path]?.replace('owner/', 'stranger/') ?? '' }),
      `${of('action')}: owner/rollcall/actions/verify-services -> stranger/rollcall/actions/verify-services`,
    ],
  ])('%s', async (_name, change, expected) => {
    expect(told(await verify(step(''), change(step(''))))).toEqual([expected]);
  });

  test('another version is none of this', async () => {
    const newer = { [path]: step('')[path]?.replace('@v1', '@v2') ?? '' };
    expect(told(await verify(step(''), newer))).toEqual([]);
  });

  test('in a composite action of the repository', async () => {
    const action = (inputs: string) => ({
      'ci/verify/action.yml': `runs:\n  using: composite\n  steps:\n    - uses: owner/rollcall/actions/verify-services@v1\n      with: { ${inputs} }\n`,
    });
    expect(told(await verify(action(''), action('rules: a')))).toEqual([
      'rules of verify-services in ci/verify/action.yml, job "runs": not given -> a',
    ]);
  });

  test('holds also where the base judges, and that is said', async () => {
    const report = await verify(step(''), step('fail-on: never'), { mode: 'base' });
    expect(report.problems[0]?.message).toMatch(/, and only what is in its workflows holds in this run: fail-on of /);
    expect(renderMarkdown(report)).toContain('so that none of this holds but what is in its workflows; compared');
  });

  test('that may fail, runs on a condition, or is gone', async () => {
    const soft = step('', '        continue-on-error: true\n        if: false == true\n');
    expect(told(await verify(step(''), soft))).toEqual([
      `${of('continue-on-error')}: not given -> true`,
      `${of('if')}: not given -> false == true`,
    ]);
    expect(told(await verify(step(''), { [path]: 'on: push\njobs: {}\n' }))).toEqual([`${of('step')}: there -> gone`]);
    expect(told(await verify(step(''), step('', '', 'renamed')))).toEqual([]);
  });
});

describe('the mode', () => {
  const request = { 'rollcall.yaml': `rules: { ${rule}: "off" }\n` };
  test('allow looks at nothing', async () => {
    const report = await verify({}, request, { mode: 'allow' });
    expect(report.configReview).toBeUndefined();
    expect(report.problems).toEqual([]);
  });

  test('base judges by the base, and says nothing about the mistakes of its configuration', async () => {
    const base = {
      'rollcall.yaml': `waivers: [{ rule: go-work-missing, subject: nobody, reason: why, until: 2027-01-01 }]\nservices: { overrides: { gone: { kind: go } } }\n`,
    };
    const report = await verify(base, request, { mode: 'base' });
    expect(report.findings.map((finding) => finding.rule)).toEqual([rule]);
    expect(report.problems[0]?.message).toMatch(
      /^this request changes what is checked, and none of it holds in this run: /,
    );
  });

  test('a base that cannot be had stops where it judges, and else is told', async () => {
    const tree = named({ ...shop }, 'work tree');
    const options = { config: await readConfig(tree), repositoryUrl: null, today };
    const gone = { because: 'the clone is shallow' };
    const report = await verifyRequest(tree, options, { mode: 'report', base: gone, config: undefined });
    expect(report.problems[0]).toMatchObject({
      severity: 'warning',
      message: expect.stringMatching(
        /^whether this request changes what is checked is not known: .*: the clone is shallow$/,
      ),
      help: expect.stringContaining('fetch-depth: 0'),
    });
    expect(report.findings.map((finding) => finding.rule)).toEqual([rule]);
    await expect(verifyRequest(tree, options, { mode: 'base', base: gone, config: undefined })).rejects.toThrow(
      ExternalError,
    );
  });

  test('a base that fails while it is read is told', async () => {
    const tree = named({ ...shop }, 'work tree');
    const options = { config: await readConfig(tree), repositoryUrl: null, today };
    const failing: Tree = {
      ...named({ ...shop, 'rollcall.yaml': '{}' }, 'main'),
      read: async () => {
        throw new ExternalError('no network');
      },
    };
    const report = await verifyRequest(tree, options, { mode: 'report', base: failing, config: undefined });
    expect(report.problems[0]?.message).toMatch(/is not known: .*no network$/);
  });
});
