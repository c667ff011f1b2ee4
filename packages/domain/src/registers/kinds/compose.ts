import { isMap } from 'yaml';
import { keyEntries, listsOf } from '../../list-editing/yaml-lists.ts';
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
    const finish = (clone: string): string => withFreePorts(clone, file.text);
    return [yamlRegister({ kind: 'compose', list, entries, finish }, file, context)];
  },
};

/** A host's port can be published once only: a clone gets the next ones behind all that are taken. */
function withFreePorts(clone: string, text: string): string {
  const published = /^([ \t]*-[ \t]*["']?(?:[\d.]+:)?)(\d{2,5})(?=:\d{2,5}(?:\/\w+)?["']?[ \t]*(?:#.*)?\r?$)/gm;
  let highest = 0;
  for (const [, , port] of text.matchAll(published)) highest = Math.max(highest, Number(port));
  return clone.replace(published, (_, before: string) => {
    highest += 1;
    return `${before}${highest}`;
  });
}
