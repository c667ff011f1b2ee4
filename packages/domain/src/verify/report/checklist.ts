import type { Service, SourceElsewhere } from '../../catalog/catalog.ts';
import { groupBy } from '../../grouping.ts';
import { present } from '../../present.ts';
import type { Register } from '../../registers/register.ts';
import { baseName, joinPath } from '../../tree/repository-paths.ts';
import type { ExaminedDeployRepository } from '../engine/other-repositories.ts';
import type { Finding } from '../findings/finding.ts';
import { expectedIn } from '../fixes/missing-entry.ts';
import type { RuleContext } from '../rule/context.ts';
import type { ChecklistItem, ChecklistState, ServiceChecklist } from './report.ts';
import type { ReportScope } from './report-scope.ts';

/**
 * What each service has and lacks, taken from the findings: what no rule finds missing is not applicable, so that the
 * checklist and the findings never disagree. Of a service that is built here, also what repositories of manifests have.
 */
export function checklistOf(
  context: RuleContext,
  findings: readonly Finding[],
  scope: ReportScope,
  deploy: readonly Pick<ExaminedDeployRepository, 'repository' | 'context'>[] = [],
): ServiceChecklist[] {
  const bySubject = groupBy(findings, ({ subject }) => subject);
  const expected = new Map(context.registers.map((register) => [register, new Set(expectedIn(register, context))]));
  return context.catalog.services
    .filter(({ name }) => !scope.services || scope.services.has(name))
    .map((service) => {
      const all = bySubject.get(service.name) ?? [];
      const own = all.filter(({ repository }) => repository === undefined);
      const missing = missingByPlace(service.name, own);
      return {
        service: service.name,
        items: [
          ...ownItems(service, own).filter(
            ({ item, state }) => deploy.length === 0 || item !== 'chart' || state === 'ok',
          ),
          ...applicationItems(service, context, own, scope.environments),
          ...deploy.flatMap(({ repository, context: there }) =>
            itemsThere(service, repository.name, there, all, scope),
          ),
          ...context.registers.map((register) => registerItem(service, register, expected.get(register), missing)),
        ],
      };
    });
}

/** What a repository of manifests has of a service. */
function itemsThere(
  { name }: Service,
  repository: string,
  there: RuleContext,
  findings: readonly Finding[],
  { environments }: ReportScope,
): ChecklistItem[] {
  const service = there.services.get(name);
  if (!service?.elsewhere) return [];
  const about = findings.filter((finding) => finding.repository === repository);
  return [
    chartItem(service, about),
    ...(there.catalog.environments.length === 0
      ? [anyApplication(service, there, about)]
      : applicationItems(service, there, about, environments)),
  ].map(({ item, environment, state, ...place }) => ({
    item,
    ...present({ environment }),
    state,
    ...(state === 'ok' && { repository }),
    ...place,
  }));
}

/** Where no environment is known: any Application that deploys a service. */
function anyApplication({ name }: Service, { deployedBy }: RuleContext, findings: readonly Finding[]): ChecklistItem {
  const item = 'application';
  const [application] = deployedBy.get(name) ?? [];
  if (!application) return { item, ...lacking(findings.find(({ rule }) => rule === 'chart-app-missing')) };
  const { path, line } = application.document.locate(['metadata', 'name']);
  return { item, state: 'ok', path, line };
}

function chartItem({ chart }: Service, findings: readonly Finding[]): ChecklistItem {
  if (chart !== null) return { item: 'chart', state: 'ok', path: joinPath(chart, 'Chart.yaml') };
  return { item: 'chart', ...lacking(findings.find(({ rule }) => rule === 'service-chart-missing')) };
}

function ownItems(service: Service, findings: readonly Finding[]): ChecklistItem[] {
  const { path, dockerfile, chart, kind, elsewhere } = service;
  if (elsewhere) return [...itemsOfSource(elsewhere), chartItem(service, findings)];
  const byRule = (rule: string) => findings.find((finding) => finding.rule === rule);
  const image: ChecklistState = path === null || kind === 'infra' || chart === null ? 'not-applicable' : 'missing';
  return [
    {
      item: 'source',
      ...(path === null ? lacking(byRule('service-source-missing')) : { state: 'ok', path: path || '.' }),
    },
    { item: 'dockerfile', ...(dockerfile === null ? { state: image } : { state: 'ok', path: dockerfile }) },
    chartItem(service, findings),
  ];
}

/** What another repository has of a service. */
function itemsOfSource({ repository, source: { path, line }, dockerfile }: SourceElsewhere): ChecklistItem[] {
  return [
    { item: 'source', state: 'ok', repository, path, line },
    {
      item: 'dockerfile',
      ...(dockerfile === null ? { state: 'not-applicable' } : { state: 'ok', repository, path: dockerfile }),
    },
  ];
}

function applicationItems(
  { name }: Service,
  { deployedBy, catalog }: RuleContext,
  findings: readonly Finding[],
  environments: ReadonlySet<string> | null,
): ChecklistItem[] {
  return catalog.environments.flatMap(({ name: environment }): ChecklistItem[] => {
    if (environments && !environments.has(environment)) return [];
    const item = { item: 'application', environment };
    const application = deployedBy.get(name)?.find((one) => one.environment === environment);
    if (application) {
      const { path, line } = application.document.locate(['metadata', 'name']);
      return [{ ...item, state: 'ok', path, line }];
    }
    const found = findings.filter(
      (finding) => finding.environment === environment || finding.environment === undefined,
    );
    const rules = ['chart-app-missing', 'service-env-drift'];
    return [{ ...item, ...lacking(rules.map((rule) => found.find((finding) => finding.rule === rule)).find(Boolean)) }];
  });
}

/** The first finding at each place that says that a list lacks a service. */
function missingByPlace(name: string, findings: readonly Finding[]): Map<string, Finding> {
  const missing = new Map<string, Finding>();
  for (const finding of findings) {
    const place = `${finding.line} ${finding.path}`;
    if (finding.rule.endsWith('-missing') && finding.subject === name && !missing.has(place))
      missing.set(place, finding);
  }
  return missing;
}

function registerItem(
  { name }: Service,
  register: Register,
  expected: ReadonlySet<string> | undefined,
  missing: ReadonlyMap<string, Finding>,
): ChecklistItem {
  const { kind: item, key, file: path, line } = register;
  const list = { file: baseName(path), key };
  const place = register.entryLocation(name);
  if (place) return { item, list, state: 'ok', path, line: place.line };
  const finding = missing.get(`${line} ${path}`);
  if (!finding || !expected?.has(name)) return { item, list, state: 'not-applicable', path, line };
  return { item, list, path, line, ...lacking(finding) };
}

function lacking(finding: Finding | undefined): Pick<ChecklistItem, 'state' | 'rule' | 'path' | 'line'> {
  if (!finding) return { state: 'not-applicable' };
  const { rule, waived, path, line } = finding;
  return { state: waived ? 'waived' : 'missing', path, line, rule };
}
