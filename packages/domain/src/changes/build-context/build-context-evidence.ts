import { expandWord } from '../../dockerfile/dockerfile-words.ts';
import type { Location } from '../../location.ts';
import { baseName, folderOf, normaliseRepositoryPath } from '../../tree/repository-paths.ts';
import { UserError } from '../../user-error.ts';
import { parseYamlFile, type YamlDocument } from '../../yaml/yaml-document.ts';
import { lineCounter } from '../inputs/inputs-lines.ts';
import { type BakeTarget, readBakeHcl, readBakeJson } from './build-context-bake.ts';

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

const composeName = /^(?:docker-)?compose(?:[.-].*)?\.ya?ml$/;
const skaffoldName = /^skaffold.*\.ya?ml$/;
const bakeName = /^docker-bake(?:\..*)?\.(?:json|hcl)$/;
const workflowPath = /^\.github\/workflows\/[^/]+\.ya?ml$/;

/** Whether a file may say how images are built (`.env` gives Compose files their variables). */
export function isContextEvidence(path: string, name: string): boolean {
  return (
    name === '.env' ||
    composeName.test(name) ||
    skaffoldName.test(name) ||
    bakeName.test(name) ||
    workflowPath.test(path)
  );
}

/**
 * What Compose, Skaffold and Bake files and the steps of workflows say about Dockerfiles, by Dockerfile. A file
 * that cannot be parsed says nothing: then the Dockerfile's own sources decide.
 */
export function readContextEvidence(texts: ReadonlyMap<string, string>): Map<string, ContextEvidence[]> {
  const found = new Map<string, ContextEvidence[]>();
  for (const [path, text] of texts) {
    const name = baseName(path);
    const evidence = composeName.test(name)
      ? fromCompose(path, text, environmentOf(texts, folderOf(path)))
      : skaffoldName.test(name)
        ? fromSkaffold(path, text)
        : bakeName.test(name)
          ? fromBake(path, text)
          : workflowPath.test(path)
            ? fromWorkflow(path, text)
            : [];
    for (const item of evidence) {
      const known = found.get(item.dockerfile);
      if (known) known.push(item);
      else found.set(item.dockerfile, [item]);
    }
  }
  return found;
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

function fromCompose(path: string, text: string, environment: ReadonlyMap<string, string>): ContextEvidence[] {
  if (!text.includes('build')) return [];
  return documents(path, text).flatMap(({ document, value }) =>
    Object.entries(map(map(value).services)).flatMap(([name, service]) => {
      const { build } = map(service);
      const settings = typeof build === 'string' ? { context: build } : map(build);
      if (build === undefined || build === null || settings.dockerfile_inline !== undefined) return [];
      const expand = (word: string): string | undefined => expandWord(word, environment, '\\');
      const context = expand(stringOf(settings.context) ?? '.');
      const dockerfile = expand(stringOf(settings.dockerfile) ?? 'Dockerfile');
      if (context === undefined || dockerfile === undefined) return [];
      return evidence(folderOf(path), context, dockerfile, {
        because: `${path} builds it`,
        location: document.locate(['services', name, 'build']),
        additional: namedContexts(settings.additional_contexts).flatMap((value) => expand(value) ?? []),
      });
    }),
  );
}

/** `{name: path}`, or a list of `name=path`. */
function namedContexts(value: unknown): string[] {
  const values = Array.isArray(value)
    ? value.map((item) => (typeof item === 'string' ? item.slice(item.indexOf('=') + 1) : undefined))
    : Object.values(map(value));
  return values.filter((item) => typeof item === 'string');
}

/** The variables that a `.env` beside a Compose file gives it. */
function environmentOf(texts: ReadonlyMap<string, string>, folder: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  const text = texts.get(folder === '' ? '.env' : `${folder}/.env`) ?? '';
  for (const line of text.split('\n')) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line);
    const value = match ? expandWord((match[2] ?? '').replace(/\s#.*$/, '').trim(), variables, '\\') : undefined;
    if (match?.[1] !== undefined && value !== undefined) variables.set(match[1], value);
  }
  return variables;
}

const otherBuilders = ['jib', 'ko', 'bazel', 'buildpacks', 'custom', 'kaniko'];

function fromSkaffold(path: string, text: string): ContextEvidence[] {
  if (!text.includes('artifacts')) return [];
  return documents(path, text).flatMap(({ document, value }) => {
    if (!stringOf(map(value).apiVersion)?.startsWith('skaffold/')) return [];
    return list(map(map(value).build).artifacts).flatMap((artifact, index) => {
      const settings = map(artifact);
      const docker = map(settings.docker ?? settings.kaniko);
      if (otherBuilders.some((name) => settings[name] !== undefined && name !== 'kaniko')) return [];
      return evidence(folderOf(path), stringOf(settings.context) ?? '.', stringOf(docker.dockerfile) ?? 'Dockerfile', {
        because: `${path} builds it`,
        location: document.locate(['build', 'artifacts', index]),
      });
    });
  });
}

function fromBake(path: string, text: string): ContextEvidence[] {
  const targets = path.endsWith('.json') ? readBakeJson(text) : readBakeHcl(text);
  const lineAt = lineCounter(text);
  return [...targets.values()].flatMap((target) => {
    const context = inherited(target, targets, 'context') ?? '.';
    const dockerfile = inherited(target, targets, 'dockerfile') ?? 'Dockerfile';
    if (typeof context !== 'string' || typeof dockerfile !== 'string') return [];
    const rest = {
      because: `${path} builds it`,
      location: { path, line: lineAt(target.offset), column: 1 },
      additional: target.contexts,
    };
    // Bake takes paths from where it is run: the root, or beside its file.
    const beside = evidence(folderOf(path), context, dockerfile, rest);
    return folderOf(path) === '' ? beside : [...beside, ...evidence('', context, dockerfile, rest)];
  });
}

/** The target's own value, else that of the last of its parents that has one. `false` when it is an expression. */
function inherited(
  target: BakeTarget,
  targets: ReadonlyMap<string, BakeTarget>,
  key: 'context' | 'dockerfile',
  seen: Set<BakeTarget> = new Set(),
): string | false | undefined {
  if (target[key] !== undefined) return target[key] ?? false;
  if (seen.has(target)) return undefined;
  seen.add(target);
  for (const name of target.inherits.toReversed()) {
    const parent = targets.get(name);
    const value = parent ? inherited(parent, targets, key, seen) : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}

function fromWorkflow(path: string, text: string): ContextEvidence[] {
  if (!text.includes('docker/build-push-action')) return [];
  return documents(path, text).flatMap(({ document, value }) =>
    Object.entries(map(map(value).jobs)).flatMap(([job, settings]) =>
      list(map(settings).steps).flatMap((step, index) => {
        const { uses, with: inputs } = map(step);
        if (!stringOf(uses)?.startsWith('docker/build-push-action@')) return [];
        const context = stringOf(map(inputs).context) ?? '.';
        const file = stringOf(map(inputs).file) ?? `${context}/Dockerfile`;
        if (`${context}${file}`.includes('${{')) return [];
        const folder = normaliseRepositoryPath(context);
        const dockerfile = normaliseRepositoryPath(file);
        if (folder === null || dockerfile === null || context.includes('://')) return [];
        return [
          {
            dockerfile,
            context: folder,
            additional: [],
            because: `${path} builds it`,
            location: document.locate(['jobs', job, 'steps', index, 'uses']),
          },
        ];
      }),
    ),
  );
}

function documents(path: string, text: string): { document: YamlDocument; value: unknown }[] {
  return parseYamlFile(path, text).documents.flatMap((document) => {
    try {
      return [{ document, value: document.value() }];
    } catch (error) {
      if (error instanceof UserError) return [];
      throw error;
    }
  });
}

function map(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.assign(Object.create(null), value)
    : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
