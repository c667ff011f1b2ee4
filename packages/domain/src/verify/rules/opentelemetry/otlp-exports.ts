import type { RuleContext } from '../../rule/context.ts';
import { type OtelExport, type OtelSetting, otelExports } from './otel-settings.ts';

/** Where one process sends one or more signals. */
interface OtlpExport {
  process: OtelExport;
  endpoint: OtelSetting;
  address: OtlpAddress;
  protocol: OtelSetting | null;
  /** Null where no protocol is written, or an expression. */
  transport: 'grpc' | 'http' | null;
}

/** The parts of an endpoint, with or without a scheme, variables as they are written. */
interface OtlpAddress {
  scheme: string | null;
  host: string;
  port: number | null;
}

const signals = ['', 'TRACES_', 'METRICS_', 'LOGS_'] as const;

/** What every process is told of the signals that have an endpoint or a protocol of their own. */
export function otlpExports(context: RuleContext): OtlpExport[] {
  return otelExports(context).flatMap((process) => signals.flatMap((signal) => exportOf(process, signal) ?? []));
}

function exportOf(process: OtelExport, signal: string): OtlpExport | null {
  const [own, ownProtocol] = ['ENDPOINT', 'PROTOCOL'].map((what) =>
    process.settings.get(`OTEL_EXPORTER_OTLP_${signal}${what}`),
  );
  if (!own && !ownProtocol) return null;
  const endpoint = own ?? process.settings.get('OTEL_EXPORTER_OTLP_ENDPOINT');
  const protocol = ownProtocol ?? process.settings.get('OTEL_EXPORTER_OTLP_PROTOCOL') ?? null;
  const address = endpoint && addressOf(endpoint);
  return address ? { process, endpoint, address, protocol, transport: transportOf(protocol?.value ?? '') } : null;
}

/** Null where it is no endpoint. */
function addressOf({ value }: OtelSetting): OtlpAddress | null {
  const [, scheme, host, port] =
    /^(?:([a-z]+):\/\/)?((?:[\w.-]|\$\(\w+\)|\$\{\w+\})+)(?::(\d{1,5}))?(?:\/[\w./-]*)?$/.exec(value?.trim() ?? '') ??
    [];
  return host === undefined ? null : { scheme: scheme ?? null, host, port: port === undefined ? null : Number(port) };
}

function transportOf(protocol: string): 'grpc' | 'http' | null {
  if (protocol === 'grpc') return 'grpc';
  return /^http\/(?:protobuf|json)$/.test(protocol) ? 'http' : null;
}

/** The transport that is usual on a port; null for any other port. */
export function usualTransport(port: number | null): 'grpc' | 'http' | null {
  return port === 4317 ? 'grpc' : port === 4318 ? 'http' : null;
}

export function nameOfTransport(transport: 'grpc' | 'http'): string {
  return transport === 'grpc' ? 'gRPC' : 'HTTP';
}
