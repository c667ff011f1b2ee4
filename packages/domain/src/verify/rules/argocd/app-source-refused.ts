import { quoteName } from '../../../names.ts';
import { present } from '../../../present.ts';
import type { Rule } from '../../rule/rule.ts';

export const appSourceRefused: Rule = {
  id: 'app-source-refused',
  title: 'Argo CD takes the sources of every Application',
  severity: 'error',
  help: 'Give the Application a source, and each source the address of a repository.',
  needs: [],
  *check({ catalog }) {
    for (const { name, environment, document, refused } of catalog.applications)
      if (refused)
        yield {
          location: document.locate(refused.at),
          subject: name,
          ...present({ environment }),
          message: `Application ${quoteName(name)} ${refused.what}: Argo CD refuses it, and nothing of it is deployed`,
        };
  },
};
