import type { Service } from '../../../catalog/catalog.ts';
import type { PathSelector } from '../../../tree/file-types.ts';
import { scripts } from '../../../tree/file-types.ts';
import type { RuleContext } from '../../rule/context.ts';

const workflows: PathSelector = (path) => /^\.github\/(?:workflows|actions)\/.+\.ya?ml$/.test(path);

/** What is read to tell which services are files in a bucket. */
export const uploadsNeeds = [workflows, scripts] as const;

/** Commands and actions that put files where they are served from without a cluster. */
const uploads =
  /\baws\s+s3\s+(?:sync|cp)\b|\bgsutil\s+(?:-m\s+)?(?:rsync|cp)\b|\bgcloud\s+storage\s+(?:rsync|cp)\b|\baz\s+storage\s+blob\s+(?:upload-batch|sync)\b|\bs3cmd\s+sync\b|\brclone\s+(?:sync|copy)\b|\bwrangler\s+(?:pages\s+)?deploy\b|\bfirebase\s+deploy\b|\bnetlify\s+deploy\b|\bvercel\s+(?:deploy|--prod)\b|actions\/deploy-pages@|upload-pages-artifact@|peaceiris\/actions-gh-pages@|cloudflare\/(?:pages|wrangler)-action@|Azure\/static-web-apps-deploy@|FirebaseExtended\/action-hosting-deploy@|nwtgck\/actions-netlify@|amondnet\/vercel-action@|jakejarvis\/s3-sync-action@/;

/** What makes an image: whoever builds one deploys more than files. */
const builds =
  /\bdocker\s+(?:buildx\s+)?(?:build|bake|compose)\b|build-push-action@|bake-action@|kaniko|\bbuildah\b|\bko\s+build\b/;

/**
 * Tells which services are served as files: the one service that a workflow or a script names by its folder, which
 * uploads to a bucket or to a host of pages, and builds no image.
 */
export function uploadedServices({ texts, catalog }: RuleContext): ReadonlySet<Service> {
  const byFolder = new Map(
    catalog.services.flatMap((service) => (service.path ? [[service.path, service] as const] : [])),
  );
  const uploaded = new Set<Service>();
  for (const [path, text] of texts) {
    if (!(workflows(path) || scripts(path)) || !uploads.test(text) || builds.test(text)) continue;
    const named = new Set<Service>();
    for (const folder of foldersIn(text)) {
      const service = byFolder.get(folder);
      if (service) named.add(service);
    }
    const [only, second] = named;
    if (only && !second) uploaded.add(only);
  }
  return uploaded;
}

/** The paths that a text writes, and the folders that they lie in. */
function foldersIn(text: string): Set<string> {
  const folders = new Set<string>();
  for (const [written] of text.matchAll(/[\w.@-]+(?:\/[\w.@-]+)*/g)) {
    const path = written.replace(/^\.\//, '');
    for (let end = path.length; end > 0 && !folders.has(path.slice(0, end)); end = path.lastIndexOf('/', end - 1))
      folders.add(path.slice(0, end));
  }
  return folders;
}
