import { memoize } from '../../../memo.ts';
import { textPattern } from '../../../text-pattern.ts';
import type { ListRegion } from './list-region.ts';

// What the text of a region says, read once for all its lists.

/** Whether a region builds images. */
export const buildsImages = memoize(({ text }: ListRegion) =>
  /\b(?:docker|podman|buildah|nerdctl)[ \t]+(?:buildx[ \t]+|image[ \t]+|compose[ \t]+)?(?:build|bud)\b|build-push-action|bake-action|\bkaniko\b|docker-bake/.test(
    text,
  ),
);

/** Whether it uses the tools of a language. */
export const usesLanguage = memoize(({ text }: ListRegion) =>
  /\bsetup-(?:go|java|node|python|dotnet)\b|rust-toolchain|(?<![\w-])(?:go (?:test|build|vet|run|mod)|golangci-lint|mvnw?|gradlew?|npm|yarn|pnpm|pytest|poetry|pip|ruff|cargo|dotnet)\b/.test(
    text,
  ),
);

/** Names that say nothing of what a folder is. */
export const plainFiles =
  /^(?:[^a-z]|readme|license|licence|notice|version|changelog|contributing|docker-compose|docs?$|src$|tests?$|__tests__$|vendor$|node_modules$|bin$|build$|target$|go\.sum$|main\.\w+$|index\.\w+$|app\.\w+$)|(?:-lock\.\w+|\.lock|\.sum|\.md|\.txt|\.go|\.py|\.js|\.ts|\.java|\.rs|\.cs|\.rb|\.php|\.sh|\.iml|\.log)$|\.(?:bak|backup|old|orig|original|tmp)(?:[._-]|$)|\d{6}/i;

/** Whether a region speaks of a file or a folder, asked once for each name. */
export const saidIn = memoize(({ text }: ListRegion) => {
  const known = new Map<string, boolean>();
  return (name: string): boolean => {
    const found = known.get(name) ?? speaksOf(text, name);
    known.set(name, found);
    return found;
  };
});

/** Whether a text speaks of a file or a folder by its name; of one that is an ordinary word, as of a part of a path. */
function speaksOf(text: string, name: string): boolean {
  if (!text.includes(name)) return false;
  const isWord = plainFiles.test(name) && /^[a-z_]+$/i.test(name);
  const found = isWord
    ? textPattern()`(?:(?<=/)${name}|(?<![\w./-])${name}(?=/))(?![\w-])`
    : textPattern()`(?<![\w.-])${name}(?![\w-])`;
  return found.test(text);
}
