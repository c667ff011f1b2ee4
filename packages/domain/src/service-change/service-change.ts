import type { Location } from '../location.ts';
import type { Finding } from '../verify/findings/finding.ts';
import type { ChecklistItem } from '../verify/report/report.ts';
import { registersRules } from '../verify/rules/registers/index.ts';
import type { NewPort } from './service-ports.ts';

/** What only a person can do, or has to look at. */
export interface Step {
  /** One sentence in the imperative, without the full stop. */
  what: string;
  places: readonly Location[];
  /** What does it in a terminal; null where no command can. */
  command: string | null;
  /** Whether the change is not complete before it is done: the service does not run, or goes on to. */
  isLacking?: true;
}

/** What adds a service everywhere it must be, or takes it out of everywhere it was: planned, not written. */
export interface ServiceChange {
  service: string;
  /** How people call the repository that it is in; absent: the one that is checked out. */
  repository?: string;
  action: 'add' | 'retire';
  /** The parts of a staged retirement that are in it; null for all. */
  stage: RetirementStage | null;
  /** One sentence each: which sibling, why, and what is unusual. */
  notes: readonly string[];
  /** New contents by path; null for a file that goes. */
  files: ReadonlyMap<string, Uint8Array | null>;
  /** The paths among `files` that do not exist yet. */
  created: ReadonlySet<string>;
  /** Unified diff, for people and for `git apply`. */
  diff: string;
  /** The places of the service afterwards, as verifying sees them; empty where it is gone. */
  checklist: readonly ChecklistItem[];
  /** What verifying finds about it afterwards, or because of it. */
  findings: readonly Finding[];
  steps: readonly Step[];
  /** What a new service is made like; null where a service goes. */
  model: ServiceModel | null;
}

/** The sibling of a new service, and the port that becomes another in what is cloned of it. */
interface ServiceModel {
  like: string;
  port: NewPort;
}

export const retirementStages = ['stop-traffic', 'undeploy', 'delete'] as const;
export type RetirementStage = (typeof retirementStages)[number];

/**
 * Whether nothing is left that would fail: no error and no warning that the change leaves or causes, and nothing that
 * keeps a new service from running, or one that goes running.
 */
export function isComplete({ findings, steps }: Pick<ServiceChange, 'findings' | 'steps'>): boolean {
  return (
    findings.every(({ severity, waived }) => severity === 'notice' || waived !== null) &&
    steps.every(({ isLacking = false }) => !isLacking)
  );
}

/**
 * The places that lack a new service and that nothing here can edit, by what verifying finds of registers afterwards; null
 * for one that is told at a file of the service itself, since nothing there is a list: what builds the others lacks it.
 */
export function uneditedPlaces({ action, created, checklist, findings }: ServiceChange): (Location | null)[] {
  if (action !== 'add') return [];
  const own = new Set([
    ...created,
    ...checklist.flatMap(({ item, path }) => (item === 'dockerfile' ? (path ?? []) : [])),
  ]);
  return findings
    .filter(({ rule, severity, waived }) => isOfRegisters(rule) && severity !== 'notice' && waived === null)
    .map((finding) => (own.has(finding.path) ? null : finding));
}

/** Whether a rule is about what registers list. */
export function isOfRegisters(rule: string): boolean {
  return ofRegisters.has(rule);
}

const ofRegisters: ReadonlySet<string> = new Set(registersRules.rules.map(({ id }) => id));

/** How many things are missing or left. */
export function lackingCount({ findings, steps }: Pick<ServiceChange, 'findings' | 'steps'>): number {
  return findings.filter(({ waived }) => waived === null).length + steps.filter(({ isLacking }) => isLacking).length;
}
