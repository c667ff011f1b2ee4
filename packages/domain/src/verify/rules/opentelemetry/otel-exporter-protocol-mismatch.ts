import { groupBy } from '../../../grouping.ts';
import { quoteName } from '../../../names.ts';
import { present } from '../../../present.ts';
import { mayBeFor } from '../../facts/argocd/manifest-environments.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { collectorConfigsNeeds } from './collector-configs.ts';
import { type OtelSetting, otelExportsNeeds } from './otel-settings.ts';
import { nameOfTransport, otlpExports, usualTransport } from './otlp-exports.ts';
import { type OtlpReceiver, otlpReceivers } from './otlp-receivers.ts';

export const otelExporterProtocolMismatch: Rule = {
  id: 'otel-exporter-protocol-mismatch',
  title: 'What services export is what the port of the collector takes',
  severity: 'warning',
  incident: '001 11',
  help: 'Let every service export with the protocol of the port, or add the other protocol to the otlp receiver of the collector.',
  needs: [...otelExportsNeeds, ...collectorConfigsNeeds],
  *check(context) {
    for (const uses of usesByPort(context).values()) {
      const environment = uses[0]?.environment ?? null;
      const receivers = otlpReceivers(context).filter(({ file }) => mayBeFor(file, environment, context));
      const grpc = uses.filter(({ transport }) => transport === 'grpc').length;
      for (const use of uses) {
        const same = use.transport === 'grpc' ? grpc : uses.length - grpc;
        const consequence = consequenceOf(use, receivers, same < uses.length && same * 2 <= uses.length);
        if (consequence !== null) yield finding(use, consequence);
      }
    }
  },
};

interface Use {
  endpoint: OtelSetting;
  subject: string;
  environment: string | null;
  transport: 'grpc' | 'http';
  host: string;
  port: number;
}

/** What is exported inside the cluster with a protocol that is written, by environment and address; each place once. */
function usesByPort(context: RuleContext): ReadonlyMap<string, Use[]> {
  const uses = new Map<string, Use>();
  for (const { process, endpoint, address, transport } of otlpExports(context)) {
    const { host, port } = address;
    // The usual ports with the other protocol are another rule's.
    const usual = usualTransport(port);
    if (port === null || transport === null || (usual !== null && usual !== transport)) continue;
    if (!/^[\w-]+$|\.svc(?:\.|$)/.test(host) || port === 443) continue;
    const { environment } = process;
    const place = `${endpoint.path} ${endpoint.location.line} ${environment}`;
    const subject = process.service?.name ?? endpoint.name;
    if (!uses.has(place)) uses.set(place, { endpoint, subject, environment, transport, host, port });
  }
  return groupBy(uses.values(), ({ environment, host, port }) =>
    JSON.stringify([environment, host.split('.')[0], port]),
  );
}

/** What becomes of an export; null where nothing is wrong with it. `isRare`: most others use the other transport. */
function consequenceOf(
  { transport, host, port }: Use,
  receivers: readonly OtlpReceiver[],
  isRare: boolean,
): string | null {
  const onPort = receivers.filter((receiver) => receiver.port === null || receiver.port === port);
  if (isCollector(host) && receivers.length > 0 && !onPort.some(({ kind }) => kind === transport))
    return `no collector here takes that on port ${port}: nothing arrives`;
  if (onPort.length > 0 || !isRare) return null;
  const other = nameOfTransport(transport === 'grpc' ? 'http' : 'grpc');
  return `others export ${other} to the same port, which takes only one of them: what this one or the others send is lost`;
}

/** Not a backend that takes OTLP itself. */
function isCollector(host: string): boolean {
  return /otel|opentelemetry|collector/i.test(host) && !/tempo|jaeger|loki|alloy|signoz|datadog/i.test(host);
}

function finding({ endpoint, subject, environment, transport }: Use, consequence: string): RuleFinding {
  return {
    location: endpoint.location,
    subject,
    ...present({ environment }),
    key: `${endpoint.name} ${endpoint.value} ${transport}`,
    message: `${subject} exports ${nameOfTransport(transport)} to ${quoteName(endpoint.value ?? '')}, and ${consequence}`,
  };
}
