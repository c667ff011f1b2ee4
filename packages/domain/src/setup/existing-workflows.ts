import { isWorkflow } from '../builds/definition-files.ts';
import { compareText } from '../location.ts';
import { keysAt, plainValue, textsIn, valueAt } from '../yaml/value.ts';
import { parseYamlFile } from '../yaml/yaml-document.ts';
import { saysItBuilds } from './building-files.ts';

/** What a workflow of the repository does of what a starter would do. */
export interface ExistingWorkflow {
  path: string;
  /** Whether it builds images when something is pushed, or on demand; by our workflow or our actions, or by its own. */
  releases: 'ours' | 'own' | null;
  /** Asks our actions what lacks. */
  verifies: boolean;
  /** The branches that it runs for when they are pushed, without patterns. */
  pushed: readonly string[];
  /** What starts it, and what of ours it calls: two that have the same do the same. */
  does: string;
}

/**
 * The workflows that GitHub runs, sorted by path. One that is no YAML is judged by its text alone.
 *
 * @param building how they call what builds images for them
 */
export function readWorkflows(
  texts: ReadonlyMap<string, string>,
  building: readonly string[] = [],
): ExistingWorkflow[] {
  return [...texts]
    .filter(([path]) => isWorkflow(path))
    .sort(([a], [b]) => compareText(a, b))
    .map(([path, text]) => {
      const { documents, errors } = parseYamlFile(path, text);
      const value = documents[0] && errors.length === 0 ? plainValue(documents[0]) : null;
      const builds = ourRelease.test(text) ? 'ours' : buildsItself(text, building) ? 'own' : null;
      return {
        path,
        releases: isRunOnlyFor(value, ofReviews) ? null : builds,
        verifies: ourVerify.test(text),
        pushed: textsIn(valueAt(value, ['on', 'push', 'branches'])).filter((branch) => !/[*?+![\]]/.test(branch)),
        does: JSON.stringify([triggersOf(value).sort(), callsOfOurs(text)]),
      };
    });
}

function buildsItself(text: string, building: readonly string[]): boolean {
  return saysItBuilds(text) || building.some((name) => text.includes(name));
}

const ourRelease =
  /uses:[ \t]*["']?[\w.-]+\/rollcall\/(?:\.github\/workflows\/release(?:-by-\w+)?\.yml|actions\/bump-image-tags)@/;
const ourVerify = /uses:[ \t]*["']?[\w.-]+\/rollcall\/(?:\.github\/workflows\/verify\.yml|actions\/verify-services)@/;

/** Events of which nothing is released. */
const ofReviews: ReadonlySet<string> = new Set(['pull_request', 'pull_request_target', 'merge_group']);

/** The workflows and actions of ours that a workflow calls, without their versions. */
function callsOfOurs(text: string): string[] {
  const calls = [...text.matchAll(/^[ \t-]*uses:[ \t]*["']?[\w.-]+\/rollcall\/([\w./-]+)@/gm)];
  return [...new Set(calls.map(([, called = '']) => called))].sort();
}

/** The names of the events that start a workflow. */
function triggersOf(workflow: unknown): string[] {
  const on = valueAt(workflow, ['on']);
  return typeof on === 'string' ? [on] : Array.isArray(on) ? textsIn(on) : keysAt(workflow, 'on');
}

/** Whether every event that starts a workflow is one of these. What has none is not known to. */
function isRunOnlyFor(workflow: unknown, events: ReadonlySet<string>): boolean {
  const triggers = triggersOf(workflow);
  return triggers.length > 0 && triggers.every((trigger) => events.has(trigger));
}
