import * as core from '@actions/core';
import type { Problem } from '@rollcall/domain/problem';
import { joinPath } from '@rollcall/domain/tree/repository-paths';

const annotations = { error: core.error, warning: core.warning, notice: core.notice };

/** Shows what discovery could not know as annotations on their lines, in the repository of which `folder` was read. */
export function annotateProblems(problems: readonly Problem[], folder = ''): void {
  for (const { severity, message, help, location } of problems) {
    const text = help ? `${message}\n${help}` : message;
    const place = location
      ? { file: joinPath(folder, location.path), startLine: location.line, startColumn: location.column }
      : {};
    annotations[severity](text, { title: 'Rollcall', ...place });
  }
}
