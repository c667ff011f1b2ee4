import { tryUser } from '../user-error.ts';
import { parseYamlFile, type YamlDocument } from '../yaml/yaml-document.ts';
import type { BuildFiles, UnreadBuild } from './build.ts';
import { hasLettersByNumber } from './definition-files.ts';
import { withoutHoles } from './hole.ts';

/** A document of a definition. */
export interface ReadDocument {
  document: YamlDocument;
  value: unknown;
}

/**
 * The documents of a YAML file, which is parsed only where one of the words may be in it. What cannot be parsed goes to
 * `unread`: it may be about any Dockerfile.
 */
export function readYamlDocuments(
  files: BuildFiles,
  path: string,
  words: readonly string[],
  unread: UnreadBuild[],
): ReadDocument[] {
  const text = files.text(path);
  if (text === undefined || !(words.some((word) => text.includes(word)) || hasLettersByNumber(text))) return [];
  const { documents, errors } = parseYamlFile(path, withoutHoles(text));
  const mistakes = [...errors];
  const read = documents.flatMap((document): ReadDocument[] =>
    tryUser(
      () => [{ document, value: document.value() }],
      (mistake) => {
        mistakes.push(mistake);
        return [];
      },
    ),
  );
  const [first] = mistakes;
  if (first) {
    const location = first.location ?? { path, line: 1, column: 1 };
    unread.push({ dockerfile: null, because: first.message, location });
  }
  return read;
}
