import type { Environment } from '../catalog/catalog.ts';
import { addAll } from '../grouping.ts';
import type { Location } from '../location.ts';
import { programStem, spellingsOf } from '../name-spellings.ts';
import type { Tree } from '../ports.ts';
import { count } from '../printable.ts';
import { shellWord } from '../shell/copied-word.ts';
import { textPattern } from '../text-pattern.ts';
import { textOf } from '../tree/read-text.ts';
import { holdsUnchosen, unchosenSecret } from '../verify/fixes/clone/sibling-secrets.ts';
import { firstTag } from './first-deployment.ts';
import type { Step } from './service-change.ts';
import type { Skeleton } from './skeleton.ts';
import { lockSteps, terraformSteps } from './steps.ts';

/** What is known when the steps of a new service are told. */
interface AddedFiles {
  name: string;
  /** The files as they will be. */
  tree: Tree;
  files: ReadonlyMap<string, Uint8Array | null>;
  created: ReadonlySet<string>;
  /** Applications that are not synced until somebody says so. */
  held: readonly string[];
  /** What deploys its sibling where nothing deploys it. */
  undeployed?: readonly Location[];
  /** What makes an object for its sibling and none for it. */
  unmade?: readonly Location[];
  /** ApplicationSets of which nobody knows what they generate, where nothing else deploys it or its sibling. */
  unknown?: readonly Location[];
  /** Files with the tag of an image that is not built yet, which Argo CD reads for what nobody holds. */
  unheld?: readonly string[];
  /** The same where something else than Argo CD applies them. */
  unbuilt?: readonly string[];
  /** Locks of charts that are of other dependencies now. */
  stale?: readonly string[];
  /** Pipelines in which jobs of its sibling are cloned. */
  jobs?: readonly string[];
  skeleton: Skeleton;
  tag: string | undefined;
  /** Those that it is deployed to. */
  environments: readonly Environment[];
  /** Where its sibling is named, and it is not. */
  named: readonly Location[];
  /** The repository that a bump has to name; null where it is the one of the sources. */
  repository?: string | null;
  /** Whether its manifests are in another repository, whose change tells about its first image. */
  deployedElsewhere?: boolean;
}

/** Lines of manifests by which somebody has to make something. */
interface Need {
  pattern: RegExp;
  /** Whether only those count that name the new service. */
  isItsOwn?: boolean;
  what: (name: string) => string;
}

/** An account that is made where the manifests of a service are not: a pod that names none that exists does not start. */
const account: Need = {
  pattern: /^[ \t-]*serviceAccountName:/,
  isItsOwn: true,
  what: (name) => `see that the ServiceAccount of ${name} is made: none of its own manifests does`,
};

const needs: readonly Need[] = [
  {
    pattern:
      /^[ \t-]*(?:secretKeyRef|secretRef|secretName|remoteRef|existingSecret|dataFrom):|^kind:[ \t]*(?:Sealed|External)Secret\b/,
    what: (name) => `put the secrets of ${name} where these lines take them from`,
  },
  {
    pattern: /^[ \t-]*(?:host|hosts|hostname|hostnames|dnsNames|domain):|external-dns\.alpha\.kubernetes\.io\/hostname/,
    what: (name) => `give ${name} its DNS names and certificates`,
  },
  {
    pattern: /^[^#\n]*(?:\bDB_NAME\b|\bDATABASE_(?:NAME|URL)\b|\bPOSTGRES_DB\b|[a-z0-9]_db\b|\bjdbc:)/,
    what: (name) => `create the database of ${name}, and its user`,
  },
];

/** What only a person can do for a new service, with its place, in the order in which it is done. */
export async function stepsOfNew(added: AddedFiles): Promise<Step[]> {
  const { name, skeleton, files, tag, environments, held, named } = added;
  const { undeployed = [], unmade = [], unknown = [], unheld = [], unbuilt = [], stale = [] } = added;
  if (files.size + undeployed.length + unmade.length === 0) return [];
  const { repository = null, deployedElsewhere = false } = added;
  const steps: Step[] = [];
  const at = (path: string): Location => ({ path, line: 1, column: 1 });
  if (skeleton.left.length > 0)
    steps.push({
      what: `write what ${name} does: ${count(skeleton.left.length, 'file')} of its sibling ${skeleton.left.length === 1 ? 'is' : 'are'} not copied`,
      places: skeleton.left.map(({ path }) => at(path)),
      command: null,
    });
  if (skeleton.review.length > 0)
    steps.push({
      what: 'read what was copied: these hold what the sibling does, too',
      places: skeleton.review.map(at),
      command: null,
    });
  if (skeleton.programs.length > 0)
    steps.push({
      what: 'make these executable again',
      places: skeleton.programs.map(at),
      command: `chmod +x ${skeleton.programs.map(shellWord).join(' ')}`,
    });
  addAll(steps, await jobSteps(added));
  addAll(steps, await secretSteps(added));
  addAll(steps, await manifestSteps(added));
  addAll(steps, lockSteps(stale));
  addAll(steps, terraformSteps(files));
  if (undeployed.length > 0)
    steps.push({
      what: `deploy ${name}: nothing does where these deploy its sibling`,
      places: undeployed,
      command: null,
      isLacking: true,
    });
  if (unmade.length > 0)
    steps.push({
      what: `make for ${name} what these make for its sibling: it is deployed without that`,
      places: unmade,
      command: null,
      isLacking: true,
    });
  if (unknown.length > 0)
    steps.push({
      what: `see whether these deploy ${name}: what they generate is not known`,
      places: unknown,
      command: null,
    });
  if (tag === undefined && !deployedElsewhere) {
    const names = environments.map((environment) => environment.name);
    steps.push({
      what: `build and push the first image of ${name}, then write its tag${names.length > 0 ? ` in ${names.join(', ')}` : ''}`,
      places: [],
      command: environments.map((environment) => firstBump(name, environment, repository)).join('\n') || null,
    });
  }
  if (held.length > 0)
    steps.push({
      what: 'give these Applications their syncPolicy.automated when the first tag is written: until then Argo CD does not sync them',
      places: held.map(at),
      command: null,
    });
  if (unheld.length > 0)
    steps.push({
      what: `merge this when the first image of ${name} exists, with its tag: Argo CD syncs what these files say at once, and no registry has the tag ${firstTag}`,
      places: unheld.map(at),
      command: null,
    });
  if (unbuilt.length > 0)
    steps.push({
      what: `write the tag of the first image of ${name} in place of ${firstTag} before these files are applied: no registry has that`,
      places: unbuilt.map(at),
      command: null,
    });
  if (named.length > 0)
    steps.push({
      what: `see whether ${name} belongs where its sibling is named`,
      places: named,
      command: null,
    });
  return steps;
}

/** The command that writes the first tag; where the Applications follow no one branch here, the person names it. */
function firstBump(service: string, { name, deployBranch }: Environment, repository: string | null): string {
  const where =
    repository !== null ? ` --repository ${shellWord(repository)}` : deployBranch === null ? ' --branch BRANCH' : '';
  return `rollcall bump --environment ${shellWord(name)}${where} --add-missing --push ${service}=TAG`;
}

/** Where jobs are to be read: they do what those of the sibling do. */
async function jobSteps({ name, tree, jobs = [] }: AddedFiles): Promise<Step[]> {
  const contents = await tree.read(jobs);
  const word = textPattern()`(?<![A-Za-z0-9])${[...spellingsOf(name), programStem(name) ?? name]}(?![A-Za-z0-9])`;
  const places = jobs.map((path) => {
    const lines = (textOf(path, contents.get(path)) ?? '').split('\n');
    return { path, line: lines.findIndex((line) => word.test(line)) + 1 || 1, column: 1 };
  });
  if (places.length === 0) return [];
  return [
    { what: `read what pipelines do for ${name} now: it is what they do for its sibling`, places, command: null },
  ];
}

/** Where secrets are to be chosen: in what was copied, none of the sibling's was. */
async function secretSteps({ name, tree, files }: AddedFiles): Promise<Step[]> {
  const contents = await tree.read([...files.keys()]);
  const places = [...files.keys()].flatMap((path) =>
    (textOf(path, contents.get(path)) ?? '')
      .split('\n')
      .flatMap((line, index) => (holdsUnchosen(line) ? [{ path, line: index + 1, column: 1 }] : [])),
  );
  if (places.length === 0) return [];
  return [
    {
      what: `choose the secrets of ${name}: ${unchosenSecret} stands where its sibling has its own`,
      places,
      command: null,
    },
  ];
}

async function manifestSteps({ name, tree, files, created, skeleton }: AddedFiles): Promise<Step[]> {
  const manifests = [...files.keys()].filter((path) => /\.(?:ya?ml|tpl)$/.test(path) && !skeleton.files.has(path));
  const contents = await tree.read(manifests);
  const all = manifests.map((path) => ({ path, lines: (textOf(path, contents.get(path)) ?? '').split('\n') }));
  const makesAccount = all.some((file) => file.lines.some((line) => /^kind:[ \t]*ServiceAccount\b/.test(line)));
  const lines = all.filter(({ path }) => created.has(path));
  return [...needs, ...(makesAccount ? [] : [account])].flatMap(({ pattern, isItsOwn = false, what }) => {
    const places = lines.flatMap((file) =>
      file.lines.flatMap((line, index) =>
        pattern.test(line) && (!isItsOwn || line.includes(name))
          ? [{ path: file.path, line: index + 1, column: 1 }]
          : [],
      ),
    );
    return places.length === 0 ? [] : [{ what: what(name), places, command: null }];
  });
}
