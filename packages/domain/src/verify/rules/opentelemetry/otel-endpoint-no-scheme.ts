import { listFew, quoteName } from '../../../names.ts';
import { present } from '../../../present.ts';
import type { Fix } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { type OtelExport, type OtelSetting, otelExportsNeeds } from './otel-settings.ts';
import { otlpExports } from './otlp-exports.ts';

export const otelEndpointNoScheme: Rule = {
  id: 'otel-endpoint-no-scheme',
  title: 'Every endpoint of OpenTelemetry that has to be an address is one',
  severity: 'error',
  incident: '001 11',
  help: 'Write the endpoint as an address: http://otel-collector:4318, or https:// where the collector has TLS.',
  needs: [...otelExportsNeeds],
  *check(context) {
    for (const { endpoint, refusers, others } of endpointsWithoutScheme(context)) {
      if (refusers.length === 0) continue;
      const services = [...new Set(refusers.flatMap(({ service }) => (service ? [service.name] : [])))].sort();
      const [environment, ...more] = new Set(refusers.map((process) => process.environment));
      yield {
        location: endpoint.location,
        subject: services.length === 1 ? (services[0] ?? endpoint.name) : endpoint.name,
        ...present({ environment: more.length === 0 ? environment : null }),
        key: `${endpoint.name} ${endpoint.value}`,
        message: `${endpoint.name} is ${quoteName(endpoint.value ?? '')}, without http:// or https://: ${consequence(services, refusers)}`,
        fix: fixOf(endpoint, others === 0 && refusers.every(isStrict)),
      };
    }
  },
};

interface Endpoint {
  endpoint: OtelSetting;
  /** The processes whose SDK refuses it. */
  refusers: OtelExport[];
  /** How many processes take it. */
  others: number;
}

/** Host and port alone, each with the processes that are told it. */
function endpointsWithoutScheme(context: RuleContext): Iterable<Endpoint> {
  const endpoints = new Map<string, Endpoint>();
  for (const { process, endpoint, address, protocol } of otlpExports(context)) {
    if (address.scheme !== null || address.host.startsWith('$')) continue;
    const key = `${endpoint.path} ${endpoint.location.line} ${endpoint.name}`;
    const told = endpoints.get(key) ?? { endpoint, refusers: [], others: 0 };
    endpoints.set(key, told);
    if (!refuses(process, protocol?.value ?? null, address.port)) told.others += 1;
    else if (told.refusers.at(-1) !== process) told.refusers.push(process);
  }
  return endpoints.values();
}

/** SDKs that take nothing but an address, over either protocol. */
function isStrict({ kind }: OtelExport): boolean {
  return kind === 'java' || kind === 'dotnet';
}

/** Whether the SDK of a process refuses host and port alone, or sends nothing. */
function refuses(process: OtelExport, protocol: string | null, port: number | null): boolean {
  if (isStrict(process)) return true;
  // Code in Go and Rust often takes the variable itself and gives the exporter host and port.
  if (process.kind === 'go' || process.kind === 'rust') return false;
  const http = protocol === null ? port === 4318 : protocol.startsWith('http/');
  return http && (protocol !== null || process.kind === 'node' || process.kind === 'python');
}

function consequence(services: readonly string[], refusers: readonly OtelExport[]): string {
  const whose = services.length === 0 ? 'the process' : listFew(services);
  const verb = services.length > 1 ? 'do' : 'does';
  if (refusers.every(({ kind }) => kind === 'java')) return `the Java SDK refuses it, and ${whose} ${verb} not start`;
  if (refusers.every(({ kind }) => kind === 'dotnet'))
    return `the .NET SDK cannot call it, and nothing of ${whose} is exported`;
  return `over HTTP it is no address, and nothing of ${whose} is exported`;
}

function fixOf({ path, start, name, value }: OtelSetting, safe: boolean): Fix | null {
  if (start === null || !/:431[78](?:\/|$)/.test(value ?? '')) return null;
  return {
    description: `write ${name} with http://`,
    safe,
    edits: [{ path, range: [start, start], newText: 'http://' }],
  };
}
