import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { planEverywhere, type ServicePlanner } from '@rollcall/domain/service-change/manifests-elsewhere';
import { newServicePlanner } from '@rollcall/domain/service-change/new-service';
import { retirementPlanner } from '@rollcall/domain/service-change/retirement';
import type { ServiceChange } from '@rollcall/domain/service-change/service-change';
import type { Finding } from '@rollcall/domain/verify/findings/finding';
import { verifyServices } from '@rollcall/domain/verify/verify-services';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { manifestFiles } from './layout-manifests.ts';
import { sourceFiles } from './layout-sources.ts';
import type { ServicesLayout } from './layouts.ts';

type Files = Record<string, string>;

/** A repository of several services, or a pair of them. */
export interface Shop {
  sources: Files;
  /** What another repository holds; null where there is one. */
  deploy: Files | null;
}

const config = { config: {}, path: null, document: null };
const url = (name: string): string => `https://github.com/acme/${name}`;
const today = '2026-01-01';

export function shopOf(layout: ServicesLayout): Shop {
  const [sources, manifests] = [sourceFiles(layout), manifestFiles(layout)];
  return layout.isPair ? { sources, deploy: manifests } : { sources: { ...sources, ...manifests }, deploy: null };
}

export const allFiles = ({ sources, deploy }: Shop): Files => ({
  ...sources,
  ...Object.fromEntries(Object.entries(deploy ?? {}).map(([path, text]) => [`deploy:${path}`, text])),
});

export interface Changed {
  shop: Shop;
  changes: readonly ServiceChange[];
}

export function add(shop: Shop, name: string, tag: string): Promise<Changed> {
  return change(shop, newServicePlanner({ name, environments: [], tag }));
}

export function retire(shop: Shop, name: string): Promise<Changed> {
  return change(shop, retirementPlanner({ name }));
}

async function change({ sources, deploy }: Shop, planner: ServicePlanner): Promise<Changed> {
  const source = { name: 'acme/shop', url: url('shop'), tree: memoryTree(sources), config };
  const others = deploy ? [deployRepository(deploy)] : [];
  const { here, there } = await planEverywhere(planner, source, others, { config, repositoryUrl: url('shop'), today });
  const [other] = there;
  return {
    shop: { sources: written(sources, here), deploy: deploy && other ? written(deploy, other.change) : deploy },
    changes: [here, ...there.map((one) => one.change)],
  };
}

const deployRepository = (deploy: Files) => ({
  name: 'acme/deploy',
  url: url('deploy'),
  tree: memoryTree(deploy),
  files: null,
  holds: () => true,
});

function written(files: Files, { files: changed }: ServiceChange): Files {
  const after = { ...files };
  for (const [path, content] of changed)
    if (content === null) delete after[path];
    else after[path] = Buffer.from(content).toString();
  return after;
}

/** What verifying a shop finds that fails a run, as one sentence each. */
export async function findingsOf({ sources, deploy }: Shop): Promise<string[]> {
  const others = async () => ({
    own: 'acme/shop',
    deploy: deploy ? [deployRepository(deploy)] : [],
    sources: [],
    sourcesComplete: true,
    deployComplete: true,
    problems: [],
  });
  const here = await verifyServices(memoryTree(sources), {
    config,
    repositoryUrl: url('shop'),
    today,
    ...(deploy && { others }),
  });
  const there = deploy
    ? await verifyServices(memoryTree(deploy), { config, repositoryUrl: url('deploy'), today })
    : null;
  return [...here.findings, ...(there?.findings ?? [])].filter(({ severity }) => severity !== 'notice').map(sentence);
}

const sentence = ({ rule, path, line, message }: Finding): string => `${rule} ${path}:${line} ${message}`;

export async function servicesOf({ sources }: Shop): Promise<string[]> {
  const { services } = await loadCatalog(memoryTree(sources), {}, { repositoryUrl: url('shop') });
  return services.map(({ name }) => name);
}
