import { type BumpResult, bumpImages } from '@rollcall/domain/bump/bump-images';
import { type Promotion, promoteImages } from '@rollcall/domain/bump/promote-images';
import { type BranchInMemory, memoryLog, sourceLines, swiftPace } from '../deploy-branch/branch-in-memory.ts';
import { applicationFile, applicationText, catalogOf } from './catalog-of.ts';

const id = (digits: string): string => digits.padEnd(40, '0');
export const [one, two, three] = [id('1111111a'), id('2222222b'), id('3333333c')];
export const history = sourceLines([one, two, three]);

export const names = ['cart-service', 'order-service', 'user-service'];

/** A checkout with the Applications of environments: tag by service. */
export function shop(environments: Record<string, Record<string, string>>): Record<string, string> {
  const applications = Object.entries(environments).flatMap(([environment, tags]) =>
    Object.entries(tags).map(([service, tag]) => [
      applicationFile(service, environment),
      applicationText(service, environment, tag),
    ]),
  );
  return Object.fromEntries([...names.map((service) => [`services/${service}/Dockerfile`, '']), ...applications]);
}

/** Tag by service, as a branch says now. */
export function tags(branch: BranchInMemory, environment: string): Record<string, string> {
  const found = names.map((service) => {
    const text = branch.files()[applicationFile(service, environment)] ?? '';
    return [service, /value: '(.*)'/.exec(text)?.[1]];
  });
  return Object.fromEntries(found.filter(([, tag]) => tag !== undefined));
}

export const settings = (environment: string) => ({ environment, mutableTags: 'forbid' as const });

export interface Asked
  extends Partial<
    Pick<Promotion, 'services' | 'onMissing' | 'sourceHistory' | 'dryRun' | 'hold' | 'release' | 'now' | 'gating'>
  > {
  from?: string;
  source?: BranchInMemory;
  /** How the Catalog of `source` is read where that is another repository. */
  loadSource?: Promotion['loadCatalog'];
  log?: ReturnType<typeof memoryLog>;
}

let runs = 0;

/** Promotes to prod on a branch: from dev on `source`, by default the same branch; without `from` a roll-back. */
export function promote(
  branch: BranchInMemory,
  { from, source = branch, loadSource, log = memoryLog(), ...asked }: Asked,
) {
  runs += 1;
  const origin = { id: `run ${runs}`, source: 'example/shop@of-this-run' };
  return promoteImages(
    {
      from:
        from === undefined
          ? null
          : { settings: settings(from), manifests: source, ...(loadSource && { loadCatalog: loadSource }) },
      to: { settings: settings('prod'), manifests: branch },
      services: null,
      onMissing: null,
      loadCatalog: catalogOf,
      log,
      dryRun: false,
      sourceHistory: history,
      ...asked,
    },
    (bump, sources) => bumpImages({ ...bump, branch, pace: swiftPace, origin: { ...origin, ...sources } }),
  );
}

/** A bump by the pipeline. */
export function bump(
  branch: BranchInMemory,
  environment: string,
  images: Record<string, string>,
  source?: string,
  more: Partial<Pick<Promotion, 'gating' | 'log'>> = {},
) {
  runs += 1;
  return bumpImages({
    request: {
      ...settings(environment),
      images: Object.entries(images).map(([service, tag]) => ({ service, tag })),
      onMissing: 'error',
    },
    loadCatalog: catalogOf,
    log: memoryLog(),
    dryRun: false,
    sourceHistory: null,
    ...more,
    branch,
    pace: swiftPace,
    origin: { id: `run ${runs}`, ...(source && { source: `example/shop@${source}` }) },
  });
}

export function reasons({ skipped }: BumpResult): string[] {
  return skipped.map(({ why }) => why);
}
