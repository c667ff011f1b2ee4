import type { GitResult } from './process.ts';

/**
 * What a push came to. `moved`: the branch is not where it was, nothing was written. `unknown`: the connection
 * was lost, it may have been written. `refused`: the server does not want it, now or later.
 */
export type PushAnswer = { kind: 'landed' | 'moved' | 'unknown' } | { kind: 'refused'; said: string };

/** git's and servers' words for "somebody else was first". */
const movedWords =
  /stale info|fetch first|non-fast-forward|needs force|cannot lock ref|failed to update ref|failed to lock|unable to (lock|create '[^'\n]*\.lock)|reference already exists|incorrect old value|is at [0-9a-f]{40,64} but expected|expected old value/i;

/** Reads `git push --porcelain` of one branch. */
export function judgePush({ status, stdout, stderr }: GitResult): PushAnswer {
  if (status === 0) return { kind: 'landed' };
  const line = stdout
    .toString('utf8')
    .split('\n')
    .find((text) => text.startsWith('!'));
  const reason = line?.split('\t').slice(2).join(' ').trim() ?? '';
  if (movedWords.test(reason)) return { kind: 'moved' };
  if (/internal server error/i.test(reason)) return { kind: 'unknown' };
  const said = remoteWords(stderr);
  if (line === undefined || /\[remote failure\]/.test(reason)) {
    if (lostConnection(stderr) || line !== undefined) return { kind: 'unknown' };
    return { kind: 'refused', said: said || `git push failed with ${status}` };
  }
  return { kind: 'refused', said: [reason, said].filter((text) => text !== '').join(': ') };
}

/** Whether git failed because the network or the server did, so that trying again may help. */
export function lostConnection(stderr: string): boolean {
  return connectionWords.test(stderr);
}

const connectionWords =
  /could not resolve host|couldn't connect|failed to connect|connection (was )?(refused|reset|timed out|closed)|operation (timed out|too slow)|no answer within|early eof|hung up unexpectedly|unexpected disconnect|rpc failed|returned error: (429|5\d\d)|gnutls|ssl_(read|write|connect)|tls connection|empty reply|network is unreachable|killed by sig/i;

/** What the server and git said, on one line, without progress. */
function remoteWords(stderr: string): string {
  return stderr
    .split(/[\r\n]+/)
    .map((line) => line.replace(/^(remote|error|fatal):\s*/, '').trim())
    .filter((line) => line !== '' && !/^(To |hint:|failed to push some refs)/.test(line))
    .join('; ')
    .slice(0, 2_000);
}
