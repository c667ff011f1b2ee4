import { compareText } from '../../location.ts';
import { spellingsOf } from '../../registers/name-spellings.ts';
import { leftoverSeverity, linesWithoutComments, removedServices, spelledIn, spellingPattern } from '../leftover.ts';
import type { Rule } from '../rule.ts';
import {
  dockerfiles,
  documents,
  type PathSelector,
  registerFiles,
  scripts,
  terraformFiles,
  yamlFiles,
} from '../select.ts';

const templates: PathSelector = (path) => /\/templates\/.*\.(?:ya?ml|tpl|txt)$/.test(path);

export const serviceLeftover: Rule = {
  id: 'service-leftover',
  title: 'Nothing names a service that is gone',
  severity: 'error',
  seed: '003 7',
  help: 'Remove the line, or the whole file when it is of that service alone.',
  needs: [registerFiles, yamlFiles, templates, dockerfiles, terraformFiles, scripts, documents],
  *check(model) {
    const removed = removedServices(model).map(({ name, why }) => {
      const longer = [...model.services.keys()]
        .filter((other) => other !== name && other.includes(name))
        .flatMap(spellingsOf);
      return { name, why, longer, pattern: spellingPattern(name) };
    });
    if (removed.length === 0) return;
    const config = model.configDocument?.file.path;
    for (const path of [...model.texts.keys()].sort(compareText)) {
      const severity = path === config ? null : leftoverSeverity(path, model);
      const text = model.text(path);
      if (severity === null || text === undefined) continue;
      const hit = removed.filter(({ pattern }) => text.search(pattern) !== -1);
      if (hit.length === 0) continue;
      for (const [index, line] of linesWithoutComments(path, text).entries()) {
        for (const { name, why, longer, pattern } of hit) {
          const found = spelledIn(line, pattern, longer);
          if (!found) continue;
          yield {
            location: { path, line: index + 1, column: found.column },
            subject: name,
            severity,
            message: `${path} still names ${found.text === name ? name : `${found.text} of ${name}`}, which is gone (${why}): ${consequence(path)}`,
            // Not the line's text: a list that gets another member still names this one.
            key: found.text,
          };
        }
      }
    }
  },
};

function consequence(path: string): string {
  if (path.startsWith('.github/')) return 'a build or a check of it fails';
  if (/\.tf(?:vars)?$/.test(path)) return 'it is still paid for';
  if (/\.(?:md|adoc|rst)$/.test(path)) return 'readers look for it';
  if (/\.ya?ml$|\/templates\//.test(path)) return 'it is still deployed or called';
  return 'what is done for every service fails on it';
}
