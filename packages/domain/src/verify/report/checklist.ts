import type { Service } from '../../catalog/catalog.ts';
import { groupBy } from '../../grouping.ts';
import type { Register } from '../../registers/register.ts';
import { joinPath } from '../../tree/repository-paths.ts';
import type { Finding } from '../findings/finding.ts';
import { expectedIn } from '../fixes/missing-entry.ts';
import type { RuleContext } from '../rule/context.ts';
import type { ChecklistItem, ChecklistState, ServiceChecklist } from './report.ts';
import type { ReportScope } from './report-scope.ts';

/**
 * What each service has and lacks, taken from the findings: what no rule finds missing is not applicable, so that the
 * checklist and the findings never disagree.
 */
export function checklistOf(
  context: RuleContext,
  findings: readonly Finding[],
  scope: ReportScope,
): ServiceChecklist[] {
  const bySubject = groupBy(findings, ({ subject }) => subject);
  const expected = new Map(context.registers.map((register) => [register, new Set(expectedIn(register, context))]));
  return context.catalog.services
    .filter(({ name }) => !scope.services || scope.services.has(name))
    .map((service) => {
      const own = bySubject.get(service.name) ?? [];
      return {
        service: service.name,
        items: [
          ...ownItems(service, own),
          ...applicationItems(service, context, own, scope.environments),
          ...context.registers.map((register) => registerItem(service, register, expected.get(register), own)),
        ],
      };
    });
}

function ownItems({ path, dockerfile, chart, kind }: Service, findings: readonly Finding[]): ChecklistItem[] {
  const byRule = (rule: string) => findings.find((finding) => finding.rule === rule);
  const image: ChecklistState = path === null || kind === 'infra' || chart === null ? 'not-applicable' : 'missing';
  return [
    {
      item: 'source',
      ...(path === null ? lacking(byRule('service-source-missing')) : { state: 'ok', path: path || '.' }),
    },
    { item: 'dockerfile', ...(dockerfile === null ? { state: image } : { state: 'ok', path: dockerfile }) },
    {
      item: 'chart',
      ...(chart === null
        ? lacking(byRule('service-chart-missing'))
        : { state: 'ok', path: joinPath(chart, 'Chart.yaml') }),
    },
  ];
}

function applicationItems(
  { name, chart }: Service,
  { applicationsOf, catalog }: RuleContext,
  findings: readonly Finding[],
  environments: ReadonlySet<string> | null,
): ChecklistItem[] {
  return catalog.environments.flatMap(({ name: environment }): ChecklistItem[] => {
    if (environments && !environments.has(environment)) return [];
    const item = { item: 'application', environment };
    const application = applicationsOf.get(name)?.find((one) => one.environment === environment);
    if (application) {
      const { path, line } = application.document.locate(['metadata', 'name']);
      return [{ ...item, state: 'ok', path, line }];
    }
    const found = findings.filter(
      (finding) => finding.environment === environment || finding.environment === undefined,
    );
    const rules = chart === null ? ['service-env-drift'] : ['chart-app-missing', 'service-env-drift'];
    return [{ ...item, ...lacking(rules.map((rule) => found.find((finding) => finding.rule === rule)).find(Boolean)) }];
  });
}

function registerItem(
  { name }: Service,
  register: Register,
  expected: ReadonlySet<string> | undefined,
  findings: readonly Finding[],
): ChecklistItem {
  const { kind: item, file: path, line } = register;
  const place = register.entryLocation(name);
  if (place) return { item, state: 'ok', path, line: place.line };
  const finding = findings.find(
    (one) => one.rule.endsWith('-missing') && one.path === path && one.line === line && one.subject === name,
  );
  if (!finding || !expected?.has(name)) return { item, state: 'not-applicable', path, line };
  return { item, path, line, ...lacking(finding) };
}

function lacking(finding: Finding | undefined): Pick<ChecklistItem, 'state' | 'rule' | 'path' | 'line'> {
  if (!finding) return { state: 'not-applicable' };
  const { rule, waived, path, line } = finding;
  return { state: waived ? 'waived' : 'missing', path, line, rule };
}
