import { expandWord } from '../../dockerfile/words.ts';
import { groupInto } from '../../grouping.ts';
import type { Location } from '../../location.ts';
import { isComposeFile } from '../../tree/file-types.ts';
import { baseName, folderOf, joinPath, normaliseRepositoryPath } from '../../tree/repository-paths.ts';
import { tryUser } from '../../user-error.ts';
import { field, fieldsAt, isRecord, listAt, textAt, textsIn } from '../../yaml/value.ts';
import { parseYamlFile, type YamlDocument } from '../../yaml/yaml-document.ts';
import { bakeSetting, readBakeHcl, readBakeJson } from './bake.ts';

/** A file of the repository that builds a Dockerfile, and with which context. */
export interface ContextEvidence {
  dockerfile: string;
  /** '' is the repository root. */
  context: string;
  /** Folders handed to the build beside the context. */
  additional: readonly string[];
  /** The file, and what in it. */
  because: string;
  location: Location;
}

/** A place that may say how an image is built, and cannot be read. */
interface UnreadEvidence {
  /** How the path of the Dockerfile it is about ends; null where it may be about any. */
  dockerfile: string | null;
  /** What cannot be read there; continues a sentence that begins with the place. */
  because: string;
  location: Location;
}

/** What the files of a repository say about how its images are built. */
export interface BuildEvidence {
  byDockerfile: ReadonlyMap<string, ContextEvidence[]>;
  unread: readonly UnreadEvidence[];
}

interface FileEvidence {
  evidence: readonly ContextEvidence[];
  unread?: readonly UnreadEvidence[];
}

type Reader = (path: string, text: string, texts: ReadonlyMap<string, string>) => FileEvidence;

/** The files that say how images are built, and how each is read. */
const readers: readonly { isRead: (path: string, name: string) => boolean; read: Reader }[] = [
  { isRead: (path) => isComposeFile(path), read: fromCompose },
  { isRead: (_path, name) => /^skaffold.*\.ya?ml$/.test(name), read: fromSkaffold },
  { isRead: (_path, name) => /^docker-bake(?:\..*)?\.(?:json|hcl)$/.test(name), read: fromBake },
  { isRead: (path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path), read: fromWorkflow },
];

/** Whether a file may say how images are built (`.env` gives Compose files their variables). */
export function isContextEvidence(path: string, name: string): boolean {
  return name === '.env' || readers.some(({ isRead }) => isRead(path, name));
}

/**
 * What Compose, Skaffold and Bake files and the steps of workflows say about Dockerfiles. YAML that cannot be parsed
 * is among the unread: it may be about any Dockerfile.
 */
export function readContextEvidence(texts: ReadonlyMap<string, string>): BuildEvidence {
  const byDockerfile = new Map<string, ContextEvidence[]>();
  const unread: UnreadEvidence[] = [];
  for (const [path, text] of texts) {
    const file = readers.find(({ isRead }) => isRead(path, baseName(path)))?.read(path, text, texts);
    for (const item of file?.evidence ?? []) groupInto(byDockerfile, item.dockerfile, item);
    unread.push(...(file?.unread ?? []));
  }
  return { byDockerfile, unread };
}

/** Paths as the tool reads them: the context relative to a folder, the Dockerfile relative to the context. */
function evidence(
  base: string,
  context: string,
  dockerfile: string,
  rest: Pick<ContextEvidence, 'because' | 'location'> & { additional?: readonly string[] },
): ContextEvidence[] {
  const folder = normaliseRepositoryPath(`${base}/./${context}`.replace(/^\//, ''));
  if (context.startsWith('/') || dockerfile.startsWith('/') || context.includes('://') || folder === null) return [];
  const file = normaliseRepositoryPath(`${folder}/./${dockerfile}`.replace(/^\//, ''));
  const additional = (rest.additional ?? []).flatMap((path) => {
    if (/^[\w-]+:/.test(path) || path.startsWith('/')) return [];
    return normaliseRepositoryPath(`${base}/./${path}`.replace(/^\//, '')) ?? [];
  });
  return file === null ? [] : [{ dockerfile: file, context: folder, ...rest, additional }];
}

function fromCompose(path: string, text: string, texts: ReadonlyMap<string, string>): FileEvidence {
  const environment = text.includes('build') ? environmentOf(texts, folderOf(path)) : new Map<string, string>();
  const expand = (word: string): string | undefined => expandWord(word, environment, '\\');
  return fromItems(path, text, 'build', (document, value) =>
    fieldsAt(value, 'services').flatMap(([name, service]) => {
      const build = field(service, 'build');
      const settings = typeof build === 'string' ? { context: build } : build;
      if (build === undefined || build === null || field(settings, 'dockerfile_inline') !== undefined) return [];
      const context = expand(textAt(settings, 'context') ?? '.');
      const dockerfile = expand(textAt(settings, 'dockerfile') ?? 'Dockerfile');
      if (context === undefined || dockerfile === undefined) return [];
      return evidence(folderOf(path), context, dockerfile, {
        because: `${path} builds it`,
        location: document.locate(['services', name, 'build']),
        additional: namedContexts(field(settings, 'additional_contexts')).flatMap((value) => expand(value) ?? []),
      });
    }),
  );
}

/** `{name: path}`, or a list of `name=path`. */
function namedContexts(value: unknown): string[] {
  return isRecord(value)
    ? textsIn(Object.values(value))
    : textsIn(value).map((item) => item.slice(item.indexOf('=') + 1));
}

/** The variables that a `.env` beside a Compose file gives it. */
function environmentOf(texts: ReadonlyMap<string, string>, folder: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  const text = texts.get(joinPath(folder, '.env')) ?? '';
  for (const line of text.split('\n')) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line);
    const value = match ? expandWord((match[2] ?? '').replace(/\s#.*/, '').trim(), variables, '\\') : undefined;
    if (match?.[1] !== undefined && value !== undefined) variables.set(match[1], value);
  }
  return variables;
}

const otherBuilders = ['jib', 'ko', 'bazel', 'buildpacks', 'custom'];

function fromSkaffold(path: string, text: string): FileEvidence {
  return fromItems(path, text, 'artifacts', (document, value) => {
    if (!textAt(value, 'apiVersion')?.startsWith('skaffold/')) return [];
    return listAt(field(value, 'build'), 'artifacts').flatMap((artifact, index) => {
      const docker = field(artifact, 'docker') ?? field(artifact, 'kaniko');
      if (otherBuilders.some((name) => field(artifact, name) !== undefined)) return [];
      const context = textAt(artifact, 'context') ?? '.';
      return evidence(folderOf(path), context, textAt(docker, 'dockerfile') ?? 'Dockerfile', {
        because: `${path} builds it`,
        location: document.locate(['build', 'artifacts', index]),
      });
    });
  });
}

function fromBake(path: string, text: string): FileEvidence {
  const file = path.endsWith('.json') ? readBakeJson(path, text) : readBakeHcl(path, text);
  if ('mistake' in file) {
    return { evidence: [], unread: [{ dockerfile: null, because: file.mistake, location: file.location }] };
  }
  const unread: UnreadEvidence[] = [];
  const found = [...file.targets.values()].flatMap((target) => {
    const setting = (key: 'context' | 'dockerfile' | 'dockerfile-inline') => bakeSetting(target, file.targets, key);
    if (setting('dockerfile-inline') !== undefined) return [];
    const [context = '.', dockerfile = 'Dockerfile'] = [setting('context'), setting('dockerfile')];
    const { location, contexts } = target;
    if (context === null && dockerfile?.includes('/'))
      unread.push({ dockerfile, because: 'its context is an expression', location });
    if (context === null || dockerfile === null) return [];
    const rest = { because: `${path} builds it`, location, additional: contexts };
    // Bake takes paths from where it is run: the root, or beside its file.
    const beside = evidence(folderOf(path), context, dockerfile, rest);
    return folderOf(path) === '' ? beside : [...beside, ...evidence('', context, dockerfile, rest)];
  });
  return { evidence: found, unread };
}

function fromWorkflow(path: string, text: string): FileEvidence {
  return fromItems(path, text, 'docker/build-push-action', (document, value) =>
    fieldsAt(value, 'jobs').flatMap(([job, settings]) =>
      listAt(settings, 'steps').flatMap((step, index) => {
        if (!textAt(step, 'uses')?.startsWith('docker/build-push-action@')) return [];
        const context = textAt(step, 'with', 'context') ?? '.';
        const file = textAt(step, 'with', 'file') ?? `${context}/Dockerfile`;
        if (`${context}${file}`.includes('${{') || context.includes('://')) return [];
        const folder = normaliseRepositoryPath(context);
        const dockerfile = normaliseRepositoryPath(file);
        if (folder === null || dockerfile === null) return [];
        const location = document.locate(['jobs', job, 'steps', index, 'uses']);
        return [{ dockerfile, context: folder, additional: [], because: `${path} builds it`, location }];
      }),
    ),
  );
}

/** What the documents of a YAML file say; it is parsed only where a word is in it. */
function fromItems(
  path: string,
  text: string,
  word: string,
  read: (document: YamlDocument, value: unknown) => ContextEvidence[],
): FileEvidence {
  if (!text.includes(word)) return { evidence: [] };
  const { documents, errors } = parseYamlFile(path, text);
  const mistakes = [...errors];
  const evidence = documents.flatMap((document) =>
    tryUser(
      () => read(document, document.value()),
      (mistake) => {
        mistakes.push(mistake);
        return [];
      },
    ),
  );
  const [first] = mistakes;
  if (!first) return { evidence };
  const location = first.location ?? { path, line: 1, column: 1 };
  return { evidence, unread: [{ dockerfile: null, because: first.message, location }] };
}
