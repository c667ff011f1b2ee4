import { isMap, isScalar, isSeq } from 'yaml';
import { itemEntries, keyEntries, listsOf, type YamlList } from '../../list-editing/yaml-lists.ts';
import type { RegisterFile } from '../../yaml/source-file.ts';
import type { YamlDocument } from '../../yaml/yaml-document.ts';
import { isOfOneService } from '../folder-names.ts';
import { listedNames } from '../listed-names.ts';
import type { Register, RegisterContext, RegisterKind } from '../register.ts';
import { bestKey, yamlRegister } from '../yaml-register.ts';

/** A sequence of names, or of maps with a name: `istio.services[].name`, `databases[].name`, scrape jobs. */
export const yamlSequence: RegisterKind = {
  id: 'yaml-list',
  find: (file, context) =>
    plainLists(file, context).flatMap((list) => {
      if (!isSeq(list.node)) return [];
      const found = bestKey((key) => itemEntries(list, key), context);
      return asRegister(found && yamlRegister({ kind: 'yaml-list', list, ...found }, file, context));
    }),
};

/** A map whose keys are services: values of one chart for all, settings for each. */
export const yamlMap: RegisterKind = {
  id: 'yaml-map',
  find: (file, context) =>
    plainLists(file, context).flatMap((list) => {
      if (!isMap(list.node)) return [];
      const entries = keyEntries(list);
      const listed = listedNames(
        entries.map((entry) => entry.text),
        context,
        { affixes: false },
      );
      // A map with many other keys is about something else.
      if (listed.count === 0 || listed.count * 2 < entries.length || isAddresses(list)) return [];
      return asRegister(yamlRegister({ kind: 'yaml-map', list, entries, listed }, file, context));
    }),
};

/** Where one service finds the others it calls. */
function isAddresses({ node }: YamlList): boolean {
  return (
    isMap(node) && node.items.every(({ value }) => isScalar(value) && /:\/\/|^[\w.-]+:\d+$/.test(String(value.value)))
  );
}

function asRegister(register: Register | null): Register[] {
  return register ? [register] : [];
}

/** The lists of a file that may be registers. */
function plainLists(file: RegisterFile, context: RegisterContext): YamlList[] {
  if (!file.yaml || isOfOneService(file.path, context)) return [];
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

function mayList({ ast }: YamlDocument): boolean {
  const top = ast.contents;
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
