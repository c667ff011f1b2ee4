import { placesIn } from '../../../location.ts';
import { quoteName } from '../../../names.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { dockerfiles, scripts } from '../../../tree/file-types.ts';
import { commandLines } from '../../facts/ci/command-lines.ts';
import type { Rule } from '../../rule/rule.ts';

export const versionUnpinnedDownload: Rule = {
  id: 'version-unpinned-download',
  title: 'What scripts and images download has a version',
  severity: 'warning',
  incident: '003 4.1',
  help: 'Write the version into a variable and into the address: releases/download/${VERSION}/… instead of releases/latest/download/….',
  needs: [registerFiles, scripts, dockerfiles],
  *check(context) {
    const places = new Map<string, ReturnType<typeof placesIn>>();
    for (const line of commandLines(context)) {
      // What is longer nobody wrote.
      if (line.text.length > 10_000 || prints.test(line.text)) continue;
      const found = unpinned(line.text, context.text(line.path) ?? '');
      if (found.length === 0) continue;
      const place = places.get(line.path) ?? placesIn({ path: line.path, text: context.text(line.path) ?? '' });
      places.set(line.path, place);
      for (const { offset, what, subject } of found) {
        yield {
          location: place(line.start + offset),
          subject,
          message: `${what}: every run may get another version, and one that breaks comes without a commit`,
        };
      }
    }
  },
};

/** Commands that say something to people; what they pipe on is run nevertheless. */
const prints = /^[\s@-]*(?:echo|printf|log\w*|info|warn|error|die|say)\b[^|]*$/;

const downloads =
  /\b(?:curl|wget|aria2c|kubectl|oc|helm|kustomize|istioctl|Invoke-WebRequest|iwr)\b|^\s*ADD\s|^[\s@]*(?:export\s+|readonly\s+|local\s+)?\w+\s*[:?]?=/;

interface Unpinned {
  offset: number;
  what: string;
  subject: string;
}

function unpinned(line: string, file: string): Unpinned[] {
  const found: Unpinned[] = [];
  const piped = /\|\s*(?:sudo\s+(?:-\w+\s+)*)?(?:\w+=[^\s|]+\s+)*(?:\/bin\/)?(?:ba|z|da)?sh\b/.test(line);
  const named = /VERSION|--version\b|[$]\{?\w*(?:version|tag|release|sha|commit)/i.test(line);
  for (const { 0: url, index } of downloads.test(line) ? line.matchAll(/https?:\/\/[^\s"'`<>|;)\\]+/g) : []) {
    const host = /^https?:\/\/(?:[^/@]*@)?([^/:?#]+)/.exec(url)?.[1] ?? '';
    if (!isPublic(host)) continue;
    const shown = quoteName(url);
    const moving = movingPart(url);
    if (moving) found.push({ offset: index, what: `${shown} is ${moving}`, subject: repositoryOf(url, host) });
    else if (piped && !named && !/\d\.\d/.test(url) && !isTold(url, file))
      found.push({ offset: index, what: `the installer at ${shown} is told no version`, subject: host });
  }
  for (const match of line.includes('@latest') ? line.matchAll(packages) : []) {
    const [whole, name = ''] = match;
    const offset = match.index + whole.length - name.length - '@latest'.length;
    found.push({ offset, what: `${quoteName(`${name}@latest`)} is whatever was published last`, subject: name });
  }
  return found;
}

const packages =
  /\b(?:go\s+(?:install|run)|npx|npm\s+(?:i|install|exec)|pnpm\s+(?:add|dlx)|yarn\s+(?:global\s+add|add|dlx)|bunx)\s(?:[^\n;&|]{0,300}?\s)?(@?[\w./-]{1,200})@latest(?![\w.-])/g;

/** Whether the file has a version variable that an installer of this address may read: INSTALL_K3S_VERSION. */
function isTold(url: string, file: string): boolean {
  const address = url.toUpperCase();
  return Array.from(file.matchAll(/\b([A-Z][A-Z0-9_]*)_VERSION\b/g)).some(([, name = '']) =>
    name.split('_').some((part) => part.length > 1 && part !== 'INSTALL' && address.includes(part)),
  );
}

/** A name of the Internet: not this machine, its network or a variable. */
function isPublic(host: string): boolean {
  return /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}$/i.test(host) && !/\.(?:local|localhost|internal|svc|test)$/i.test(host);
}

/** What of the address moves, in words; null where nothing does. */
function isLatest(segment: string): boolean {
  const [, behind] = /[-_.]latest[-_.](.*)/s.exec(segment) ?? [];
  return behind !== undefined && /\.(?:tar|tgz|zip|gz|sh|deb|rpm|ya?ml|jar|exe|msi)\b/.test(behind);
}

function movingPart(url: string): string | null {
  const path = url.replace(/^https?:\/\/[^/]+/, '');
  if (/^https?:\/\/api\.github\.com\//.test(url) && /\$/.test(path)) return null;
  if (/\/releases\/latest(?:\/|$)/.test(path)) return 'whatever was released last';
  if (
    /^https?:\/\/raw\.githubusercontent\.com\/[^/]+\/[^/]+\/(?:refs\/heads\/)?(?:main|master|HEAD|trunk|develop)\//.test(
      url,
    )
  )
    return 'whatever its branch has now';
  if (
    /^https?:\/\/github\.com\/[^/]+\/[^/]+\/(?:raw|blob|archive|tarball|zipball)\/(?:refs\/heads\/)?(?:main|master|HEAD)(?:\/|\.(?:zip|tar\.gz)$|$)/.test(
      url,
    )
  )
    return 'whatever its branch has now';
  if (/[?&]ref=(?:main|master|HEAD)(?:&|$)/.test(path)) return 'whatever its branch has now';
  if (/\/(?:stable|latest)(?:-[\d.]+)?\.txt$/.test(path)) return 'where the newest version is asked for';
  if (/\/latest\/./.test(path) || path.split('/').some(isLatest)) return 'whatever is the latest';
  return null;
}

/** `argoproj/argo-rollouts`, or the host. */
function repositoryOf(url: string, host: string): string {
  const [, repository] =
    /^https?:\/\/(?:github\.com|raw\.githubusercontent\.com|api\.github\.com\/repos)\/([^/]+\/[^/?]+)/.exec(url) ?? [];
  return repository ?? host;
}
