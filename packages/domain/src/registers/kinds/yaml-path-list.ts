import { isMap, isScalar, isSeq } from 'yaml';
import { itemEntries, keyEntries, listsOf, type YamlList } from '../../list-editing/yaml-lists.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import type { YamlDocument } from '../../yaml/yaml-document.ts';
import { isOfOneService } from '../folder-names.ts';
import { namedEntries } from '../named-entries.ts';
import type { RegisterContext, RegisterKind } from '../register.ts';
import { itemsByBestKey, yamlRegister } from '../yaml-register.ts';

/** A sequence of names, or of maps with a name: `istio.services[].name`, `databases[].name`, scrape jobs. */
export const yamlSequence: RegisterKind = {
  id: 'yaml-list',
  find: (file, context) =>
    plainLists(file, context).map((list) => {
      const entries = isSeq(list.node) ? itemsByBestKey(list, file.text, context) : null;
      return entries && yamlRegister({ kind: 'yaml-list', list, entries }, file, context);
    }),
};

/** The `images` of a kustomization. The tag of one is no tag of another, so that none is written where there are tags. */
export const kustomizationImages: RegisterKind = {
  id: 'yaml-list',
  find: (file, context) =>
    (file.yaml?.documents ?? []).flatMap(listsOf).map((list) => {
      if (list.path.join('.') !== 'images' || !isSeq(list.node) || isOfOneService(file.path, context)) return null;
      const entries = namedEntries(itemEntries(list, 'name'), file.text, context);
      const isPinned = entries.members.some(({ start, end }) =>
        /\b(?:newTag|digest):/.test(file.text.slice(start, end)),
      );
      return yamlRegister({ kind: 'yaml-list', list, entries, closed: isPinned }, file, context);
    }),
};

/** A map whose keys are services: values of one chart for all, settings for each. */
export const yamlMap: RegisterKind = {
  id: 'yaml-map',
  find: (file, context) =>
    plainLists(file, context).map((list) => {
      if (!isMap(list.node)) return null;
      const entries = namedEntries(keyEntries(list), file.text, context, { affixes: false });
      // A map with many other keys is about something else.
      if (entries.count === 0 || entries.count * 2 < entries.members.length || isAddresses(list)) return null;
      return yamlRegister({ kind: 'yaml-map', list, entries }, file, context);
    }),
};

/** Where one service finds the others it calls. */
function isAddresses({ node }: YamlList): boolean {
  return (
    isMap(node) && node.items.every(({ value }) => isScalar(value) && /:\/\/|^[\w.-]+:\d+$/.test(String(value.value)))
  );
}

/** The lists of a file that may be registers. */
function plainLists(file: SourceFile, context: RegisterContext): YamlList[] {
  if (!mayHoldLists(file.text) || !file.yaml || isOfOneService(file.path, context)) return [];
  return file.yaml.documents.filter(mayList).flatMap((document) => {
    return listsOf(document).filter(({ path }) =>
      // Under a service's name is what concerns that service only.
      path.every((step) => typeof step === 'number' || !(notAll.test(step) || context.byName.has(step))),
    );
  });
}

/** Keys of lists that are not about all there is: what something needs, may talk to, or leaves out. */
const notAll =
  /^(?:depends?_?on|needs|requires|resources|bases|components|patches|links|sourceRepos)$|exclu|ignore|skip|disabled|deny|allow|deprecated|removed/i;

/** Objects of a cluster that are there to list things; every other one lists what it is made of. */
const listingKinds: ReadonlySet<string> = new Set(['ApplicationSet', 'ConfigMap', 'ServiceMonitor', 'PodMonitor']);

/**
 * Whether a document of a file may list, as far as the lines at its left edge tell: definitions of resources have
 * megabytes, and to parse them takes minutes in a repository that keeps them for every release.
 */
function mayHoldLists(text: string): boolean {
  return text.split(/^---/m).some((document) => {
    const kinds = [...document.matchAll(/^kind:[ \t]*["']?([A-Za-z]+)["']?[ \t]*(?:#.*)?\r?$/gm)];
    const [only] = kinds;
    const isObject = kinds.length === 1 && /^apiVersion:[ \t]*[^\s#]/m.test(document);
    return isObject ? listingKinds.has(only?.[1] ?? '') : /^[ \t]*[^\s#]/m.test(document);
  });
}

function mayList({ contents }: YamlDocument): boolean {
  const top = contents;
  if (!isMap(top)) return true;
  const word = (key: string): unknown => {
    const pair = top.items.find((item) => isScalar(item.key) && item.key.value === key);
    return isScalar(pair?.value) ? pair.value.value : undefined;
  };
  if (word('openapi') !== undefined || word('swagger') !== undefined) return false;
  const kind = word('kind');
  if (kind === undefined) return true;
  return word('apiVersion') !== undefined && typeof kind === 'string' && listingKinds.has(kind);
}
