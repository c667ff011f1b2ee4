import { quoteName } from '../../../names.ts';
import { helmTemplates, yamlFiles } from '../../../tree/file-types.ts';
import type { Rule } from '../../rule/rule.ts';
import { collectorConfigs } from './collector-configs.ts';
import { endpointOf, exportsBySignal, otelExports } from './otel-settings.ts';
import { otlpReceivers } from './otlp-receivers.ts';

export const otelPortProtocolMismatch: Rule = {
  id: 'otel-port-protocol-mismatch',
  title: 'OTLP over gRPC goes to its port, and OTLP over HTTP to its own',
  severity: 'error',
  incident: '001 11',
  help: 'gRPC is on port 4317, http/protobuf on 4318: change the port or the protocol.',
  needs: [yamlFiles, helmTemplates],
  *check(context) {
    const said = new Set<string>();
    for (const one of otelExports(context)) {
      for (const { endpoint, protocol } of exportsBySignal(one)) {
        const address = endpointOf(endpoint);
        const wanted = address?.port === 4317 ? 'grpc' : address?.port === 4318 ? 'http' : null;
        const written = protocol?.value ?? null;
        if (!address || wanted === null || written === null || !/^(?:grpc|http\/(?:protobuf|json))$/.test(written))
          continue;
        const actual = written === 'grpc' ? 'grpc' : 'http';
        if (actual === wanted) continue;
        // A collector of ours may have it the other way round.
        const odd = collectorConfigs(context).some((config) =>
          otlpReceivers(config).some(({ kind, port }) => kind === actual && (port === null || port === address.port)),
        );
        const key = `${endpoint.path} ${endpoint.location.line} ${protocol?.path} ${protocol?.location.line}`;
        if (odd || said.has(key)) continue;
        said.add(key);
        yield {
          location: endpoint.location,
          subject: one.service?.name ?? endpoint.name,
          ...(one.environment === null ? {} : { environment: one.environment }),
          key: `${endpoint.name} ${endpoint.value} ${written}`,
          message: `${endpoint.name} is ${quoteName(endpoint.value ?? '')}, the port of ${wanted === 'grpc' ? 'gRPC' : 'HTTP'}, and ${protocol?.name} is ${quoteName(written)}: the collector does not understand what it gets, and nothing is exported`,
        };
      }
    }
  },
};
