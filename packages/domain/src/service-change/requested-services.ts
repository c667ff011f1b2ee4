import type { Catalog } from '../catalog/catalog.ts';
import type { ServiceChanges } from '../changes/changed-services.ts';
import type { Tree } from '../ports.ts';
import { count } from '../printable.ts';
import { isInside } from '../tree/repository-paths.ts';
import type { Report } from '../verify/report/report.ts';
import { stepsOfNew } from './new-service-steps.ts';
import { isComplete, lackingCount, type ServiceChange, type Step } from './service-change.ts';

/**
 * The checklists of the services that a request adds and removes: what verifying sees of them, and what only a person can
 * do. Nothing of it is to be written: the request holds it.
 */
export async function requestedServices(
  tree: Tree,
  report: Report,
  { added, removed }: ServiceChanges,
  catalog: Pick<Catalog, 'environments'>,
): Promise<ServiceChange[]> {
  const changes: ServiceChange[] = [];
  for (const name of added) {
    const checklist = report.checklist.find(({ service }) => service === name)?.items ?? [];
    const applications = report.applications.filter(({ service }) => service === name);
    const files = await ownFiles(tree, [
      ...checklist.flatMap(({ item, path = '' }) => (item === 'chart' ? [path.replace(/\/[^/]*$/, '')] : [])),
      ...applications.map(({ file }) => file),
    ]);
    const steps = await stepsOfNew({
      name,
      tree,
      files,
      created: new Set(files.keys()),
      held: [],
      skeleton: { files: new Map(), programs: [], review: [], left: [] },
      tag: undefined,
      environments: catalog.environments.filter((one) =>
        applications.some(({ environment }) => environment === one.name),
      ),
      named: [],
    });
    changes.push({ ...nothing(name, 'add', report), checklist, steps });
  }
  for (const name of removed) changes.push({ ...nothing(name, 'retire', report), steps: stepsOfGone(name) });
  return changes;
}

/** How the checklist of a service in a request is called. */
export function requestHeadline(change: ServiceChange): string {
  const { service, action } = change;
  const open = count(lackingCount(change), 'thing');
  if (action === 'add')
    return `New service ${service}: ${isComplete(change) ? 'nothing is missing' : `${open} missing`}`;
  return `Removed service ${service}: ${isComplete(change) ? 'nothing of it is left' : `${open} left`}`;
}

function nothing(service: string, action: 'add' | 'retire', { findings }: Report): ServiceChange {
  return {
    service,
    action,
    stage: null,
    notes: [],
    files: new Map(),
    created: new Set(),
    diff: '',
    checklist: [],
    findings: findings.filter(({ subject }) => subject === service),
    steps: [],
    model: null,
  };
}

/** The contents of what is told of it: files, and all below folders. */
async function ownFiles(tree: Tree, told: readonly string[]): Promise<Map<string, Uint8Array>> {
  const paths = (await tree.list()).flatMap(({ path }) =>
    told.some((one) => one !== '' && (path === one || isInside(path, one))) ? [path] : [],
  );
  return new Map(await tree.read(paths));
}

/** What no file tells once a service is gone. */
function stepsOfGone(name: string): Step[] {
  return [
    {
      what: `see to what ${name} has outside of the repository: its data, secrets, DNS names, images, and what Terraform made`,
      places: [],
      command: null,
    },
  ];
}
