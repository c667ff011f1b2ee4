import { memoize } from '../../../memo.ts';
import { documents, scripts, terraformFiles } from '../../../tree/file-types.ts';
import { baseName, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import type { RuleContext } from '../../rule/context.ts';

/**
 * Whether Terraform, a script, a workflow or a documented command that applies manifests names a file, or a folder it
 * lies in, by a path of at least two segments or by the file's name. A variable of a path stands for any segment.
 */
export function isAppliedByHand(file: string, context: RuleContext): boolean {
  const named = namedPaths(context);
  const segments = file.split('/').slice(-12);
  for (let end = segments.length; end > 0; end -= 1) {
    for (let start = end - 1; start >= 0; start -= 1) {
      const part = segments.slice(start, end);
      if (end < segments.length && part.length < 2) continue;
      if (spellings(part).some((spelling) => named.has(spelling))) return true;
    }
  }
  return false;
}

/** A part of a path as it is, and with one segment, or two that follow one another, written as variables. */
function spellings(part: readonly string[]): string[] {
  const withVariables = [...part.keys()].flatMap((index) => {
    const one = part.with(index, '*');
    return index > 0 ? [one, one.with(index - 1, '*')] : [one];
  });
  return [part, ...withVariables].map((segments) => segments.join('/'));
}

/** A path of several segments, or the name of a file: from the first character that may be a part of it. */
const writtenPath = /(?<![\w.@*?-])(?:[\w.@*?-]*(?:\/[\w.@*?-]+)+\/?|\.*([\w@*?-][\w.@*?-]*\.(?:ya?ml|json)))/g;

/** Paths as they are written where something is applied, variables as `*`. */
const namedPaths = memoize(({ texts }: RuleContext): ReadonlySet<string> => {
  const named = new Set<string>();
  for (const [path, text] of texts) {
    for (const line of applyingLines(path, text)) {
      // A path may be glued together: "${path.module}/../apps/${var.environment}/root.yaml".
      const flat = line.replace(/\$\{[^}]*\}{0,2}|\{\{[^}]*\}{0,2}|\$\(\w+\)|\$\w+|%s/g, '*').replace(/["']/g, '');
      for (const [whole, name = whole] of flat.matchAll(writtenPath)) {
        const added = withoutLead(name);
        if (added !== null) named.add(added);
      }
    }
  }
  return named;
});

/** A path without what leads to it from elsewhere; null where too little is left to tell. */
function withoutLead(token: string): string | null {
  const segments = token
    .replace(/^(?:\.{0,2}\/|\*\/)+/, '')
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .map((segment) => (segment.includes('*') || segment.includes('?') ? '*' : segment));
  while (segments[0] === '..' || segments[0] === '*') segments.shift();
  if (segments.length > 1 && segments.at(-1) === '*') segments.pop();
  if (segments.length > 12 || segments.every((segment) => segment === '*')) return null;
  return normaliseRepositoryPath(segments.join('/'));
}

/** `kubectl apply -f`, `oc create -k`, `argocd app create`; not their names as folders of a path. */
const applies =
  /\b(?:apply|create|replace)\b[^\n]{0,200}?\s(?:-[fk]|--filename|--kustomize)\b|\bargocd\s+app\s+create\b|\bkapp\s+deploy\b|\bkustomize\s+build\b/;

/** The lines that may name what is applied: all of Terraform, of a script that applies; of prose the command only. */
function applyingLines(path: string, written: string): string[] {
  const text = written.replace(/\\\r?\n/g, ' ');
  const script = scripts(path) || path.startsWith('.github/') || !baseName(path).includes('.');
  if (!terraformFiles(path) && !documents(path) && !(script && applies.test(text))) return [];
  // What is longer was written by no person.
  const lines = text.split('\n').filter((line) => line.length < 2000 && !/^\s*(?:#|\/\/)/.test(line));
  return documents(path) ? lines.filter((line) => applies.test(line)) : lines;
}
