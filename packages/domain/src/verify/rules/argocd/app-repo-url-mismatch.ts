import type { ApplicationSource } from '../../../argocd/application.ts';
import { quoteName } from '../../../names.ts';
import { normaliseRepositoryUrl } from '../../../repository-url.ts';
import { applicationFinding } from '../../facts/argocd/application-finding.ts';
import type { Rule } from '../../rule/rule.ts';

export const appRepoUrlMismatch: Rule = {
  id: 'app-repo-url-mismatch',
  title: 'Every source of this repository is addressed as this repository',
  severity: 'warning',
  incident: '004 4.3',
  help: 'Correct repoURL to the address that the other Applications have.',
  needs: [],
  *check(context) {
    const sources = context.catalog.applications.flatMap((application) =>
      application.sources.map((source) => ({ application, source, address: addressOf(source) })),
    );
    const uses = new Map<string, number>();
    const own = new Map<string, string>();
    for (const { source, address } of sources) {
      if (address === null) continue;
      uses.set(address, (uses.get(address) ?? 0) + 1);
      if (context.isOurs(source)) own.set(address, source.repoURL ?? '');
    }
    for (const { application, source, address } of sources) {
      const { path, repoURL } = source;
      if (address === null || own.has(address) || path === null || path === '' || repoURL === null) continue;
      if (context.paths.at(path) !== 'folder') continue;
      // A second repository may have the same path; then more than one source is from it, or it is called otherwise.
      const meant = [...own].find(
        ([ours]) => isSlip(address, ours) && (uses.get(ours) ?? 0) > 2 * (uses.get(address) ?? 0),
      );
      if (!meant) continue;
      const { name } = application;
      yield applicationFinding(
        application,
        [...source.at, 'repoURL'],
        `Application ${quoteName(name)} takes ${quoteName(path)} from ${quoteName(repoURL)}, not from ${quoteName(meant[1])} as the others do: it is not found there, or what is merged here never reaches it`,
      );
    }
  },
};

function addressOf({ repoURL, chart }: ApplicationSource): string | null {
  return repoURL === null || chart !== null ? null : normaliseRepositoryUrl(repoURL);
}

/** The same repository of another owner, or an address with a letter or two mistaken. */
function isSlip(address: string, ours: string): boolean {
  const [parts, own] = [address.split('/'), ours.split('/')];
  if (parts.length !== own.length || parts.length < 2) return false;
  const different = parts.flatMap((part, index) => (part === own[index] ? [] : [[part, own[index] ?? ''] as const]));
  const [first, ...others] = different;
  if (!first || others.length > 0) return false;
  // What differs by a number or an environment (`shop-1`, `shop-2`) is another repository.
  const [written, meant] = first;
  const sameName = parts.at(-1) === own.at(-1) && parts.length > 2 && parts[0] === own[0];
  return sameName || (written.length >= 4 && !/\d/.test(written) && isTypo(written, meant));
}

/** Whether one slip makes the one of the other: a letter too many, too few or wrong, or two exchanged. */
function isTypo(written: string, meant: string): boolean {
  // `app` and `apps`, `shop` and `shop2`, are two names.
  if (Math.abs(written.length - meant.length) > 1 || written.startsWith(meant) || meant.startsWith(written))
    return false;
  let start = 0;
  while (start < written.length && written[start] === meant[start]) start += 1;
  let end = 0;
  const most = Math.min(written.length, meant.length) - start;
  while (end < most && written.at(-1 - end) === meant.at(-1 - end)) end += 1;
  const rest = written.slice(start, written.length - end);
  const other = meant.slice(start, meant.length - end);
  return rest.length + other.length <= 2 || (rest.length === 2 && rest === `${other[1]}${other[0]}`);
}
