import type { Tree } from '../ports.ts';
import { present } from '../present.ts';
import { UserError } from '../user-error.ts';
import { baselineText, readBaseline } from './findings/baseline.ts';
import { assertSomethingFound, isIncomplete } from './report/fail-on.ts';
import { type VerifyOptions, verifyServices } from './verify-services.ts';

interface PlannedBaseline {
  path: string;
  content: Uint8Array;
  /** Whether the file does not exist yet. */
  isNew: boolean;
  /** Number of findings it accepts. */
  accepted: number;
  /** Number of entries that it loses. */
  removed: number;
}

/**
 * Verifies everything and plans the baseline that accepts what is found; nothing is written. UserError where the
 * baseline would grow, where only a part is asked for, and where something could not be read: entries would be lost.
 */
export async function planBaseline(tree: Tree, options: VerifyOptions): Promise<PlannedBaseline> {
  const { services = [], environments = [], rules = [], baseline: named } = options;
  if (services.length + environments.length + rules.length > 0) {
    throw new UserError('a baseline of a part of the findings cannot be written', {
      help: 'Ask for every service, environment and rule.',
    });
  }
  const before = await readBaseline(tree, options.config, { named: named ?? undefined, mayBeNew: true });
  const report = await verifyServices(tree, { ...options, baseline: null });
  if (isIncomplete(report)) {
    const [problem] = report.problems.filter(({ severity }) => severity === 'error');
    throw new UserError(`the baseline is not written, because not everything was verified: ${problem?.message ?? ''}`, {
      ...present({ location: problem?.location, help: problem?.help }),
    });
  }
  assertSomethingFound(report);
  const text = baselineText(before, report.findings);
  const accepted = report.findings.filter(({ waived }) => !waived).length;
  return {
    path: before.path,
    content: new TextEncoder().encode(text),
    isNew: before.entries === null,
    accepted,
    removed: Math.max(0, (before.entries?.length ?? 0) - accepted),
  };
}
