import type { Service } from '../../../catalog/catalog.ts';
import { showPath } from '../../../names.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { baseName, folderOf, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import { linesWithoutComments } from '../../facts/ci/comments.ts';
import type { Fix } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

export const ciUpdaterManifestMissing: Rule = {
  id: 'ci-updater-manifest-missing',
  title: 'The manifest that CI writes a tag to exists for every service',
  severity: 'warning',
  incident: '004 4.4',
  help: 'Give the manifest the name the script expects, or add it.',
  needs: [registerFiles],
  *check(context) {
    const deployed = context.listed.filter(({ name, chart }) => chart !== null || context.deployedBy.has(name));
    const files = [...context.texts.keys()].filter((path) => /^\.github\/.*\.ya?ml$|\.(?:sh|bash)$/.test(path)).sort();
    for (const path of files) {
      for (const { written, line, column } of writtenPaths(path, context.text(path) ?? '')) {
        for (const { name, paths } of missingPaths(written, deployed, context)) {
          yield {
            location: { path, line, column },
            subject: name,
            key: `${name} ${written}`,
            message: `${showPath(path)} writes the tag of ${name} to ${showPath(paths[0] ?? '')}, which does not exist: its new images are never deployed`,
            fix: paths.length === 1 ? moved(name, paths[0] ?? '', context) : null,
          };
        }
      }
    }
  },
};

/** The paths of manifests, with variables, that a script or a workflow writes to from the root of the repository. */
function* writtenPaths(path: string, text: string): Iterable<{ written: string; line: number; column: number }> {
  if (!writes(text) || /\b(?:cd|pushd)\s+[^\s-]|working-directory:|^[ \t]+(?:repository|path):/m.test(text)) return;
  // A script that looks whether a file is there can do without it.
  if (/\[\[?\s+(?:!\s*)?-[ef]\s|\btest\s+-[ef]\s/.test(text)) return;
  for (const [index, line] of linesWithoutComments(path, text).entries()) {
    if (!writes(line) && !/^\s*(?:-\s*run:\s*)?(?:export\s+|local\s+)?\w+=/.test(line)) continue;
    for (const match of line.matchAll(template)) yield { written: match[0], line: index + 1, column: match.index + 1 };
  }
}

/** The services whose paths are not there; none unless most are there, for then the paths are of something else. */
function missingPaths(
  written: string,
  deployed: readonly Service[],
  context: RuleContext,
): { name: string; paths: string[] }[] {
  const candidates = deployed.flatMap(({ name }) => {
    const paths = pathsFor(written, name, context);
    return paths ? [{ name, paths }] : [];
  });
  const missing = candidates.filter(({ paths }) => paths.every((path) => context.paths.at(path) === null));
  return candidates.length < deployed.length || missing.length * 2 >= candidates.length ? [] : missing;
}

/** Its one manifest of that folder gets the name, where nothing else names it as it is. */
function moved(service: string, path: string, context: RuleContext): Fix | null {
  const inFolder = (context.applicationsOf.get(service) ?? []).filter(({ file }) => folderOf(file) === folderOf(path));
  const [application] = inFolder;
  if (!application || inFolder.length > 1 || application.document.file.documents.length > 1) return null;
  const { file } = application;
  const { text } = application.document.file;
  const name = baseName(file);
  const named = [...context.texts].some(
    ([other, content]) =>
      other !== file && content.includes(name) && (content.includes(file) || folderOf(other) === folderOf(file)),
  );
  return named
    ? null
    : { description: `move ${file} to ${path}`, safe: false, edits: [], creates: [{ path, text }], deletes: [file] };
}

function writes(text: string): boolean {
  if (/\bsed\s+(?:-\S+\s+)*-i|\byq\s+w\b/.test(text)) return true;
  return [...text.matchAll(/\byq\s([^|]*)/g)].some(([, command = '']) => /(?:-i|--inplace)\b/.test(command));
}

const placeholder = /\$\{\{[^{}]*\}\}|\$\{\w+\}|\$\w+/g;
const template = /(?<![\w/.$}-])(?:\.\/)?[\w.-]+(?:\/(?:[\w.-]|\$\{\{[^{}\n]*\}\}|\$\{\w+\}|\$)+)+\.ya?ml(?![\w-])/g;

/** The path for a service, one for each environment where the path has a place for it; null when it is not of this form. */
function pathsFor(written: string, service: string, context: RuleContext): string[] | null {
  let hasService = false;
  let hasOther = false;
  const environments = context.catalog.environments.map(({ name }) => name);
  const fill = (environment: string): string =>
    written.replace(placeholder, (variable) => {
      if (/service|svc|\bapp\b|component/i.test(variable) && !/[./]\w*(?:path|dir|file)/i.test(variable)) {
        hasService = true;
        return service;
      }
      if (/env|stage/i.test(variable) && !/^\$\{\{\s*env\./.test(variable)) return environment;
      hasOther = true;
      return '';
    });
  const paths = (environments.length > 0 ? environments : ['']).map(fill);
  const normal = [...new Set(paths)].flatMap((path) => normaliseRepositoryPath(path) ?? []);
  return hasService && !hasOther && normal.length > 0 ? normal : null;
}
