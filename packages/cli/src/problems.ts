import { formatLocation } from '@rollcall/domain/location';
import { printable } from '@rollcall/domain/printable';
import type { Problem } from '@rollcall/domain/problem';
import type { Terminal } from './command.ts';

/** Says what discovery could not know, on standard error. */
export function logProblems(problems: readonly Problem[], { log }: Terminal): void {
  for (const { severity, message, help, location } of problems) {
    const where = location ? `${formatLocation(location)}: ` : '';
    const text = `${where}${printable(message)}${help ? `\n  ${help.replaceAll('\n', '\n  ')}` : ''}`;
    if (severity === 'notice') log.notice(text);
    else log.warning(text);
  }
}
