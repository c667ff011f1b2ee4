import { isMap, isScalar, isSeq } from 'yaml';
import { insertBlock, removeBlock } from '../../list-editing/list-text.ts';
import type { Member } from '../../list-editing/member.ts';
import { itemBlocks, listsOf, type YamlList } from '../../list-editing/yaml-lists.ts';
import { textPattern } from '../../text-pattern.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import type { YamlDocument, YamlPath } from '../../yaml/yaml-document.ts';
import { isOfOneService } from '../folder-names.ts';
import { type ListedNames, listedNames, stemOf, stillNames } from '../listed-names.ts';
import { type Register, type RegisterContext, type RegisterKind, registerOf } from '../register.ts';

/** The rules of an HTTPRoute, a VirtualService or an Ingress: the services they route to. */
export const routes: RegisterKind = {
  id: 'routes',
  find: (file, context) => {
    const mayRoute = [...routeKinds.keys()].some((kind) => file.text.includes(kind));
    if (!mayRoute || !file.yaml || isOfOneService(file.path, context)) return [];
    return file.yaml.documents.flatMap((document) => {
      const kind = kindOf(document);
      const route = kind === null ? undefined : routeKinds.get(kind);
      if (!route) return [];
      return listsOf(document).map((list) => {
        const isRules = isSeq(list.node) && !list.node.flow && route.rules.test(list.path.join('.'));
        return isRules ? routesRegister(list, route.targets, file, context) : null;
      });
    });
  },
};

interface RouteKind {
  /** The path of a list of rules, its steps divided by dots. */
  rules: RegExp;
  /** Where a rule says what it routes to; the first that is there counts. */
  targets: readonly YamlPath[];
}

const gatewayRules: RouteKind = { rules: /^spec\.rules$/, targets: [['backendRefs', 0, 'name']] };
const routeKinds: ReadonlyMap<string, RouteKind> = new Map([
  ['HTTPRoute', gatewayRules],
  ['GRPCRoute', gatewayRules],
  ['VirtualService', { rules: /^spec\.http$/, targets: [['route', 0, 'destination', 'host']] }],
  [
    'Ingress',
    {
      rules: /^spec\.rules\.\d+\.http\.paths$/,
      targets: [
        ['backend', 'service', 'name'],
        ['backend', 'serviceName'],
      ],
    },
  ],
]);

function kindOf(document: YamlDocument): string | null {
  const kind = document.node(['kind']);
  return isScalar(kind) && typeof kind.value === 'string' ? kind.value : null;
}

function routesRegister(
  list: YamlList,
  targets: RouteKind['targets'],
  { path, text }: SourceFile,
  context: RegisterContext,
): Register | null {
  const rules = rulesOf(list, targets);
  const listed = listedNames(
    rules.map(({ name }) => name),
    context,
    { affixes: true },
  );
  const members = rules.map((rule, index) => ({ ...rule, name: listed.names[index] ?? '' }));
  return registerOf(
    {
      kind: 'routes',
      path,
      text,
      pointer: list.pointer,
      offset: list.offset,
      members,
      label: '',
      insert: (name, like, rename) => {
        const original = text.slice(like.start, like.end);
        const clone = routeClone(rename(original), { original, from: like.name, to: name, listed });
        // Behind its sibling: a rule that matches everything may be the last.
        return clone === null || stillNames(clone, like.name, context)
          ? null
          : insertBlock(path, text, { last: like, like, clone });
      },
      remove: (member) => removeBlock(path, text, member),
    },
    context,
  );
}

/** One for each run of rules that lead to the same service. */
function rulesOf(list: YamlList, targets: RouteKind['targets']): Member[] {
  if (!isSeq(list.node)) return [];
  const blocks = itemBlocks(list);
  const rules: (Member & { index: number })[] = [];
  for (const [index, item] of list.node.items.entries()) {
    const block = blocks[index];
    if (!isMap(item) || !block) continue;
    const target = targets.map((path) => item.getIn(path)).find((value) => typeof value === 'string');
    if (typeof target !== 'string') continue;
    // `cart-service.prod.svc.cluster.local`
    const name = target.replace(/\..*/, '');
    const previous = rules.at(-1);
    if (previous?.name === name && previous.index === index - 1) {
      previous.end = block.end;
      previous.index = index;
    } else rules.push({ name, ...block, index });
  }
  return rules;
}

/** A sibling's rule for another service; null when it would match what the sibling's matches. */
function routeClone(
  renamed: string,
  { original, from, to, listed }: { original: string; from: string; to: string; listed: ListedNames },
): string | null {
  const stem = textPattern('g')`(?<=/)${stemOf(from)}(?![\w-])`;
  const clone = listed.rename(renamed, from, to).replace(stem, () => stemOf(to));
  const target = listed.write(to);
  const paths = pathsOf(clone);
  const taken = new Set(pathsOf(original));
  if (target === null || !clone.includes(target) || paths.length === 0) return null;
  return paths.some((path) => taken.has(path)) ? null : clone;
}

/** What the rule matches on: paths other than those a request is rewritten to. */
function pathsOf(rule: string): string[] {
  const matched = /(?:\b(?:prefix|exact|regex|value|path)["']?:[ \t]*)["']?(\/[^\s"',}]*)/g;
  return [...rule.matchAll(matched)].map(([, path = '']) => path);
}
