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
    const deployed = context.listed.filter(({ name, chart }) => chart !== null || context.applicationsOf.has(name));
    for (const path of [...context.texts.keys()]
      .filter((one) => /^\.github\/.*\.ya?ml$|\.(?:sh|bash)$/.test(one))
      .sort()) {
      const text = context.text(path) ?? '';
      if (!writes.test(text) || /\b(?:cd|pushd)\s+[^\s-]|working-directory:|^\s+(?:repository|path):/m.test(text))
        continue;
      // A script that looks whether a file is there can do without it.
      if (/\[\[?\s+!?\s*-[ef]\s|\btest\s+-[ef]\s/.test(text)) continue;
      for (const [index, line] of linesWithoutComments(path, text).entries()) {
        if (!writes.test(line) && !/^\s*(?:-\s*run:\s*)?(?:export\s+|local\s+)?\w+=/.test(line)) continue;
        for (const { 0: written, index: at } of line.matchAll(template)) {
          const candidates = deployed.map(({ name }) => ({ name, paths: pathsFor(written, name, context) }));
          const missing = candidates.filter(
            ({ paths }) => paths && !paths.some((one) => context.paths.at(one) !== null),
          );
          // Unless most are there, the paths are of something else.
          if (candidates.some(({ paths }) => !paths) || missing.length * 2 >= candidates.length) continue;
          for (const { name, paths } of missing) {
            yield {
              location: { path, line: index + 1, column: at + 1 },
              subject: name,
              key: `${name} ${written}`,
              message: `${showPath(path)} writes the tag of ${name} to ${showPath(paths?.[0] ?? '')}, which does not exist: its new images are never deployed`,
              fix: paths?.length === 1 ? moved(name, paths[0] ?? '', context) : null,
            };
          }
        }
      }
    }
  },
};

/** Its one manifest of that folder gets the name, where nothing else names it as it is. */
function moved(service: string, path: string, context: RuleContext): Fix | null {
  const here = (context.applicationsOf.get(service) ?? []).filter(({ file }) => folderOf(file) === folderOf(path));
  const [application] = here;
  if (!application || here.length > 1 || application.document.file.documents.length > 1) return null;
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

const writes = /\bsed\s+(?:-\S+\s+)*-i|\byq\s[^|]*(?:-i|--inplace)\b|\byq\s+w\b/;
const placeholder = /\$\{\{[^{}]*\}\}|\$\{\w+\}|\$\w+/g;
const template = /(?<![\w/.$}-])(?:\.\/)?[\w.-]+(?:\/(?:[\w.-]|\$\{\{[^{}\n]*\}\}|\$\{\w+\}|\$\w+)+)+\.ya?ml(?![\w-])/g;

/** The path for a service, one for each environment where the path has a place for it; null when it is not of this form. */
function pathsFor(written: string, service: string, context: RuleContext): string[] | null {
  let named = false;
  let known = true;
  const environments = context.catalog.environments.map(({ name }) => name);
  const fill = (environment: string): string =>
    written.replace(placeholder, (variable) => {
      if (/service|svc|\bapp\b|component/i.test(variable) && !/[./]\w*(?:path|dir|file)/i.test(variable)) {
        named = true;
        return service;
      }
      if (/env|stage/i.test(variable) && !/^\$\{\{\s*env\./.test(variable)) return environment;
      known = false;
      return '';
    });
  const paths = (environments.length > 0 ? environments : ['']).map(fill);
  const normal = [...new Set(paths)].flatMap((path) => normaliseRepositoryPath(path) ?? []);
  return named && known && normal.length > 0 ? normal : null;
}
