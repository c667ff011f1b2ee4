import type { Application } from '../../argocd/application.ts';
import { groupBy } from '../../grouping.ts';
import { deployedApplications } from '../facts/argocd/source-manifests.ts';
import type { RuleContext } from '../rule/context.ts';
import type { ReportedApplication } from './report.ts';

/** All Applications, those that sets and charts make too, as far as they are known. */
export function reportedApplications(context: RuleContext): ReportedApplication[] {
  const { applications, generated } = context.catalog;
  const all = [...applications, ...generated];
  const deploys = deployedApplications(context);
  const made = groupBy(all.keys(), (index) => nameAndFile(all[index]?.charted?.parent));
  return all.map((application, index) => ({
    name: application.name,
    file: application.file,
    environment: application.environment,
    service: application.service,
    deploys: [...(deploys[index] ?? []), ...(made.get(nameAndFile(application)) ?? [])],
  }));
}

function nameAndFile(application: Pick<Application, 'name' | 'file'> | undefined): string {
  return application ? JSON.stringify([application.name, application.file]) : '';
}
