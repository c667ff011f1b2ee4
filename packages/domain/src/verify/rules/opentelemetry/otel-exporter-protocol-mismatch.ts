import { quoteName } from '../../../names.ts';
import { helmTemplates, yamlFiles } from '../../../tree/file-types.ts';
import { mayBeFor } from '../../facts/argocd/manifest-environments.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { type CollectorConfig, collectorConfigs } from './collector-configs.ts';
import { endpointOf, exportsBySignal, type OtelSetting, otelExports } from './otel-settings.ts';
import { type OtlpReceiver, otlpReceivers } from './otlp-receivers.ts';

export const otelExporterProtocolMismatch: Rule = {
  id: 'otel-exporter-protocol-mismatch',
  title: 'What services export is what the port of the collector takes',
  severity: 'warning',
  incident: '001 11',
  help: 'Let every service export with the protocol of the port, or add the other protocol to the otlp receiver of the collector.',
  needs: [yamlFiles, helmTemplates],
  *check(context) {
    const receivers = receiversOf(context);
    for (const uses of usesByPort(context).values()) {
      const [first] = uses;
      if (!first) continue;
      const known = receivers(first.environment);
      const grpc = uses.filter(({ kind }) => kind === 'grpc').length;
      for (const use of uses) {
        const { kind, port, host } = use;
        const taken = known.filter((one) => one.port === null || one.port === port);
        const refused = isCollector(host) && known.length > 0 && !taken.some((one) => one.kind === kind);
        if (refused) yield finding(use, `no collector here takes that on port ${port}: nothing arrives`);
        const same = kind === 'grpc' ? grpc : uses.length - grpc;
        if (!refused && taken.length === 0 && same < uses.length && same * 2 <= uses.length)
          yield finding(
            use,
            `others export ${nameOf(kind === 'grpc' ? 'http' : 'grpc')} to the same port, which speaks one of them: what the others or this one sends is lost`,
          );
      }
    }
  },
};

interface Use {
  endpoint: OtelSetting;
  subject: string;
  environment: string | null;
  kind: 'grpc' | 'http';
  host: string;
  port: number;
}

/** What is exported inside the cluster with a protocol that is written, by environment and address; each place once. */
function usesByPort(context: RuleContext): ReadonlyMap<string, Use[]> {
  const found = new Map<string, Use[]>();
  const said = new Set<string>();
  for (const one of otelExports(context)) {
    for (const { endpoint, protocol } of exportsBySignal(one)) {
      const address = endpointOf(endpoint);
      const written = protocol?.value ?? '';
      if (!address || address.port === null || !/^(?:grpc|http\/(?:protobuf|json))$/.test(written)) continue;
      const { host, port } = address;
      const kind = written === 'grpc' ? 'grpc' : 'http';
      // The usual ports with the other protocol are another rule's.
      if ((port === 4317 && kind === 'http') || (port === 4318 && kind === 'grpc')) continue;
      if (!/^[\w-]+$|\.svc(?:\.|$)/.test(host) || port === 443) continue;
      const place = `${endpoint.path} ${endpoint.location.line} ${one.environment}`;
      if (said.has(place)) continue;
      said.add(place);
      const { environment } = one;
      const use: Use = { endpoint, subject: one.service?.name ?? endpoint.name, environment, kind, host, port };
      const key = JSON.stringify([environment, host.split('.')[0], port]);
      const known = found.get(key);
      if (known) known.push(use);
      else found.set(key, [use]);
    }
  }
  return found;
}

/** The OTLP receivers of the collectors that may be in an environment. */
function receiversOf(context: RuleContext): (environment: string | null) => readonly OtlpReceiver[] {
  const all = collectorConfigs(context).map((config): [CollectorConfig, OtlpReceiver[]] => [
    config,
    otlpReceivers(config),
  ]);
  const known = new Map<string | null, OtlpReceiver[]>();
  return (environment) => {
    const found =
      known.get(environment) ??
      all.flatMap(([config, receivers]) => (mayBeFor(config.file, environment, context) ? receivers : []));
    known.set(environment, found);
    return found;
  };
}

/** Not a backend that takes OTLP itself. */
function isCollector(host: string): boolean {
  return /otel|opentelemetry|collector/i.test(host) && !/tempo|jaeger|loki|alloy|signoz|datadog/i.test(host);
}

function nameOf(kind: Use['kind']): string {
  return kind === 'grpc' ? 'gRPC' : 'HTTP';
}

function finding({ endpoint, subject, environment, kind }: Use, consequence: string): RuleFinding {
  return {
    location: endpoint.location,
    subject,
    ...(environment === null ? {} : { environment }),
    key: `${endpoint.name} ${endpoint.value} ${kind}`,
    message: `${subject} exports ${nameOf(kind)} to ${quoteName(endpoint.value ?? '')}, and ${consequence}`,
  };
}
