import { baseName } from './repository-paths.ts';

/** What the name of a Dockerfile says. */
export interface DockerfileName {
  /** `Dockerfile` is main, `Dockerfile.debug` a variant, `a.Dockerfile` is named: for a, wherever a is. */
  role: 'main' | 'variant' | 'named';
  /** What a variant or a named one is called: `debug`, `a`; '' for a main one. */
  label: string;
}

/** Endings of files that are about a Dockerfile, become one or were one, but are none. */
const otherEndings: ReadonlySet<string> = new Set([
  ...['adoc', 'html', 'log', 'markdown', 'md', 'pdf', 'png', 'rst', 'svg', 'txt'],
  ...['ejs', 'erb', 'gotmpl', 'hbs', 'in', 'j2', 'jinja', 'jinja2', 'liquid', 'mustache', 'template', 'tmpl', 'tpl'],
  ...['bak', 'backup', 'disabled', 'old', 'orig', 'rej', 'save', 'swo', 'swp', 'tmp'],
  ...['diff', 'patch', 'example', 'sample'],
  ...['cfg', 'csv', 'dockerignore', 'json', 'lock', 'sh', 'toml', 'xml', 'yaml', 'yml'],
]);

/** Program text about Dockerfiles: `dockerfile.go`, `dockerfile-parser.ts`. (`Dockerfile.go` is the one for Go.) */
const programText = /^[a-z].*\.(?:c|cc|cpp|cs|go|java|js|jsx|kt|mjs|php|py|rb|rs|snap|swift|ts|tsx)$/;

/**
 * What the name of a file says of a Dockerfile; null where it is the name of none. This is the only list of such
 * names: the Catalog and the rules ask here.
 *
 * @param name the last segment of the path
 */
export function readDockerfileName(name: string): DockerfileName | null {
  const match = /^(?:(.+)\.)?(?:dockerfile|containerfile)(?:[._-](.+))?$/i.exec(name);
  if (!match || programText.test(name)) return null;
  const [, label, variant] = match;
  if (variant === undefined) return label === undefined ? { role: 'main', label: '' } : { role: 'named', label };
  const ending = variant.slice(variant.lastIndexOf('.') + 1).toLowerCase();
  return label !== undefined || otherEndings.has(ending) || ending.endsWith('~')
    ? null
    : { role: 'variant', label: variant };
}

/** Whether a path has the words in it that the names of Dockerfiles have: nearly every path is passed over by it. */
export function mentionsDockerfile(path: string): boolean {
  // To look for a text costs a tenth of what an expression does that ignores the case.
  const mayMention =
    path.includes('ocker') || path.includes('ontainer') || path.includes('OCKER') || path.includes('ONTAINER');
  return mayMention && /dockerfile|containerfile/i.test(path);
}

/** Whether a path is that of a Dockerfile, by its name. */
export function isDockerfile(path: string): boolean {
  return mentionsDockerfile(path) && readDockerfileName(baseName(path)) !== null;
}
