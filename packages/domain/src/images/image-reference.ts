import { isLegalTag } from './tag.ts';

/** `registry/repository[:tag][@digest]`, as the parts it is made of. */
export interface ImageReference {
  /** `ghcr.io`, `localhost:5000`; null when the text names none, which means Docker Hub. */
  registry: string | null;
  repository: string;
  tag: string | null;
  /** `sha256:…` */
  digest: string | null;
}

const hostPattern =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/;
const repositoryPattern = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const longest = 4096;

/** `repository[:tag][@digest]` as it is written; legal or not: also with placeholders of a template. */
export interface ImageText {
  repository: string;
  tag: string;
  digest: string;
}

/** Splits the text of an image; '' for a part that it does not have. */
export function splitImageText(text: string): ImageText {
  const at = text.indexOf('@');
  const name = at === -1 ? text : text.slice(0, at);
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  return {
    repository: colon === -1 ? name : name.slice(0, colon),
    tag: colon === -1 ? '' : name.slice(colon + 1),
    digest: at === -1 ? '' : text.slice(at + 1),
  };
}

/** Splits `tag[@digest]`, which a chart may take in the place of a tag. */
export function splitTagText(text: string): Pick<ImageText, 'tag' | 'digest'> {
  const at = text.indexOf('@');
  return at === -1 ? { tag: text, digest: '' } : { tag: text.slice(0, at), digest: text.slice(at + 1) };
}

/** The text that `splitImageText` reads the same parts from. */
export function joinImageText({ repository, tag, digest }: ImageText): string {
  return `${repository}${tag && `:${tag}`}${digest && `@${digest}`}`;
}

/** Parses an image reference; undefined when it is none. */
export function parseImageReference(text: string): ImageReference | undefined {
  if (text.length > longest) return undefined;
  const parts = splitImageText(text);
  const { repository: path, tag, digest } = parts;
  if ((tag !== '' && !isLegalTag(tag)) || (digest !== '' && !isDigest(digest))) return undefined;
  // A `:` or `@` with nothing behind it is no part.
  if (joinImageText(parts) !== text) return undefined;
  const [first = '', ...rest] = path.split('/');
  const hasRegistry = rest.length > 0 && (/[.:A-Z[]/.test(first) || first === 'localhost');
  const registry = hasRegistry ? first : null;
  const repository = hasRegistry ? rest.join('/') : path;
  if (registry !== null && !hostPattern.test(registry)) return undefined;
  if (!isRepository(repository)) return undefined;
  return { registry, repository, tag: tag || null, digest: digest || null };
}

/** The text `parseImageReference` reads the same parts from. */
export function formatImageReference({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry === null ? '' : `${registry}/`}${repository}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`;
}

export function isDigest(text: string): boolean {
  return /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(text);
}

/** Whether the text is a repository's name without registry, tag and digest. */
export function isRepository(text: string): boolean {
  return text.length <= longest && repositoryPattern.test(text);
}

/** Whether the text is a registry, with the account or folder below it when there is one: `ghcr.io/owner`. */
export function isRegistry(text: string): boolean {
  if (text.length > longest) return false;
  const [first = '', ...rest] = text.split('/');
  return hostPattern.test(first) && (rest.length === 0 || repositoryPattern.test(rest.join('/')));
}
