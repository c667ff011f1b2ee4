import { field } from '../../../yaml/value.ts';
import { type CollectorConfig, definitions } from './collector-configs.ts';

/** What a collector listens to for OTLP. */
export interface OtlpReceiver {
  kind: 'grpc' | 'http';
  /** Null where it is an expression. */
  port: number | null;
}

/** The ports of a collector's OTLP receivers; with those of the chart's defaults where it is values of one. */
export function otlpReceivers(config: CollectorConfig): OtlpReceiver[] {
  const written = definitions(config, 'receivers')
    .filter(([name]) => /^otlp(?:\/|$)/.test(name))
    .flatMap(([, value]) =>
      (['grpc', 'http'] as const).flatMap((kind): OtlpReceiver[] => {
        const protocols = field(value, 'protocols');
        const protocol = field(protocols, kind);
        if (typeof protocols !== 'object' || protocols === null || protocol === undefined) return [];
        const endpoint = field(protocol, 'endpoint');
        if (endpoint === undefined) return [{ kind, port: kind === 'grpc' ? 4317 : 4318 }];
        const port = /:(\d{1,5})$/.exec(String(endpoint))?.[1];
        return [{ kind, port: port === undefined ? null : Number(port) }];
      }),
    );
  return config.values ? [...written, { kind: 'grpc', port: 4317 }, { kind: 'http', port: 4318 }] : written;
}
