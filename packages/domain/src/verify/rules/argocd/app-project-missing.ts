import { quoteName } from '../../../names.ts';
import { didYouMean } from '../../../nearest.ts';
import { scripts, terraformFiles, yamlFiles } from '../../../tree/file-types.ts';
import { applicationFinding } from '../../facts/argocd/application-finding.ts';
import type { Rule } from '../../rule/rule.ts';
import { appProjects } from './app-projects.ts';

export const appProjectMissing: Rule = {
  id: 'app-project-missing',
  title: 'Every Application is of a project that is defined',
  severity: 'error',
  incident: '004 4.3',
  help: 'Correct spec.project, or add the AppProject.',
  needs: [yamlFiles, terraformFiles, scripts],
  *check(context) {
    const projects = appProjects(context);
    // A repository without any project has them elsewhere.
    if (projects.byName.size === 0) return;
    for (const application of context.catalog.applications) {
      const { name, project } = application;
      // Argo CD makes `default` itself.
      if (project === null || project === 'default' || projects.byName.has(project)) continue;
      if (/\{\{|\$\{/.test(project) || projects.mayBeElsewhere(project)) continue;
      yield applicationFinding(
        application,
        ['spec', 'project'],
        `Application ${quoteName(name)} is of project ${quoteName(project)}, which nothing here defines: Argo CD refuses to sync it.${didYouMean(project, projects.byName.keys())}`,
      );
    }
  },
};
