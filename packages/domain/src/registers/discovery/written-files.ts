import type { Location } from '../../location.ts';
import { isOfActions } from '../../tree/file-types.ts';
import type { Edit } from '../../yaml/edit.ts';
import { type SpelledOut, spellOut } from '../../yaml/spelled-out.ts';
import { parseYamlFile, type YamlFile } from '../../yaml/yaml-document.ts';
import type { Register } from '../register.ts';

/** Files that are spelled out before anybody looks into their text, and what they are like without that. */
export interface WrittenFiles {
  /** The texts to look into. */
  spelled: Map<string, string>;
  /** A file as it is written; undefined where it is not spelled out. */
  yaml(path: string): YamlFile | undefined;
  /** A place in a text as one in its file. */
  place<Place extends Location>(place: Place): Place;
  /** Edits of texts as those of files; null where one of them cannot be made there. */
  edits(edits: readonly Edit[]): Edit[] | null;
  register(register: Register): Register;
}

/**
 * Workflows and actions are spelled out: what they run, filter and list is read in their text, and one that is written as
 * JSON, or with escapes, has all of it in another form.
 */
export function writtenFiles(texts: ReadonlyMap<string, string>): WrittenFiles {
  const files = new Map<string, YamlFile>();
  const forms = new Map<string, SpelledOut>();
  const spelled = new Map(texts);
  for (const [path, text] of texts) {
    if (!isOfActions(path)) continue;
    const file = parseYamlFile(path, text);
    const form = spellOut(file);
    if (!form) continue;
    files.set(path, file);
    forms.set(path, form);
    spelled.set(path, form.text);
  }
  const place: WrittenFiles['place'] = (one) => forms.get(one.path)?.place(one) ?? one;
  const edits = (all: readonly Edit[]): Edit[] | null => {
    if (forms.size === 0) return [...all];
    const made = all.flatMap((edit) => {
      const form = forms.get(edit.path);
      return form ? (form.edit(edit) ?? []) : edit;
    });
    return made.length < all.length ? null : made;
  };
  return {
    spelled,
    yaml: (path) => files.get(path),
    place,
    edits,
    register: (register) => {
      if (!forms.has(register.file)) return register;
      const { line, column } = place({ path: register.file, line: register.line, column: register.column });
      return {
        ...register,
        line,
        column,
        entryLocation: (name) => {
          const location = register.entryLocation(name);
          return location && place(location);
        },
        insert: (name, like) => edits(register.insert(name, like)) ?? [],
        remove: (name) => edits(register.remove(name)) ?? [],
      };
    },
  };
}
