import * as core from '@actions/core';
import type { Problem } from '@rollcall/domain/catalog/catalog';

/** Shows what discovery could not know as annotations on their lines. */
export function annotateProblems(problems: readonly Problem[]): void {
  for (const { severity, message, help, location } of problems) {
    const text = help ? `${message}\n${help}` : message;
    const place = location ? { file: location.path, startLine: location.line, startColumn: location.column } : {};
    const annotate = severity === 'notice' ? core.notice : core.warning;
    annotate(text, { title: 'Rollcall', ...place });
  }
}
