import { quoteName } from '../../../names.ts';
import { kustomizations } from '../../../tree/file-types.ts';
import { applicationFinding } from '../../facts/argocd/application-finding.ts';
import type { Rule } from '../../rule/rule.ts';
import { annotationsOf, waveAnnotation } from './application-annotations.ts';
import { applicationTree } from './application-parents.ts';

export const appSyncWaveMissing: Rule = {
  id: 'app-sync-wave-missing',
  title: 'Every Application has a sync wave where its siblings have one',
  severity: 'notice',
  incident: '004 4.3',
  help: 'Add the annotation argocd.argoproj.io/sync-wave with the wave of what it belongs to.',
  needs: [kustomizations],
  *check(context) {
    const tree = applicationTree(context);
    const said = new Set<unknown>();
    for (const parent of context.catalog.applications) {
      const siblings = tree.childrenOf(parent);
      const waved = siblings.filter((one) => annotationsOf(one).has(waveAnnotation));
      // What most have, and at least two.
      if (waved.length < 2 || waved.length * 2 <= siblings.length) continue;
      const most = waved.map((one) => String(annotationsOf(one).get(waveAnnotation)));
      for (const application of siblings) {
        if (annotationsOf(application).has(waveAnnotation) || said.has(application)) continue;
        said.add(application);
        const { name } = application;
        yield applicationFinding(
          application,
          ['metadata', 'annotations'],
          `Application ${quoteName(name)} has no sync wave, while ${waved.length} of the ${siblings.length} that ${quoteName(parent.name)} deploys have one (such as ${quoteName(most[0] ?? '')}): it is synced in wave 0, before those it may need`,
        );
      }
    }
  },
};
