import { ExternalError } from '@rollcall/domain/user-error';
import { callOf } from './commands.ts';
import type { GitResult } from './process.ts';

/** git's words for objects that are there and cannot be read, or that others name and that are not there. */
const damagedWords =
  /is corrupt|corrupt (loose|patch|packed)|inflate|does not match index|bad object|unable to (read|unpack|stream|parse)|could not (read(?! Username| Password)|parse)|not a tree object|index file (corrupt|smaller)|bad (signature|index)|missing (blob|tree|commit)|invalid object|garbage at end|hash mismatch|^(?:\w+: )*(?:object file .* is empty|packfile .* (?:cannot|is)|header for .* too long|could not .* object)/im;

/** Whether git says that what it stores is damaged. */
export function saysDamaged(stderr: string): boolean {
  return damagedWords.test(stderr);
}

/** The error of a git call that failed: its name and what git said, and what to do where that is known. */
export function gitFailure(args: readonly string[], { status, stderr }: GitResult): ExternalError {
  const message = `git ${callOf(args).name} failed (exit ${status}): ${stderr.trim() || 'it said nothing'}`;
  return externalFailure(message, stderr);
}

/** An ExternalError with the next step that git's words call for. */
export function externalFailure(message: string, stderr: string): ExternalError {
  const help = helps.find(([words]) => words.test(stderr))?.[1];
  return new ExternalError(message, help === undefined ? {} : { help });
}

const helps: readonly (readonly [words: RegExp, help: string])[] = [
  [
    /The requested URL returned error: 30[12378]/,
    'The server sends this address on to another one, where no token follows: use that address.',
  ],
  [/dubious ownership/, 'The repository belongs to somebody else. Trust it as git says, or clone it as yourself.'],
  [/not a git repository/, 'There is a .git, and git cannot read it: the repository is broken. Clone it again.'],
  [damagedWords, 'The repository is damaged. Run "git fsck" in it to see what is lost, or clone it again.'],
];
