import { isLegalTag } from '@rollcall/domain/images/tag';
import { parseJson } from '@rollcall/domain/json';
import { UserError } from '@rollcall/domain/user-error';
import { field } from '@rollcall/domain/yaml/value';
import type { ImageAddress } from './address.ts';
import type { RegistryClient } from './client.ts';
import { type Descriptor, type Manifest, parseManifest } from './manifest.ts';
import { pullOf, readManifest, unexpected } from './manifest-reader.ts';
import { readTree } from './manifest-tree.ts';
import { fallbackTag } from './manifest-writer.ts';

/** What refers to one manifest. */
export interface Referrers {
  subject: string;
  /** What the list of the subject names. */
  descriptors: readonly Descriptor[];
  /** Those that are named, with all below them, and those of the tags; what is named before what names it. */
  manifests: readonly Manifest[];
  /** What tools keep under a tag that is made of the subject's digest. */
  tags: readonly { tag: string; manifest: Manifest }[];
}

/** Cosign's, up to version 2. */
const tagSuffixes = ['.sig', '.att', '.sbom'];
const mostReferrers = 1_000;

/** What refers to the manifests, and to what refers to them: what is about another comes before it. */
export async function findReferrers(
  client: RegistryClient,
  from: ImageAddress,
  subjects: readonly Manifest[],
): Promise<Referrers[]> {
  const found: Referrers[] = [];
  let level = subjects.map(({ digest }) => digest);
  while (level.length > 0) {
    const next: string[] = [];
    for (const subject of level) {
      const referrers = await referrersOf(client, from, subject);
      if (referrers.manifests.length + referrers.tags.length === 0) continue;
      found.unshift(referrers);
      for (const item of referrers.manifests.map(({ digest }) => digest)) next.push(item);
      if (found.length + next.length > mostReferrers)
        throw new UserError(`more than ${mostReferrers} manifests refer to an image of ${from.repository}`);
    }
    level = next;
  }
  return found;
}

async function referrersOf(client: RegistryClient, from: ImageAddress, subject: string): Promise<Referrers> {
  const descriptors = await listOf(client, from, subject);
  const manifests: Manifest[] = [];
  const add = async (root: Manifest): Promise<void> => {
    for (const item of await readTree(client, from, root)) manifests.push(item);
  };
  for (const { digest } of descriptors) {
    const manifest = await readManifest(client, from, digest);
    if (manifest === 'absent')
      throw new UserError(`${digest} refers to ${subject} of ${from.repository}, and is gone`, {
        help: 'Nothing was written. Sign the image again, or copy it without referrers.',
      });
    await add(manifest);
  }
  const tags: { tag: string; manifest: Manifest }[] = [];
  for (const suffix of tagSuffixes) {
    const tag = `${subject.replace(':', '-')}${suffix}`;
    const manifest = isLegalTag(tag) ? await readManifest(client, from, tag) : 'absent';
    if (manifest === 'absent') continue;
    tags.push({ tag, manifest });
    await add(manifest);
  }
  return { subject, descriptors, manifests, tags };
}

/** The registry's own list, page by page; where it has none that which is kept under a tag. */
async function listOf(client: RegistryClient, from: ImageAddress, subject: string): Promise<readonly Descriptor[]> {
  const accept = 'application/vnd.oci.image.index.v1+json';
  const listed: Descriptor[] = [];
  let path: string | URL | undefined = `referrers/${subject}`;
  while (path !== undefined) {
    const request = { method: 'GET', path, headers: { Accept: accept }, scopes: pullOf(from) } as const;
    const answer = await client.send(from, request);
    // 404 and whatever else an older registry makes of an address that it does not know.
    if (listed.length === 0 && answer.status >= 400 && answer.status !== 401 && answer.status !== 403) break;
    if (answer.status !== 200) throw await unexpected(client, from, answer);
    if (!Array.isArray(field(parseJson(answer.body.toString('utf8')), 'manifests'))) break;
    for (const item of parseManifest(from.base.host, answer.body, '', accept).children) listed.push(item);
    if (listed.length > mostReferrers) break;
    const next: string | undefined = /<([^<>]+)>\s*;\s*rel="?next"?/.exec(String(answer.headers.link ?? ''))?.[1];
    path = next !== undefined && URL.canParse(next, answer.url.href) ? new URL(next, answer.url) : undefined;
  }
  if (listed.length > 0) return listed;
  const tagged = await readManifest(client, from, fallbackTag(subject));
  return tagged === 'absent' ? [] : tagged.children;
}
