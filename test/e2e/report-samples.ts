import type { Report } from '@rollcall/domain/verify/report/report';
import { finding, report } from '../unit/verify/report/report-of.ts';

/** Names that a page could take for markup, hide, turn around or be stretched by. */
const hostile = [
  '</script><script>document.title = "taken"</script>',
  '"><img src=https://example.com/x onerror=alert(1)>',
  "'; alert(1) //",
  '</style><link rel=stylesheet href=//example.com/x>',
  '\u202Egnp.exe\u2066',
  'a\nb\u0000c',
  '\uDC80\uDCFF',
  '--><base href=//example.com>',
  'javascript:alert(1)',
  'x'.repeat(3_000),
  '../../../etc/passwd',
  '__proto__',
  '주문-서비스',
  '🚀-launch',
];

/** Everything the page can hold, with every name in every place. */
export function hostileReport(): Report {
  return report(
    hostile.flatMap((name) => [
      finding({ rule: name, message: name, path: name, subject: name, environment: name }),
      finding({ severity: 'warning', subject: name, waived: { reason: name, until: name } }),
    ]),
    {
      baselined: hostile.map((name) =>
        finding({ severity: 'notice', message: name, fix: { description: name, safe: true, edits: [] } }),
      ),
      checklist: hostile.map((name) => ({
        service: name,
        items: (['ok', 'missing', 'waived', 'not-applicable'] as const).map((state) => ({
          item: state,
          environment: name,
          state,
          path: name,
          line: 3,
          rule: name,
        })),
      })),
      images: hostile.map((name) => ({
        service: name,
        images: [
          {
            environment: name,
            state: 'known',
            tag: name,
            digest: name,
            path: name,
            line: 1,
            branch: null,
            differs: true,
          },
          { environment: 'prod', state: 'unknown', why: name },
          { environment: 'stage', state: 'absent' },
        ],
      })),
      problems: hostile.map((name) => ({
        severity: 'error',
        message: name,
        help: name,
        location: { path: name, line: 1, column: 1 },
      })),
      applications: hostile.map((name, index) => ({
        name,
        file: name,
        environment: name,
        service: name,
        deploys: [(index + 1) % hostile.length],
      })),
    },
  );
}

/** 1,000 services in two environments, with 5,000 findings. */
export function largeReport(): Report {
  const services = Array.from({ length: 1_000 }, (_, index) => `service-${String(index).padStart(4, '0')}`);
  const severities = ['error', 'warning', 'notice', 'notice', 'notice'] as const;
  const environments = ['dev', 'prod'] as const;
  return report(
    services.flatMap((subject) =>
      severities.map((severity, index) =>
        finding({
          severity,
          subject,
          line: index + 1,
          path: `services/${subject}/Dockerfile`,
          message: `${subject} lacks thing ${index}`,
        }),
      ),
    ),
    {
      checklist: services.map((service) => ({
        service,
        items: [
          ...environments.map((environment) => ({
            item: 'application',
            environment,
            state: 'ok' as const,
            path: `apps/${environment}/${service}.yaml`,
            line: 4,
          })),
          ...['source', 'dockerfile', 'chart', 'paths-filter', 'bash-case', 'json-array'].map((item) => ({
            item,
            state: service.endsWith('7') ? ('missing' as const) : ('ok' as const),
            path: '.github/workflows/build.yaml',
            line: 12,
          })),
        ],
      })),
      images: services.map((service, number) => ({
        service,
        images: environments.map((environment) => ({
          environment,
          state: 'known' as const,
          tag: `${number}-${environment}`,
          digest: undefined,
          path: `apps/${environment}/${service}.yaml`,
          line: 30,
          branch: null,
          differs: true,
        })),
      })),
      applications: environments.flatMap((environment, root) => [
        {
          name: `root-${environment}`,
          file: `roots/${environment}.yaml`,
          environment,
          service: null,
          deploys: services.map((_, index) => root * 1_001 + index + 1),
        },
        ...services.map((service) => ({
          name: `${service}-${environment}`,
          file: `apps/${environment}/${service}.yaml`,
          environment,
          service,
          deploys: [],
        })),
      ]),
    },
  );
}
