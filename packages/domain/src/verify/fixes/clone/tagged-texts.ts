import type { Application } from '../../../argocd/application.ts';
import type { ValuesTree } from '../../../argocd/chart-values.ts';
import { mayBeOurs } from '../../../argocd/source-place.ts';
import { sourceReaders } from '../../../argocd/source-readers.ts';
import { applicationTargets } from '../../../image-targets/find-targets.ts';
import type { Manifests } from '../../../image-targets/target.ts';
import { targetEdits } from '../../../image-targets/target-edits.ts';
import { memoize } from '../../../memo.ts';
import { tryUser, UserError } from '../../../user-error.ts';
import type { YamlFile } from '../../../yaml/yaml-document.ts';
import type { RuleContext } from '../../rule/context.ts';

/**
 * The files that say which image an Application runs, as texts with another tag; null where the tag cannot be written,
 * such as where a digest pins the image or no file says a tag. A file whose text stays the same is among them.
 */
export function taggedTexts(application: Application, tag: string, context: RuleContext): Map<string, string> | null {
  const { service } = application;
  if (service === null) return null;
  return tryUser(
    () => textsWithTag(application, service, tag, context),
    () => null,
  );
}

function textsWithTag(
  application: Application,
  service: string,
  tag: string,
  context: RuleContext,
): Map<string, string> | null {
  const { environment } = application;
  const found = applicationTargets(application, {
    image: { service, tag },
    tagPath: 'image.tag',
    ownTagPath: false,
    isTagPathGiven: false,
    charted: [],
    numericTags: 'force-string',
    manifests: manifestsIn(context),
    values: valuesIn(context),
    readers: readersOf(context),
    reachedBy: () => [],
    isRead: () => true,
    repository: null,
    isElsewhere: false,
    builtAs: [],
    isOtherService: () => false,
    isBumpedAlike: () => false,
    deployBranch: context.catalog.environments.find(({ name }) => name === environment)?.deployBranch ?? null,
  });
  if (found instanceof UserError) return null;
  const texts = new Map<string, string>();
  const edits = targetEdits(environment ?? '');
  for (const target of found.targets) {
    edits.add(service, target);
    for (const { document } of target.changes) {
      const { path, text } = outermost(document.file);
      texts.set(path, text);
    }
  }
  const encoder = new TextEncoder();
  const bytes = new Map([...texts].map(([path, text]) => [path, encoder.encode(text)]));
  for (const [path, { after }] of edits.files(bytes)) texts.set(path, withoutRemarks(after, tag));
  return texts;
}

const readersOf = memoize(({ catalog, paths }: RuleContext) =>
  sourceReaders([...catalog.applications, ...catalog.generated], paths),
);

const valuesIn = memoize((context: RuleContext): ValuesTree => ({ ...context, isOurs: mayBeOurs }));

/** A text without the comments beside a new tag: they are about the image of before. */
export function withoutRemarks(text: string, tag: string): string {
  return text.replace(/^(?:(?!#).)+#.*/gm, (line) => {
    const before = line.slice(0, line.indexOf('#'));
    const code = before.replace(/(?<![ \t])[ \t]+$/, '');
    const isTagged = ['', '"', "'"].some((quote) => code.endsWith(tag + quote));
    return isTagged && code !== before ? code : line;
  });
}

function outermost(file: YamlFile): YamlFile {
  return file.nesting ? outermost(file.nesting.document.file) : file;
}

function manifestsIn({ paths, yaml, text }: RuleContext): Manifests {
  return {
    has: (path: string) => paths.at(path) === 'file',
    parse: (path: string) => {
      const file = yaml(path);
      const [error] = file?.errors ?? [];
      if (error) throw error;
      return file;
    },
    text,
    below: (folder: string) => paths.files(folder, true),
  };
}
