import { listFew, showPath } from '../names.ts';
import { printable } from '../printable.ts';
import { createdDiff } from '../tree/unified-diff.ts';
import type { Setup } from './setup.ts';

/** What a setup would create, as a diff. */
export function setupDiff({ files }: Setup): string {
  return [...files].map(([path, text]) => createdDiff(path, text)).join('');
}

/** What was seen, what nothing tells, and what comes next, for a terminal. */
export function renderSetup(setup: Setup, isWritten: boolean): string {
  const { saw, unknown, kept, files, settings, next } = setup;
  const created = [...files.keys()].map(showPath);
  return [
    ...section('Seen', saw),
    ...section('Not known', unknown),
    ...section('Kept as it is', kept),
    created.length === 0
      ? '\nNothing is to be written.\n'
      : `\n${isWritten ? 'Written' : 'To be written'}: ${listFew(created)}\n`,
    ...(files.has('rollcall.yaml') ? [] : ['No configuration is needed.\n']),
    ...section('In the settings of the repository, only you can', settings),
    '\nNext:\n',
    ...next.map((command) => `  $ ${printable(command)}\n`),
  ]
    .join('')
    .trimStart();
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`\n${title}:\n`, ...lines.map((line) => `  ${printable(line)}\n`)];
}

/** A setup as JSON. */
export function setupJson({ files, ...rest }: Setup): object {
  return { ...rest, files: [...files].map(([path, text]) => ({ path, text })) };
}
