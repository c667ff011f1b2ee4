import { itemEntries } from '../../list-editing/yaml-lists.ts';
import { placesOf } from '../../yaml/workflow-scalars.ts';
import { namedEntries } from '../named-entries.ts';
import type { RegisterKind } from '../register.ts';
import { yamlRegister } from '../yaml-register.ts';

/** `needs: [build-cart, build-orders]` of a job that waits for one of each service. */
export const gatheredJobs: RegisterKind = {
  id: 'gathered-jobs',
  find: (file, context) =>
    (file.yaml ? placesOf(file.yaml).sequences : []).map((place) => {
      const [jobs, , needs, ...more] = place.path;
      if (jobs !== 'jobs' || needs !== 'needs' || more.length > 0) return null;
      const list = { ...place, content: file.text, shift: 0 };
      const entries = namedEntries(itemEntries(list, null), file.text, context);
      return yamlRegister({ kind: 'gathered-jobs', list, entries }, file, context);
    }),
};
