import { textPattern } from '../../../text-pattern.ts';
import { type PathSelector, yamlFiles } from '../../../tree/file-types.ts';
import { baseName } from '../../../tree/repository-paths.ts';
import type { Rule } from '../../rule/rule.ts';

/** What GoReleaser is told to release: it builds the Dockerfiles that `dockers` name. */
const releaserFiles: PathSelector = (path) => yamlFiles(path) && /goreleaser/i.test(baseName(path));

export const dockerfileNeverBuilt: Rule = {
  id: 'dockerfile-never-built',
  title: 'Every Dockerfile is built by something',
  severity: 'notice',
  help: 'Build it where the others are built, delete it, or make a service of it with the line that the message names.',
  needs: [releaserFiles],
  *check({ catalog, texts }) {
    const released = [...texts].flatMap(([path, text]) => (releaserFiles(path) ? [text] : [])).join('\n');
    for (const { path, dockerfiles, because, help, isUnbuilt } of catalog.leftOut) {
      if (!isUnbuilt) continue;
      for (const dockerfile of dockerfiles) {
        if (textPattern()`(?<![\w-])${dockerfile}(?![\w.-])`.test(released)) continue;
        yield {
          location: { path: dockerfile, line: 1, column: 1 },
          subject: path === '' ? dockerfile : path,
          message: `${because}, so that it counts as no service; if it is one, write in rollcall.yaml: ${help}`,
          // How many others are built is no part of what it is.
          key: 'never built',
        };
      }
    }
  },
};
