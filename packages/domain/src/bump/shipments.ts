import { isUnavailable } from '../changes/history.ts';
import { compareText } from '../location.ts';
import { quoteName } from '../names.ts';
import { ExternalError, UserError } from '../user-error.ts';
import { commitOfSource, repositoryOfSource } from './commit-message.ts';
import { hashOfTag } from './downgrade.ts';
import { type ShippedChanges, type ShippedReader, shippedReader } from './shipped-changes.ts';
import type { SourceCode } from './source-history.ts';
import type { Tickets } from './tickets.ts';

/** Where what ships is read. */
export interface Shipping {
  /** The repository of the run first. */
  sources: readonly SourceCode[];
  tickets: Tickets | null;
}

/** A tag, and what it is recorded to be built from: `owner/repository@commit`. */
interface Build {
  tag: string;
  source: string | undefined;
}

/** A service that gets another build. */
export interface ReplacedBuild {
  service: string;
  /** Its tag is '' where there was none. */
  old: Build;
  new: Build;
  /** Folders and files that its manifests are made of. */
  manifests: readonly string[];
}

/** What a service gets by a new tag, or why that is not known. */
export interface Shipment {
  service: string;
  old: string;
  new: string;
  changes: ShippedChanges | null;
  /** A clause; null where the changes are known. */
  why: string | null;
  /** Where links lead; null for nowhere. */
  page: string | null;
}

/** What ships with new builds, by service. It reads what is there, and fails for nothing: what is not known is said. */
export async function findShipments(builds: readonly ReplacedBuild[], { sources, tickets }: Shipping) {
  const opened = sources.map((code) => openOnce(code, tickets));
  const found: Shipment[] = [];
  for (const build of [...builds].sort((a, b) => compareText(a.service, b.service)))
    found.push(await shipmentOf(build, opened));
  return found;
}

async function shipmentOf(build: ReplacedBuild, sources: readonly OpenSource[]): Promise<Shipment> {
  const shipment = { service: build.service, old: build.old.tag, new: build.new.tag };
  const unknown = (why: string): Shipment => ({ ...shipment, changes: null, why, page: null });
  if (build.old.tag === '') return unknown('it is deployed for the first time');
  const names = [build.old, build.new].flatMap(({ source = '' }) => repositoryOfSource(source) ?? []);
  if (new Set(names.map((name) => name.toLowerCase())).size > 1)
    return unknown(`it was built from two repositories, ${names.map(quoteName).join(' and ')}`);
  const [name] = names;
  const named = sources.filter(({ code }) => name !== undefined && code.name?.toLowerCase() === name.toLowerCase());
  if (name !== undefined && named.length === 0 && sources.every(({ code }) => code.name !== null))
    return unknown(
      `it was built from ${quoteName(name)}, which this run does not read: name it in source-repositories`,
    );
  let why = 'there are no sources to look into';
  for (const source of named.length > 0 ? named : sources) {
    const answer = await changesIn(build, source);
    if (typeof answer !== 'string') return { ...shipment, changes: answer, why: null, page: source.code.page };
    why = answer;
  }
  return unknown(why);
}

/** What changed in one repository, or why that cannot be told. */
async function changesIn(build: ReplacedBuild, { code, open }: OpenSource): Promise<ShippedChanges | string> {
  try {
    const { read, commitOf } = await open();
    const [from, to] = [await commitOf(build.old), await commitOf(build.new)];
    if (from.id === null) return whyNoCommit(build.old, from.gone);
    if (to.id === null) return whyNoCommit(build.new, to.gone);
    const range = { service: build.service, from: from.id, to: to.id, named: 'among the sources of either build' };
    return await read({ ...range, manifests: code.holdsManifests ? build.manifests : [] });
  } catch (error) {
    if (error instanceof UserError || error instanceof ExternalError) return error.message;
    throw error;
  }
}

function whyNoCommit({ tag }: Build, gone: string | null): string {
  const shown = quoteName(tag.slice(0, 200));
  if (gone === null) return `nothing tells which commit ${shown} was built from`;
  return `commit ${gone.slice(0, 10)}, which ${shown} was built from, is not in the sources: push it there again, as a branch or a tag`;
}

/** The commit that a tag was built from; null where none is named, or the one that is named is gone. */
type BuiltFrom = { id: string } | { id: null; gone: string | null };

async function builtFrom(
  { tag, source = '' }: Build,
  { find, isThere }: { find(hash: string): Promise<string | undefined>; isThere(id: string): Promise<boolean> },
): Promise<BuiltFrom> {
  const recorded = commitOfSource(source);
  const hash = hashOfTag(tag, recorded === undefined ? [] : [recorded]);
  if (hash !== undefined && hash !== recorded) {
    // A newer run may write an image that was built long ago: its tag knows it better than the run.
    const own = await find(hash);
    if (own !== undefined && (await isThere(own))) return { id: own };
    // Digits alone may be a date.
    if (/[a-f]/.test(hash)) return { id: null, gone: hash };
  }
  if (recorded === undefined) return { id: null, gone: null };
  return (await isThere(recorded)) ? { id: recorded } : { id: null, gone: recorded };
}

interface OpenSource {
  code: SourceCode;
  open(): Promise<{ read: ShippedReader; commitOf(build: Build): Promise<BuiltFrom> }>;
}

function openOnce(code: SourceCode, tickets: Tickets | null): OpenSource {
  let opened: ReturnType<OpenSource['open']> | undefined;
  const open: OpenSource['open'] = async () => {
    const { history, log } = await code.open();
    const isThere = async (id: string) => !isUnavailable(await history.commit(id));
    return {
      read: shippedReader(code.config, { history, log }, tickets?.find),
      commitOf: (build) => builtFrom(build, { find: log.find, isThere }),
    };
  };
  return {
    code,
    open: () => {
      opened ??= open();
      return opened;
    },
  };
}
