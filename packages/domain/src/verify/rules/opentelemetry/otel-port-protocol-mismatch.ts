import { quoteName } from '../../../names.ts';
import { present } from '../../../present.ts';
import type { Rule } from '../../rule/rule.ts';
import { collectorConfigsNeeds } from './collector-configs.ts';
import { otelExportsNeeds } from './otel-settings.ts';
import { nameOfTransport, otlpExports, usualTransport } from './otlp-exports.ts';
import { otlpReceivers } from './otlp-receivers.ts';

export const otelPortProtocolMismatch: Rule = {
  id: 'otel-port-protocol-mismatch',
  title: 'OTLP over gRPC goes to its port, and OTLP over HTTP to its own',
  severity: 'error',
  incident: '001 11',
  help: 'gRPC is on port 4317, http/protobuf on 4318: change the port or the protocol.',
  needs: [...otelExportsNeeds, ...collectorConfigsNeeds],
  *check(context) {
    const reported = new Set<string>();
    for (const { process, endpoint, address, protocol, transport } of otlpExports(context)) {
      const usual = usualTransport(address.port);
      if (protocol === null || transport === null || usual === null || transport === usual) continue;
      // A collector of ours may have it the other way round.
      const isTaken = otlpReceivers(context).some(
        ({ kind, port }) => kind === transport && (port === null || port === address.port),
      );
      const place = `${endpoint.path} ${endpoint.location.line} ${protocol.path} ${protocol.location.line}`;
      if (isTaken || reported.has(place)) continue;
      reported.add(place);
      yield {
        location: endpoint.location,
        subject: process.service?.name ?? endpoint.name,
        ...present({ environment: process.environment }),
        key: `${endpoint.name} ${endpoint.value} ${protocol.value}`,
        message: `${endpoint.name} is ${quoteName(endpoint.value ?? '')}, the port of ${nameOfTransport(usual)}, and ${protocol.name} is ${quoteName(protocol.value ?? '')}: the collector does not understand what it gets, and nothing is exported`,
      };
    }
  },
};
