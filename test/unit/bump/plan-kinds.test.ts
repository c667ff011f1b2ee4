import { describe, expect, test } from '@jest/globals';
import type { BumpRequest } from '@rollcall/domain/bump/bump-request';
import type { BumpPlan } from '@rollcall/domain/bump/plan';
import { UserError } from '@rollcall/domain/user-error';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { applicationFile, planOf } from './catalog-of.ts';

const old = '165-cf185b1';
const tag = '187-c513bdf';
const application = applicationFile('user-service', 'prod');
const chart = 'k8s/charts/user-service';

/** An Application with the rest of its source. */
function app(rest: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: user-service-prod}
spec:
  source:
    repoURL: https://github.com/example/shop.git
    targetRevision: k8s-deploy-prod
${rest}
`;
}

/** An ApplicationSet that takes the tag from an element. */
function set(element: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: services}
spec:
  template:
    metadata: {name: 'user-service-{{env}}'}
    spec:
      source:
        repoURL: https://github.com/example/shop.git
        helm: {parameters: [{name: image.tag, value: '{{tag}}'}]}
  generators:
    - list:
        elements:
          - ${element}
`;
}

const folder = '    path: k8s/app';
const valueFiles = app(`    path: ${chart}\n    helm: {valueFiles: [prod.yaml]}`);

interface Target {
  /** Where the image is written. */
  file: string;
  /** The file with the value of the image in block and in flow style. */
  block: (value: string) => string;
  flow: (value: string) => string;
  /** The value: a tag, or the text of an image. */
  value: (tag: string) => string;
  /** Whether the file may hold several documents. */
  documents: boolean;
  more: Record<string, string>;
}

const asIs = (text: string): string => text;
const imageText = (text: string): string => `localhost:5000/example/user-service:${text}`;

/** Every kind of target that a bump writes. */
const targets: Record<string, Target> = {
  'Helm parameter': {
    file: application,
    block: (value) => app(`    helm:\n      parameters:\n        - name: image.tag\n          value: ${value}`),
    flow: (value) => app(`    helm: {parameters: [{name: image.tag, value: ${value}}]}`),
    value: asIs,
    documents: true,
    more: {},
  },
  valuesObject: {
    file: application,
    block: (value) => app(`    helm:\n      valuesObject:\n        image:\n          tag: ${value}`),
    flow: (value) => app(`    helm: {valuesObject: {image: {repository: a, tag: ${value}}}}`),
    value: asIs,
    documents: true,
    more: {},
  },
  'values in a block': {
    file: application,
    block: (value) => app(`    helm:\n      values: |\n        image:\n          tag: ${value}`),
    flow: (value) => app(`    helm:\n      values: |\n        image: {repository: a, tag: ${value}}`),
    value: asIs,
    documents: true,
    more: {},
  },
  'value file': {
    file: `${chart}/prod.yaml`,
    block: (value) => `image:\n  repository: a\n  tag: ${value}\n`,
    flow: (value) => `image: {repository: a, tag: ${value}}\n`,
    value: asIs,
    documents: false,
    more: { [`${chart}/Chart.yaml`]: 'name: user-service\n', [application]: valueFiles },
  },
  'kustomize in the Application': {
    file: application,
    block: (value) => app(`${folder}\n    kustomize:\n      images:\n        - ${value}`),
    flow: (value) => app(`${folder}\n    kustomize: {images: [other:1, ${value}]}`),
    value: imageText,
    documents: true,
    more: {},
  },
  kustomization: {
    file: 'k8s/app/kustomization.yaml',
    block: (value) => `images:\n  - name: user-service\n    newTag: ${value}\n`,
    flow: (value) => `images: [{name: user-service, newTag: ${value}}]\n`,
    value: asIs,
    documents: false,
    more: { [application]: app(folder) },
  },
  manifest: {
    file: 'k8s/app/deployment.yaml',
    block: (value) => `kind: Pod\nspec:\n  containers:\n    - name: main\n      image: ${value}\n`,
    flow: (value) => `kind: Pod\nspec: {containers: [{name: main, image: ${value}}]}\n`,
    value: imageText,
    documents: true,
    more: { [application]: app(folder) },
  },
  'element of an ApplicationSet': {
    file: application,
    block: (value) => set(`env: prod\n            tag: ${value}`),
    flow: (value) => set(`{env: prod, tag: ${value}}`),
    value: asIs,
    documents: true,
    more: {},
  },
};

async function bump(target: Target, text: string, newTag = tag, more: Partial<BumpRequest> = {}): Promise<BumpPlan> {
  const tree = memoryTree({ 'services/user-service/Dockerfile': '', ...target.more, [target.file]: text });
  const request: BumpRequest = {
    environment: 'prod',
    images: [{ service: 'user-service', tag: newTag }],
    onMissing: 'error',
    mutableTags: 'forbid',
    ...more,
  };
  return planOf(request, tree);
}

async function bumped(target: Target, text: string, newTag?: string, more?: Partial<BumpRequest>): Promise<unknown> {
  const { files } = await bump(target, text, newTag, more);
  return Object.fromEntries([...files].map(([path, { after }]) => [path, after]));
}

const afterFirstLine = (line: string) => (text: string) => text.replace('\n', `\n${line}\n`);

/** What may stand around the value: how it is written, and what becomes of the file. */
const kinds: [string, (value: string) => string, (text: string) => string][] = [
  ['plain', asIs, asIs],
  ['in double quotes', (value) => `"${value}"`, asIs],
  ['in single quotes', (value) => `'${value}'`, asIs],
  ['behind blanks and a tab', (value) => `  \t${value}`, asIs],
  ['with an anchor that nobody uses', (value) => `&a ${value}`, asIs],
  ['with the tag of a string', (value) => `!!str ${value}`, asIs],
  ['with CRLF', asIs, (text) => text.replaceAll('\n', '\r\n')],
  ['with CRLF here and there', asIs, (text) => text.replace(/\n(?=.*\n.*\n)/g, '\r\n').replace('\r\n', '\n')],
  ['behind a byte-order mark', asIs, (text) => `\ufeff${text}`],
  ['without a last newline', asIs, (text) => text.trimEnd()],
  ['behind a comment', asIs, afterFirstLine('# 165-cf185b1 {{ x }} # 한글 🚀')],
  ['below blank lines and blanks', asIs, afterFirstLine('   \n')],
  ['before a directive’s end', asIs, (text) => `%YAML 1.2\n---\n${text}`],
];

/** What only block style can have. */
const blockKinds: [string, (value: string) => string, (text: string) => string][] = [
  ['with a comment', (value) => `${value} # was ${old}`, asIs],
  ['with a comment behind a tab', (value) => `"${value}"\t# 한글`, asIs],
  ['with blanks behind it', (value) => `${value}   `, asIs],
];

describe.each(Object.entries(targets))('%s', (_name, target) => {
  const isTag = target.value === asIs;

  test.each([...kinds, ...blockKinds])('in block style, %s: nothing else changes', async (_kind, write, around) => {
    const text = (of: string) => around(target.block(write(target.value(of))));
    expect(await bumped(target, text(old))).toEqual({ [target.file]: text(tag) });
    expect(await bumped(target, text(tag))).toEqual({});
  });

  test.each(kinds)('in flow style, %s: nothing else changes', async (_kind, write, around) => {
    const text = (of: string) => around(target.flow(write(target.value(of))));
    expect(await bumped(target, text(old))).toEqual({ [target.file]: text(tag) });
  });

  test('among several documents', async () => {
    const text = (of: string) => `# first\nkind: Config\ntag: ${old}\n---\n${target.block(target.value(of))}---\n`;
    const attempt = bumped(target, text(old));
    if (target.documents) expect(await attempt).toEqual({ [target.file]: text(tag) });
    else await expect(attempt).rejects.toThrow('holds more than one document');
  });

  test('behind text that is not ASCII, on the same line', async () => {
    const text = (of: string) => target.flow(target.value(of)).replace(/\{(?=[^{]*$)/, '{\'한글🚀é\': "🚀", ');
    expect(await bumped(target, text(old))).toEqual({ [target.file]: text(tag) });
  });

  test.each(['0123456', '12e4567', '1.10', '0x1f', '1_000', '2026-01-05', 'on', '0o17'])(
    'the new tag %s reads as a string',
    async (newTag) => {
      const written = target.value(newTag) === newTag ? `"${newTag}"` : target.value(newTag);
      for (const style of [target.block, target.flow])
        expect(await bumped(target, style(target.value(old)), newTag)).toEqual({ [target.file]: style(written) });
      const quoted = (of: string) => target.block(`'${target.value(of)}'`);
      expect(await bumped(target, quoted(old), newTag)).toEqual({ [target.file]: quoted(newTag) });
    },
  );

  const refused: [string, (value: string) => string, string][] = [
    ['an alias', () => '*a', 'is an alias (*a)'],
    ['an anchor that is used elsewhere', (value) => `&b ${value}`, 'has the anchor &b'],
    ['a folded block', (value) => `>\n                ${value}`, 'is a block or spans several lines'],
    ['a literal block', (value) => `|\n                ${value}`, 'is a block or spans several lines'],
  ];
  // The text of an image is never empty, nor bytes: another place would be looked for.
  if (isTag)
    refused.push(['a tag of another kind', (value) => `!!binary ${value}`, 'has the tag tag:yaml.org,2002:binary']);
  test.each(refused)('%s is refused with its place', async (_kind, write, words) => {
    const value = write(target.value(old));
    const block = target.block(value);
    // The anchor of an alias, and the alias of an anchor, are in the same document: that of the block, where there is one.
    const margin = block.includes('values: |') ? '        ' : '';
    const before = `${margin}a: &a ${JSON.stringify(target.value(old))}\n`;
    const behind = value.startsWith('&b') ? `${margin}z: *b\n` : '';
    const text = (margin === '' ? before + block : block.replace('        image:', `${before}        image:`)) + behind;
    const error = await bump(target, text).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    const [first = ''] = value.split('\n');
    const line = text.split('\n').findLastIndex((one) => one.endsWith(first)) + 1;
    expect(error).toMatchObject({
      message: expect.stringContaining(words),
      location: { path: target.file, line },
    });
  });

  if (!isTag) return;
  test('without a tag it is written where the place is empty', async () => {
    for (const empty of ['', '~', 'null', '""', "''"]) {
      const written = empty.length === 2 ? `${empty[0]}${tag}${empty[0]}` : tag;
      const text = target.block(empty).replace(/: $/m, ':');
      expect(await bumped(target, text)).toEqual({ [target.file]: target.block(written) });
    }
  });
});
