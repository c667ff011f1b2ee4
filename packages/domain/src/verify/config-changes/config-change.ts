import type { LoadedConfig } from '../../catalog/config.ts';
import type { Location } from '../../location.ts';
import { compareText } from '../../location.ts';
import type { Tree } from '../../ports.ts';
import type { YamlPath } from '../../yaml/yaml-document.ts';
import type { Finding } from '../findings/finding.ts';

/** Something that a request changes in what is checked, so that fewer findings may count. */
export interface ConfigChange {
  /** What is checked otherwise: `rule image-tag-mutable`, `services.exclude`, `baseline`. */
  setting: string;
  /** How the base has it, in a few words. */
  before: string;
  /** How the request has it. */
  after: string;
  /** Where the request says it; null where it leaves out what the base says. */
  location: Location | null;
  /** Whether it is of the workflow that runs, which holds whoever judges. */
  isOfWorkflow?: true;
}

/** What was learned about the configuration of a request, beside what it makes of the findings. */
export interface ConfigReview {
  /** The commit that it was compared with, for people. */
  base: string;
  /** Whose configuration and baseline this report is made with. */
  judgedBy: 'request' | 'base';
  changes: ConfigChange[];
  /**
   * The findings that count with the configuration of the base, and no more with that of the request; null where that
   * of the base does not fit the files of the request.
   */
  uncounted: Finding[] | null;
}

/** A tree with the configuration that is in it. */
export interface ConfiguredTree {
  tree: Tree;
  config: LoadedConfig;
}

/** Where a key of a configuration is written; null where the key is not there. */
export function placeOfKey({ document }: LoadedConfig, path: YamlPath): Location | null {
  return document?.node(path) ? document.locate(path) : null;
}

/** By setting, then in the order in which they were found. */
export function sortChanges(changes: readonly ConfigChange[]): ConfigChange[] {
  return [...changes].sort((a, b) => compareText(a.setting, b.setting));
}
