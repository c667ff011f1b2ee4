import { isBuildManifest } from '../catalog/service-kind.ts';
import type { Tree } from '../ports.ts';
import { isDockerfile } from '../tree/dockerfile-name.ts';
import type { PathIndex } from '../tree/path-index.ts';
import { textOf } from '../tree/read-text.ts';
import { baseName, isInside } from '../tree/repository-paths.ts';
import type { ServiceRenamer } from '../verify/fixes/clone/service-renamer.ts';
import { withoutSecrets } from '../verify/fixes/clone/sibling-secrets.ts';
import { withIdentifiers, withPackageFolders } from './program-names.ts';
import { neutralPaths, neutralText, type Sibling } from './sibling.ts';

/** The first sources of a new service. */
export interface Skeleton {
  /** New files by path, as text. */
  files: ReadonlyMap<string, string>;
  /** Files that are there, with it in the lists without which nothing is known to build it. */
  listed?: ReadonlyMap<string, string>;
  /** Those among them that were programs: new files are not executable. */
  programs: readonly string[];
  /** Those among them whose text is not what siblings share: a person looks at them. */
  review: readonly string[];
  /** Files of the sibling that are its own, and why they are left out. */
  left: readonly { path: string; why: string }[];
}

/** The sources of a service that has them, or that another repository holds. */
export const noSkeleton: Skeleton = { files: new Map(), programs: [], review: [], left: [] };

/** The longest text that is structure; what is longer is data. */
const longestText = 256 * 1024;

/** Files that an application is built from, whatever it does. */
const structural =
  /(?:^|\/)(?:\.(?:dockerignore|gitignore|eslintrc[^/]*|prettierrc[^/]*|npmrc|nvmrc|editorconfig)|Makefile|gradlew(?:\.bat)?|mvnw(?:\.cmd)?|settings\.gradle(?:\.kts)?|gradle\.properties|gradle-wrapper\.(?:properties)|tsconfig[^/]*\.json|[^/]+\.config\.[cm]?[jt]s|vite-env\.d\.ts|nginx\.conf|go\.sum|package-lock\.json|pnpm-lock\.yaml|yarn\.lock|Cargo\.lock|uv\.lock|poetry\.lock)$/;

/** Where a program of its kind begins: without it nothing builds. */
const entryPoints =
  /(?:^|\/)(?:main|index|app|server|__init__|__main__|manage|wsgi|asgi|lib|Program|Startup)\.(?:go|[cm]?[jt]sx?|py|rs|cs|html)$|Application\.(?:java|kt)$/;

/** What may hold a secret is never copied, whatever it is called after it. */
const secret =
  /(?:^|\/)(?:\.env(?!\.(?:example|sample|template)$)[^/]*|id_[a-z0-9]+|[^/]*(?:secret|credential|password)[^/]*)$|\.(?:pem|key|p12|pfx|jks|keystore|kdbx)$/i;

/**
 * The sources of a new service, cloned from its sibling: files that its kind has in common, in its own spelling. A file
 * that is like no other's is the sibling's own, and is named instead. Files of the target that are there are kept.
 */
export async function skeletonOf(
  tree: Tree,
  paths: PathIndex,
  { service, alike }: Sibling,
  { name, target, rename }: { name: string; target: string; rename: ServiceRenamer },
): Promise<Skeleton> {
  const beside = alike.filter(({ name }) => name !== service.name);
  // A chart among the sources is cloned as a whole, or not at all: half of one renders nothing.
  const isOfChart = (path: string): boolean => service.chart !== null && isInside(path, service.chart);
  const own = new Map([...neutralPaths(service, paths)].filter(([, path]) => !isOfChart(path)));
  const theirs = beside.map((other) => ({ other, files: neutralPaths(other, paths) }));
  const wanted = [
    ...own.values(),
    ...theirs.flatMap(({ files }) => [...own.keys()].flatMap((key) => files.get(key) ?? [])),
  ];
  const contents = await tree.read(wanted);
  const files = new Map<string, string>();
  const review: string[] = [];
  const isProgram = new Set((await tree.list()).flatMap(({ path, mode }) => (mode === 'executable' ? [path] : [])));
  const left = [...paths.below(service.path)]
    .filter((path) => paths.at(path) !== 'file' && !isOfChart(path))
    .map((path) => ({ path, why: 'a link or a submodule' }));
  const toOf = (path: string): string =>
    `${target}/${withPackageFolders(rename(path.slice(service.path.length + 1)), name)}`;
  for (const [key, path] of own) {
    const to = toOf(path);
    const text = textOf(path, contents.get(path));
    const refused = secret.test(path) ? 'may hold a secret' : unfit(text);
    if (refused !== null || text === null) {
      left.push({ path, why: refused ?? 'no text' });
      continue;
    }
    const others = theirs.flatMap(({ other, files: named }) =>
      namedText(other.name, contents.get(named.get(key) ?? '')),
    );
    const { isCommon, copies } = likenesses({ name: service.name, text }, others);
    const fit = judge(path, neutralText(service.name)(text), copies, beside.length);
    if (fit === 'own')
      left.push({ path, why: beside.length === 0 ? 'what the service does' : 'no sibling has its like' });
    if (fit === 'own' || paths.at(to) !== null) continue;
    files.set(to, withoutSecrets(to, isCommon ? text : withIdentifiers(to, rename(text), name), service.name));
    if (fit === 'review') review.push(to);
  }
  const programs = [...own.values()].filter((path) => isProgram.has(path) && files.has(toOf(path))).map(toOf);
  return { files, programs, review, left: left.filter(({ path }) => isInside(path, service.path)) };
}

interface NamedText {
  name: string;
  text: string;
}

function namedText(name: string, content: Uint8Array | undefined): NamedText[] {
  const text = textOf('', content);
  return text === null ? [] : [{ name, text }];
}

/**
 * The same file of others, each without its name; one that is letter for letter the same counts as it is: a protocol that
 * all have names the sibling as one of several, and is the same for the next one.
 */
function likenesses(own: NamedText, others: readonly NamedText[]): { isCommon: boolean; copies: string[] } {
  const neutral = neutralText(own.name)(own.text);
  return {
    isCommon: others.some(({ text }) => text === own.text),
    copies: others.map(({ name, text }) => (text === own.text ? neutral : neutralText(name)(text))),
  };
}

function unfit(text: string | null): string | null {
  if (text === null || text.includes('\0')) return 'no text';
  return text.length > longestText ? 'too long for a first draft' : null;
}

/** Whether a file is what the services of a kind share (`shared`), needs a look (`review`), or is the sibling's own. */
function judge(path: string, text: string, copies: readonly string[], others: number): 'shared' | 'review' | 'own' {
  if (copies.includes(text)) return 'shared';
  const isUsual = copies.length > 0 && copies.length * 2 >= others;
  if (isBuildManifest(baseName(path)) || isDockerfile(path) || structural.test(path)) {
    return others === 0 || isUsual ? 'shared' : 'own';
  }
  if (entryPoints.test(path) && (others === 0 || isUsual)) return 'review';
  return isUsual && copies.some((copy) => isAlike(text, copy)) ? 'review' : 'own';
}

/** Whether at least seven of ten lines of each text are in the other. */
function isAlike(one: string, other: string): boolean {
  const [a, b] = [linesOf(one), linesOf(other)];
  const common = [...a].filter((line) => b.has(line)).length;
  return common * 10 >= Math.max(a.size, b.size) * 7;
}

function linesOf(text: string): Set<string> {
  return new Set(text.split('\n').flatMap((line) => line.trim() || []));
}
