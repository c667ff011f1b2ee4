import type { StepResult } from '@rollcall/testkit/runner';

/**
 * What a step printed, set and summed up, with what differs from run to run replaced: folders, commits, and the
 * tokens that keep text from being read as a command.
 */
export function transcript(
  step: StepResult,
  known: { repository?: string; commits?: Readonly<Record<string, string>> } = {},
): string {
  const outputs = Object.entries(step.outputs).map(([name, value]) => `${name}=${value}`);
  let text = [
    `exit ${step.status}`,
    '--- stdout',
    step.stdout,
    '--- outputs',
    ...outputs,
    '--- summary',
    step.summary,
  ].join('\n');
  text = text.replaceAll(step.temp, '<temp>');
  if (known.repository) text = text.replaceAll(known.repository, '<repository>');
  for (const [name, commit] of Object.entries(known.commits ?? {})) {
    text = text
      .replaceAll(commit, `<${name}>`)
      .replaceAll(commit.slice(0, 12), `<${name}:12>`)
      .replaceAll(commit.slice(0, 7), `<${name}:7>`);
  }
  return text.replace(/rollcall-(?:[0-9a-f]+-\d+-\d+-)?[A-Za-z0-9]{6}(?![-A-Za-z0-9])/g, 'rollcall-<random>');
}
