import { type OpenWorkTreeWriter, openWorkTreeWriter } from '@rollcall/adapters/disk/work-tree-writer';
import { type Checkout, folderInRepository, originUrl } from '@rollcall/adapters/git/checkout';
import { gitHistory } from '@rollcall/adapters/git/history';
import { originRefs } from '@rollcall/adapters/git/origin-refs';
import { readConfig } from '@rollcall/domain/catalog/config';
import { isUnavailable } from '@rollcall/domain/changes/history';
import { listFew, quoteName, showPath } from '@rollcall/domain/names';
import { repositoryName } from '@rollcall/domain/repository-url';
import { changeJson } from '@rollcall/domain/service-change/change-json';
import { planEverywhere, type ServicePlanner } from '@rollcall/domain/service-change/manifests-elsewhere';
import { renderChangeText } from '@rollcall/domain/service-change/render-change';
import { isComplete, type ServiceChange, uneditedPlaces } from '@rollcall/domain/service-change/service-change';
import { shellWord } from '@rollcall/domain/shell/copied-word';
import { folderTree } from '@rollcall/domain/tree/folder-tree';
import { UserError } from '@rollcall/domain/user-error';
import type { CommandInput } from '../command.ts';
import { openDeployClones } from '../deploy-clones.ts';
import { openWorkTree } from '../work-tree.ts';

/**
 * Plans a change of one service and writes it to the files on disk: of this clone, and of those of repositories that hold
 * its manifests. All or none of a clone. 1 where something is left to do.
 */
export async function changeService(
  input: CommandInput,
  command: 'new' | 'retire',
  plannerOf: (name: string) => ServicePlanner,
): Promise<number> {
  const name = oneName(input, command);
  const checkout = await openWorkTree(input);
  const writes = !input.flag('dry-run');
  const writers = new Map<Checkout, OpenWorkTreeWriter>();
  const open = async (place: Checkout): Promise<void> => {
    if (writes) writers.set(place, await openWorkTreeWriter(place, input.terminal.log));
  };
  // Before anything is read that decides what is written.
  await open(checkout);
  const config = await readConfig(checkout.tree, input.text('config'));
  const url = await originUrl(checkout);
  const { clones, missing } = await openDeployClones(input, checkout, config);
  const own = url === null ? 'this repository' : repositoryName(url);
  for (const clone of clones) await open(clone.checkout);
  const options = {
    config,
    remote: originRefs(checkout).names,
    repositoryUrl: url,
    today: new Date().toISOString().slice(0, 10),
  };
  const source = { name: own, url, tree: checkout.tree, config };
  const { here, there } = await planEverywhere(plannerOf(name), source, clones, options);
  const changes = [
    withSteps(here, missing, `rollcall ${command} ${shellWord(name)}`),
    ...there.map(({ change }) => change),
  ];
  // What deploys a service goes before its sources do.
  const parts = [
    ...there.map(({ repository, change }) => ({ change, of: repository.checkout })),
    { change: here, of: checkout },
  ];
  if (writes && !input.flag('allow-dirty')) for (const { change, of } of parts) await refuseUncommitted(of, change);
  const isKept = writes && changes.some(lacksRegister) && !input.flag('allow-incomplete');
  if (!isKept) for (const { change, of } of parts) await writers.get(of)?.write(change.files, change.created);
  show(input, isKept ? changes.map(withNothingWritten) : changes, writes && !isKept);
  return changes.every(isComplete) ? 0 : 1;
}

/** Whether something would be written, and a list would still be without the service that nobody can add it to. */
function lacksRegister(change: ServiceChange): boolean {
  return change.files.size > 0 && uneditedPlaces(change).length > 0;
}

function withNothingWritten(change: ServiceChange): ServiceChange {
  const places = [
    ...new Set(
      uneditedPlaces(change).map((place) =>
        place === null ? 'what builds the others' : `${showPath(place.path)}:${place.line}`,
      ),
    ),
  ];
  const where = places.length === 0 ? '' : `: ${listFew(places)} cannot be edited here`;
  const note = `nothing is written${where}. Add ${change.service} there by hand, or write the rest with --allow-incomplete`;
  return { ...change, notes: [note, ...change.notes] };
}

/** A change that says of which repositories no clone was named. */
function withSteps(change: ServiceChange, repositories: readonly string[], words: string): ServiceChange {
  const steps = repositories.map((repository) => ({
    what: `do the same in ${repository}: nothing was looked at there`,
    places: [],
    command: `${words} --deploy-repository PATH-OF-A-CLONE`,
  }));
  return { ...change, steps: [...steps, ...change.steps] };
}

function show({ terminal, flag }: CommandInput, changes: readonly ServiceChange[], written: boolean): void {
  const [here, ...there] = changes.map(changeJson);
  if (flag('json')) terminal.writeJson(there.length === 0 ? here : { ...here, deploy: there });
  else
    for (const [index, change] of inOrder(changes).entries()) {
      if (index > 0) terminal.write('\n');
      if (!written) terminal.write(change.diff);
      terminal.write(renderChangeText(change));
    }
}

/** As they are merged: what deploys a service that goes is before its sources. */
function inOrder(changes: readonly ServiceChange[]): readonly ServiceChange[] {
  return changes[0]?.action === 'retire' ? [...changes].reverse() : changes;
}

/**
 * UserError where a file that is to be written differs from the last commit: what is written could not be told from
 * what somebody else is doing there. Ends of lines are not compared, for git may write others to disk.
 */
async function refuseUncommitted(checkout: Checkout, { files, created }: ServiceChange): Promise<void> {
  if (checkout.git === null) return;
  const history = gitHistory(checkout.git);
  const head = await history.commit('HEAD');
  if (isUnavailable(head)) return;
  const paths = [...files.keys()].filter((path) => !created.has(path));
  const committed = await folderTree(history.tree(head.id), folderInRepository(checkout)).read(paths);
  const onDisk = await checkout.tree.read(paths);
  const plain = (bytes: Uint8Array | undefined): string =>
    Buffer.from(bytes ?? [])
      .toString('latin1')
      .replaceAll('\r\n', '\n');
  const changed = paths.filter((path) => plain(committed.get(path)) !== plain(onDisk.get(path)));
  if (changed.length > 0)
    throw new UserError(
      `changes that are not committed are in what would be written: ${listFew(changed.map(showPath))}`,
      {
        help: 'Commit or stash them first; or give --allow-dirty.',
      },
    );
}

function oneName({ names }: CommandInput, command: string): string {
  const [name, another] = names;
  if (name === undefined)
    throw new UserError(`rollcall ${command} needs the name of a service`, {
      help: `Such as: rollcall ${command} cart-service`,
    });
  if (another !== undefined)
    throw new UserError(`rollcall ${command} takes one service, and not ${quoteName(another)} as well`, {
      help: 'Run it once for each: every change is looked at by itself.',
    });
  return name;
}
