import type { RuleCategory } from '../../rule/rule.ts';
import { otelEndpointNoScheme } from './otel-endpoint-no-scheme.ts';
import { otelExporterProtocolMismatch } from './otel-exporter-protocol-mismatch.ts';
import { otelPipelineDisconnected } from './otel-pipeline-disconnected.ts';
import { otelPortProtocolMismatch } from './otel-port-protocol-mismatch.ts';

export const opentelemetryRules: RuleCategory = {
  folder: 'opentelemetry',
  title: 'OpenTelemetry',
  rules: [otelEndpointNoScheme, otelExporterProtocolMismatch, otelPipelineDisconnected, otelPortProtocolMismatch],
};
