import { isMap } from 'yaml';
import { keyEntries, listsOf } from '../../list-editing/yaml-lists.ts';
import { textPattern } from '../../text-pattern.ts';
import { isOfOneService } from '../folder-names.ts';
import { namedEntries } from '../named-entries.ts';
import type { RegisterKind } from '../register.ts';
import { yamlRegister } from '../yaml-register.ts';

/** The `services` of a Compose file. */
export const compose: RegisterKind = {
  id: 'compose',
  find: (file, context) => {
    const document = file.yaml?.documents[0];
    if (!document || isOfOneService(file.path, context)) return [];
    const list = listsOf(document).find(({ pointer, node }) => pointer === 'services' && isMap(node));
    if (!list) return [];
    // An image of somebody else's, such as a database, is no service of the repository.
    const own = keyEntries(list).filter(
      ({ text }) => context.byName.has(text) || document.node(['services', text, 'build']),
    );
    const entries = namedEntries(own, file.text, context);
    const finish = (clone: string, names: { from: string; to: string }): string =>
      withFreePorts(renamedContainers(clone, names), file.text);
    return [yamlRegister({ kind: 'compose', list, entries, finish }, file, context)];
  },
};

/** A container can have its name once only, also where that is a part of a longer word: `shop-cart`. */
function renamedContainers(clone: string, { from, to }: { from: string; to: string }): string {
  const word = textPattern('g')`(?<![A-Za-z0-9])${from}(?![A-Za-z0-9])`;
  return clone.replace(/^[ \t]*(?:container_name|hostname):.*/gm, (line) => line.replace(word, () => to));
}

/** A host's port can be published once only: a clone gets the next ones behind all that are taken. */
function withFreePorts(clone: string, text: string): string {
  let highest = 0;
  for (const written of publishing)
    for (const [, , port] of text.matchAll(written)) highest = Math.max(highest, Number(port));
  const next = (_: string, before: string): string => {
    highest += 1;
    return `${before}${highest}`;
  };
  return publishing.reduce((result, written) => result.replace(written, next), clone);
}

/** `- "8080:80"` and `["127.0.0.1:8080:80"]`; `published: 8080`: the port of the host, and what stands before it. */
const publishing = [
  /((?:^[ \t]*-|[[,])[ \t]*["']?(?:\d[\d.]*:)?)(\d{2,5})(?=:\d{2,5}(?:\/\w+)?["']?[ \t]*(?:[#,\]\r]|$))/gm,
  /(\bpublished:[ \t]*["']?)(\d{2,5})(?=["']?[ \t]*(?:[#,}\r]|$))/gm,
];
