import type { Catalog } from '../../catalog/catalog.ts';
import type { Location } from '../../location.ts';
import type { PathSelector } from '../../tree/file-types.ts';
import type { Confidence, Fix, PlaceElsewhere, Severity } from '../findings/finding.ts';
import type { WaiverState } from '../findings/waiver.ts';
import type { RuleContext } from './context.ts';

/**
 * A named check. To add one: this literal in `rules/<category>/<rule-id>.ts`, a line in the `index.ts` of its category, its
 * page `<rule-id>.md` beside it, and fixtures in `test/rules/<category>/<rule-id>/`.
 */
export interface Rule {
  id: string;
  /** What holds when nothing is found, in a few words. */
  title: string;
  /** Without configuration, and where a finding does not say another one. */
  severity: Severity;
  /** Whether it runs only where the configuration names it: what it finds is often meant so. */
  offByDefault?: true;
  /** The incident it comes from: document and section of a report; absent where no report tells of it. */
  incident?: string;
  /** What to do about a finding: one or two sentences. */
  help: string;
  /** The files it reads, by path: the files of all rules are read in one batch. The Catalog is always there. */
  needs: readonly PathSelector[];
  /** Whether it is about the waivers, and runs when they are resolved. */
  afterWaivers?: true;
  /**
   * Whether it judges how services are deployed, by a Catalog that tells where their sources are: it is then run on a
   * repository of manifests for the services of the repository that is verified, too.
   */
  judgesDeployment?: true;
  /** Whether it has to ask the remote to judge this Catalog. */
  needsRemote?(catalog: Catalog): boolean;
  /** Whether it has to know what services are made of to judge these workflows: that costs as much as `detect`. */
  needsInputs?(workflows: ReadonlyMap<string, string>): boolean;
  /** Whether the run knows enough for it to judge; if not, nobody knows whether a waiver of it is used. */
  canJudge?(context: RuleContext): boolean;
  /** `waivers`: inline and configured ones, for a rule that runs after them; empty for the others. */
  check(context: RuleContext, waivers: readonly WaiverState[]): Iterable<RuleFinding>;
}

/** The rules of one folder of `rules/`: they share readers that no other folder may import. */
export interface RuleCategory {
  folder: string;
  /** As the documentation calls it. */
  title: string;
  rules: readonly Rule[];
}

/** A finding before its severity is configured, its waiver looked up and its identity computed. */
export interface RuleFinding {
  location: Location;
  /** The repository of manifests that it is about, where it is about another one. */
  repository?: string;
  /** Where it is seen in other repositories. */
  elsewhere?: readonly PlaceElsewhere[];
  endLine?: number;
  /** One line: what is wrong, where, what it does to people. Holds no line numbers: it is part of the identity. */
  message: string;
  subject: string;
  environment?: string;
  /** Where it is not that of the rule. */
  severity?: Severity;
  /** Where it is not proved: only what is proved fails a run by default, and the message says what is not sure. */
  confidence?: Confidence;
  /** Tells it from others in the same file where the message does not; default the message. */
  key?: string;
  /** The one thing that is wrong where it shows in many places: they are told as one finding. */
  cause?: string;
  fix?: Fix | null;
}
