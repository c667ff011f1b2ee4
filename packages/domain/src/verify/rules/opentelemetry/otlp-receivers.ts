import { memoize } from '../../../memo.ts';
import { field, valueAt } from '../../../yaml/value.ts';
import type { RuleContext } from '../../rule/context.ts';
import { type CollectorConfig, collectorConfigs, definitions } from './collector-configs.ts';

/** What a collector listens to for OTLP. */
export interface OtlpReceiver {
  file: string;
  kind: 'grpc' | 'http';
  /** Null where it is an expression. */
  port: number | null;
}

/** The OTLP receivers of every collector; with those of the chart's defaults where its configuration is values of one. */
export const otlpReceivers = memoize((context: RuleContext): readonly OtlpReceiver[] =>
  collectorConfigs(context).flatMap((config) => [
    ...writtenReceivers(config),
    ...(config.values ? transports.map((kind) => receiver(config, kind, null)) : []),
  ]),
);

const transports = ['grpc', 'http'] as const;

function writtenReceivers(config: CollectorConfig): OtlpReceiver[] {
  const written = definitions(config, 'receivers').filter(([name]) => /^otlp(?:\/|$)/.test(name));
  return written.flatMap(([, value]) =>
    transports.flatMap((kind) => {
      const protocol = valueAt(value, ['protocols', kind]);
      return protocol === undefined ? [] : receiver(config, kind, protocol);
    }),
  );
}

function receiver({ file }: CollectorConfig, kind: OtlpReceiver['kind'], protocol: unknown): OtlpReceiver {
  const endpoint = field(protocol, 'endpoint');
  if (endpoint === undefined) return { file, kind, port: kind === 'grpc' ? 4317 : 4318 };
  const port = /:(\d{1,5})$/.exec(String(endpoint))?.[1];
  return { file, kind, port: port === undefined ? null : Number(port) };
}
