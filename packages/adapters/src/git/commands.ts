/**
 * What a git command may reach: `network` asks a remote, `objects` reads trees and commits, which a partial clone
 * fetches as they are needed, `local` does neither.
 */
export type Reach = 'network' | 'objects' | 'local';

/**
 * Every git command that Rollcall runs. None of them runs a filter, a textconv, an external diff or an editor, and none
 * writes a work tree or an index; a command that is not here is not run.
 */
const commands: Readonly<Record<string, Reach>> = {
  fetch: 'network',
  'ls-remote': 'network',
  push: 'network',
  'diff-tree': 'objects',
  log: 'objects',
  'ls-tree': 'objects',
  'merge-base': 'objects',
  'rev-list': 'objects',
  'cat-file': 'local',
  'check-ref-format': 'local',
  config: 'local',
  'fast-import': 'local',
  'for-each-ref': 'local',
  init: 'local',
  'ls-files': 'local',
  'rev-parse': 'local',
  'symbolic-ref': 'local',
  var: 'local',
};

/**
 * The words of a call, which may begin with `-c key=value`, with those in them that no configuration may change: which
 * program answers at the other end. Throws for a command that is not listed.
 */
export function callOf(words: readonly string[]): { name: string; reach: Reach; args: readonly string[] } {
  const at = words[0] === '-c' ? 2 : 0;
  const name = words[at] ?? '';
  const reach = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (reach === undefined) throw new Error(`git ${name} is not among the commands that Rollcall runs`);
  return { name, reach, args: [...words.slice(0, at + 1), ...(fixedOptions[name] ?? []), ...words.slice(at + 1)] };
}

/** `remote.*.uploadpack` and `receivepack` name a program, which runs on this machine where the remote is a folder. */
const fixedOptions: Readonly<Record<string, readonly string[]>> = {
  fetch: ['--upload-pack=git-upload-pack'],
  'ls-remote': ['--upload-pack=git-upload-pack'],
  push: ['--receive-pack=git-receive-pack'],
  'diff-tree': ['--no-ext-diff', '--no-textconv'],
  log: ['--no-ext-diff', '--no-textconv'],
};
