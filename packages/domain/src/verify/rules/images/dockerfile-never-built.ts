import type { Rule } from '../../rule/rule.ts';

export const dockerfileNeverBuilt: Rule = {
  id: 'dockerfile-never-built',
  title: 'Every Dockerfile is built by something',
  severity: 'notice',
  help: 'Build it where the others are built, delete it, or make a service of it with the line that the message names.',
  needs: [],
  *check({ catalog }) {
    for (const { path, dockerfiles, because, help, isUnbuilt } of catalog.leftOut) {
      if (!isUnbuilt) continue;
      for (const dockerfile of dockerfiles)
        yield {
          location: { path: dockerfile, line: 1, column: 1 },
          subject: path === '' ? dockerfile : path,
          message: `${because}, so that it counts as no service; if it is one, write in rollcall.yaml: ${help}`,
          // How many others are built is no part of what it is.
          key: 'never built',
        };
    }
  },
};
