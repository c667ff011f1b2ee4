import type { Location } from '../../location.ts';
import { quoteName, showPath } from '../../names.ts';
import { field, isRecord, listAt, plainValue } from '../../yaml/value.ts';
import { parseYamlFile, type YamlPath } from '../../yaml/yaml-document.ts';
import { confidences, severities } from '../findings/finding.ts';
import type { ConfigChange } from './config-change.ts';

/** A step of a workflow, or of a composite action, that runs verify-services. */
interface VerifyStep {
  path: string;
  /** `runs` of a composite action. */
  job: string;
  /** The action without its version, its inputs, and what decides whether it runs and whether its failure counts. */
  settings: ReadonlyMap<string, string>;
  location: Location;
}

/** What GitHub reads steps from: a workflow, or a composite action of the repository. */
export function mayHoldSteps(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$|(?:^|\/)action\.ya?ml$/.test(path);
}

/** The inputs that decide what is verified; of other ones no finding counts less. */
const inputs = [
  'config',
  'working-directory',
  'ref',
  'services',
  'environments',
  'rules',
  'fail-on',
  'min-confidence',
  'baseline',
];
/** What narrows the report when it is there. */
const filters: ReadonlySet<string> = new Set(['services', 'environments', 'rules']);
/** From what counts most to what counts least, and what is meant where it is not written. */
const scales: ReadonlyMap<string, { words: readonly string[]; usual: string }> = new Map([
  ['fail-on', { words: [...[...severities].reverse(), 'never'], usual: 'error' }],
  ['min-confidence', { words: [...confidences].reverse(), usual: 'proved' }],
  ['config-changes', { words: ['base', 'report', 'allow'], usual: 'report' }],
]);

/** The steps by which a request verifies less, or no more: it brings its own workflows. */
export function stepChanges(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): ConfigChange[] {
  return pairs(stepsOf(before), stepsOf(after)).flatMap(([old, now]): ConfigChange[] => {
    const setting = (name: string) => `${name} of verify-services in ${showPath(old.path)}, job ${quoteName(old.job)}`;
    if (!now) return [{ setting: setting('step'), before: 'there', after: 'gone', location: null, isOfWorkflow: true }];
    const names = new Set([...old.settings.keys(), ...now.settings.keys()]);
    return [...names]
      .map((name) => ({ name, was: old.settings.get(name), is: now.settings.get(name) }))
      .filter(({ name, was, is }) => was !== is && isNarrower(name, was, is))
      .map(({ name, was, is }) => ({
        setting: setting(name),
        before: was ?? 'not given',
        after: is ?? 'not given',
        location: now.location,
        isOfWorkflow: true,
      }));
  });
}

function isNarrower(name: string, was: string | undefined, is: string | undefined): boolean {
  if (filters.has(name) || name.endsWith('if') || name.endsWith('continue-on-error')) return is !== undefined;
  const scale = scales.get(name);
  if (!scale) return true;
  const [old, now] = [was ?? scale.usual, is ?? scale.usual].map((word) => scale.words.indexOf(word));
  // An expression may be any of them.
  return old === undefined || now === undefined || old < 0 || now < 0 || now > old;
}

/** Each step of the base with the same one of the request: that of its file, job and number, else one that is left. */
function pairs(before: readonly VerifyStep[], after: readonly VerifyStep[]): [VerifyStep, VerifyStep | undefined][] {
  const left = [...after];
  const take = (isSame: (step: VerifyStep) => boolean): VerifyStep | undefined => {
    const index = left.findIndex(isSame);
    return index < 0 ? undefined : left.splice(index, 1)[0];
  };
  const found = before.map((old) => take(({ path, job }) => path === old.path && job === old.job));
  return before.map((old, index) => [old, found[index] ?? take(() => true)]);
}

function stepsOf(texts: ReadonlyMap<string, string>): VerifyStep[] {
  return [...texts].flatMap(([path, text]) => {
    if (!mayHoldSteps(path) || !text.includes('verify-services')) return [];
    const [document] = parseYamlFile(path, text).documents;
    if (!document) return [];
    return placesOfSteps(plainValue(document)).flatMap(({ job, value, at }) =>
      listAt(value, 'steps').flatMap((step, index) => {
        const uses = field(step, 'uses');
        const [, action] =
          (typeof uses === 'string' && /^(.*(?:^|\/)actions\/verify-services)(?:@|$)/.exec(uses)) || [];
        if (action === undefined) return [];
        const location = document.locate([...at, 'steps', index, 'uses']);
        return [{ path, job, settings: settingsOf(value, step, action), location }];
      }),
    );
  });
}

/** The jobs of a workflow, and the `runs` of a composite action. */
function placesOfSteps(value: unknown): { job: string; value: unknown; at: YamlPath }[] {
  const jobs = field(value, 'jobs');
  const ofJobs = Object.entries(isRecord(jobs) ? jobs : {}).map(([job, one]) => ({
    job,
    value: one,
    at: ['jobs', job],
  }));
  return [...ofJobs, { job: 'runs', value: field(value, 'runs'), at: ['runs'] }];
}

function settingsOf(job: unknown, step: unknown, action: string): Map<string, string> {
  const settings = new Map([['action', action]]);
  const given = field(step, 'with');
  // The runner takes the name of an input in any case (actions/runner, Handler.AddInputsToEnvironment).
  const named = new Map(
    Object.entries(isRecord(given) ? given : {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  for (const name of [...inputs, 'config-changes']) add(settings, name, named.get(name));
  for (const name of ['if', 'continue-on-error']) {
    add(settings, name, field(step, name));
    add(settings, `the job's ${name}`, field(job, name));
  }
  return settings;
}

function add(settings: Map<string, string>, name: string, value: unknown): void {
  if (value !== undefined && value !== null && value !== '' && value !== false) settings.set(name, String(value));
}
