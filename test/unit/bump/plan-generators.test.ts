import { expect, test } from '@jest/globals';
import { UserError } from '@rollcall/domain/user-error';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import fc from 'fast-check';
import { parse } from 'yaml';
import { planOf } from './catalog-of.ts';

type Element = Record<string, string>;
type Generator =
  | { list: { elements: Element[] } }
  | { matrix: { generators: Generator[] } }
  | { merge: { mergeKeys: string[]; generators: Generator[] } };

/**
 * What Argo CD makes of a generator, by its own words; undefined where it refuses: nothing is combined two generators
 * deep. Of a matrix whose generators say one name in two ways, the first wins with Go templates; without, it is refused.
 */
function generate(generator: Generator, goTemplate: boolean, depth = 0): Element[] | undefined {
  if ('list' in generator) return generator.list.elements;
  if (depth === 2) return undefined;
  const inner = (part: Generator) => generate(part, goTemplate, depth + 1);
  if ('matrix' in generator) {
    let made: Element[] | undefined = [{}];
    for (const part of generator.matrix.generators.map(inner)) {
      if (!made || !part) return undefined;
      const all: Element[] = made.flatMap((one) =>
        part.map((other) => ({ ...other, ...one, __both: goTemplate ? '' : conflict(one, other) })),
      );
      if (all.some((one) => one.__both !== '')) return undefined;
      made = all.map(({ __both, ...one }) => one);
    }
    return made;
  }
  const [base, ...others] = generator.merge.generators.map(inner);
  const keyOf = (element: Element) => JSON.stringify(generator.merge.mergeKeys.map((key) => element[key] ?? null));
  const unique = (elements: Element[]) => new Set(elements.map(keyOf)).size === elements.length;
  if (!base || !unique(base)) return undefined;
  let made = base;
  for (const part of others) {
    if (!part || !unique(part)) return undefined;
    const overrides = new Map(part.map((element) => [keyOf(element), element]));
    made = made.map((element) => ({ ...element, ...overrides.get(keyOf(element)) }));
  }
  return made;
}

function conflict(one: Element, other: Element): string {
  return Object.keys(one).find((key) => Object.hasOwn(other, key) && one[key] !== other[key]) ?? '';
}

const element = fc.record(
  {
    service: fc.constantFrom('user-service', 'cart-service'),
    env: fc.constantFrom('prod', 'dev'),
    tag: fc.constantFrom('1-a', '2-b'),
    note: fc.constantFrom('x', 'y'),
  },
  { requiredKeys: [] },
);
const list = fc
  .uniqueArray(element, { minLength: 1, maxLength: 4, selector: ({ service, env }) => `${service} ${env}` })
  .map((elements): Generator => ({ list: { elements: elements.map((one) => ({ ...one }) as Element) } }));
const { generator } = fc.letrec<{ generator: Generator }>((tie) => ({
  generator: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    list,
    fc
      .array(fc.oneof(list, tie('generator')), { minLength: 2, maxLength: 2 })
      .map((generators): Generator => ({ matrix: { generators } })),
    fc
      .record({
        mergeKeys: fc.constantFrom<string[]>(['service'], ['env'], ['service', 'env']),
        generators: fc.array(fc.oneof(list, tie('generator')), { minLength: 2, maxLength: 3 }),
      })
      .map((merge): Generator => ({ merge })),
  ),
}));

const runs = Math.min(Number(process.env.ROLLCALL_PROOF_RUNS ?? 300), 3000);
const file = 'k8s/argocd/sets/services.yaml';
const placeholder = (name: string, goTemplate: boolean) => (goTemplate ? `{{ .${name} }}` : `{{${name}}}`);

/** Tag by name of the Applications that a set generates; undefined where Argo CD refuses: two of one name, too. */
function tagsOf(text: string): Map<string, string> | undefined {
  const { spec } = parse(text) as { spec: { goTemplate: boolean; generators: Generator[] } };
  const tags = new Map<string, string>();
  for (const one of spec.generators) {
    for (const { service = '', env = '', tag = '' } of generate(one, spec.goTemplate) ?? [{ service: 'refused' }]) {
      if (service === 'refused' || tags.has(`${service} ${env}`)) return undefined;
      tags.set(`${service} ${env}`, tag);
    }
  }
  return tags;
}

/**
 * Both lists of a matrix say the tag. Argo CD 3.6 takes that while they say the same. Where one is changed, it refuses
 * the set, or takes the first with Go templates.
 */
const saidTwice: Generator = {
  matrix: {
    generators: [
      { list: { elements: [{ tag: '2-b' }] } },
      { list: { elements: [{ service: 'user-service', env: 'prod', tag: '2-b' }] } },
    ],
  },
};

test('what is written to an element changes the one Application that is meant, as Argo CD generates it', async () => {
  const outcomes = { written: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(generator, { minLength: 1, maxLength: 2 }),
      fc.boolean(),
      async (generators, goTemplate) => {
        const [service, env, tag] = ['service', 'env', 'tag'].map((name) => placeholder(name, goTemplate));
        const text = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: services}
spec:
  goTemplate: ${goTemplate}
  generators: ${JSON.stringify(generators)}
  template:
    metadata: {name: '${service}-${env}'}
    spec:
      source:
        repoURL: https://github.com/example/shop.git
        path: 'charts/${service}'
        helm: {parameters: [{name: image.tag, value: '${tag}'}]}
`;
        const before = tagsOf(text);
        const tree = memoryTree({
          [file]: text,
          'services/cart-service/Dockerfile': '',
          'services/user-service/Dockerfile': '',
        });
        const request = {
          environment: 'prod',
          images: [{ service: 'user-service', tag: '3-c' }],
          onMissing: 'error',
          mutableTags: 'forbid',
        } as const;
        let after: string;
        try {
          after = (await planOf(request, tree)).files.get(file)?.after ?? text;
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          outcomes.refused += 1;
          return;
        }
        // A set that Argo CD refuses as a whole runs nothing, whatever is written.
        if (!before) return;
        outcomes.written += 1;
        const wanted = new Map(before).set('user-service prod', '3-c');
        expect(tagsOf(after)).toEqual(wanted);
        expect(before.has('user-service prod')).toBe(true);
      },
    ),
    { numRuns: runs, examples: [false, true].map((goTemplate): [Generator[], boolean] => [[saidTwice], goTemplate]) },
  );
  expect(outcomes.written).toBeGreaterThan(runs / 30);
  expect(outcomes.refused).toBeGreaterThan(runs / 30);
});
