import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type GitServer, startGitServer } from '@rollcall/testkit/git-server';
import { initRepository, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { runAction, type StepResult } from '@rollcall/testkit/runner';
import { filesBelow } from './applications.ts';
import type { Asked } from './judgement.ts';
import { type Rendering, renderAll } from './render.ts';
import type { Wanted } from './retag.ts';
import type { RenderingTools } from './tools.ts';

/** A repository, what is asked of it, and what its archive says of the answer. */
export interface Scenario {
  tree: Readonly<Record<string, string>>;
  /** Charts of other servers and repositories of charts, for the renderer alone: `remote/<chart or repository>/…`. */
  remote: Readonly<Record<string, string>>;
  asked: { service: string; tag: string; digest?: string; environment: string };
  wanted: Wanted;
  isRefused: boolean;
  /** Why nothing can be written, where the rendering shows it. */
  because: Asked['because'];
  /** The manifests are in a repository of their own, beside that of the sources. */
  isApart: boolean;
  /** A word of the names of the Applications that are meant, where it is not the environment. */
  of: string;
  /** Where a promotion comes from. */
  from: string;
  /** Words of the reason why a roll-back writes nothing. Null where everything is as it was before. */
  back: string | null;
}

const sources = { 'services/web/Dockerfile': 'FROM scratch\n', 'services/api/Dockerfile': 'FROM scratch\n' };

/** Beside what the test of the planner reads, an archive may say in `proof.json` what only this tier asks. */
export function scenarioOf(files: ReadonlyMap<string, Buffer>): Scenario {
  const below = (folder: string) =>
    Object.fromEntries(
      [...files].flatMap(([path, content]) =>
        path.startsWith(folder) ? [[path.slice(folder.length), content.toString('utf8')]] : [],
      ),
    );
  const own = below('tree/');
  const asked = { service: 'web', tag: 'v2', environment: 'prod', ...JSON.parse(`${files.get('bump.json') ?? '{}'}`) };
  const proof = JSON.parse(`${files.get('proof.json') ?? files.get('promote.json') ?? '{}'}`);
  const { tag, digest } = asked;
  return {
    tree: files.has('without-sources') ? own : { ...own, ...sources },
    remote: below('remote/'),
    asked,
    wanted: {
      repositories: [proof.repository ?? `ghcr.io/acme/${asked.service}`].flat(),
      tag,
      ...(digest ? { digest } : {}),
    },
    isRefused: files.has('refused.txt'),
    isApart: files.has('without-sources'),
    because: proof.because ?? null,
    of: proof.of ?? asked.environment,
    from: proof.from ?? 'dev',
    back: proof.back ?? null,
  };
}

/** A scenario on a server. */
export interface Place {
  origin: Repository;
  /** A clone of the manifests. */
  clone: Repository;
  /** What the workflow checks out: the clone, or one of the repository of the sources. */
  workspace: Repository;
  server: GitServer;
  charts: Map<string, string>;
}

export async function openPlace({ tree, remote, isApart }: Scenario): Promise<Place> {
  const origin = initRepository({ bare: true });
  const clone = initRepository();
  const folder = temporaryFolder('server');
  const server = await startGitServer(folder);
  // The manifests name the repository as it is called here.
  const here = (text: string) => text.replaceAll('https://github.com/acme/shop.git', `${server.url}/acme/shop.git`);
  clone.commit(Object.fromEntries(Object.entries(tree).map(([path, text]) => [path, here(text)])));
  clone.git('remote', 'add', 'origin', `file://${origin.directory}`);
  clone.git('push', '--quiet', 'origin', 'main');
  mkdirSync(join(folder, 'acme'));
  symlinkSync(origin.directory, join(folder, 'acme/shop'));
  const workspace = isApart ? initRepository() : clone;
  if (isApart) workspace.commit(sources);
  return { origin, clone, workspace, server, charts: chartsOf(remote) };
}

/** The charts of other servers that the archive holds; of the others one stands in. */
function chartsOf(remote: Scenario['remote']): Map<string, string> {
  const charts = new Map<string, string>();
  const folder = temporaryFolder('remote');
  for (const [path, content] of Object.entries(remote)) {
    const [name = ''] = path.split('/');
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
    charts.set(name, join(folder, name));
  }
  return charts;
}

/** Runs the bundle of an action where the sources are; it writes the branch `main` of the manifests. */
export function runAt(place: Place, action: string, inputs: Record<string, string>): Promise<StepResult> {
  const { clone, workspace, server } = place;
  const isApart = clone !== workspace;
  return runAction(action, {
    workspace: workspace.directory,
    token: 'a-token',
    inputs: { branch: 'main', ...inputs, ...(isApart && { repository: 'acme/shop' }) },
    env: {
      GITHUB_SERVER_URL: server.url,
      GITHUB_REPOSITORY: isApart ? 'acme/sources' : 'acme/shop',
      GITHUB_SHA: workspace.git('rev-parse', 'HEAD'),
    },
  });
}

/** What every Application is at the head of the branch, by both versions of Helm where there is something for it. */
export async function renderPlace({ clone, charts }: Place, tools: RenderingTools): Promise<Rendering> {
  clone.git('pull', '--quiet', '--ff-only', 'origin', 'main');
  const usesHelm = filesBelow(clone.directory).some((path) =>
    /(?:^|\/)Chart\.yaml$|^ *(?:- )?(?:chart|helmCharts):/m.test(
      `${path}\n${readFileSync(join(clone.directory, path))}`,
    ),
  );
  const all: Rendering = new Map();
  for (const helm of usesHelm ? (['helm3', 'helm4'] as const) : (['helm3'] as const))
    for (const [name, rendered] of await renderAll({ root: clone.directory, charts, helm, tools }))
      all.set(`${name} (${helm})`, rendered);
  return all;
}
