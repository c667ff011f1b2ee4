import type { PodTemplate } from '../../facts/kubernetes/pod-templates.ts';

/** What a pod is for, where its images say that it is no application of the mesh. */
export type Infrastructure =
  /** Databases, caches, object stores, brokers: others call them. */
  | 'store'
  /** What watches: metrics, logs, traces. */
  | 'observer';

const stores: ReadonlySet<string> = new Set([
  'cassandra',
  'clickhouse',
  'clickhouse-server',
  'cockroach',
  'cockroachdb',
  'couchdb',
  'elasticsearch',
  'etcd',
  'influxdb',
  'kafka',
  'mariadb',
  'memcached',
  'minio',
  'mongo',
  'mongodb',
  'mysql',
  'mysql-server',
  'nats',
  'neo4j',
  'opensearch',
  'postgres',
  'postgresql',
  'postgis',
  'rabbitmq',
  'redis',
  'redis-stack',
  'scylla',
  'timescaledb',
  'valkey',
  'zookeeper',
]);

const observers: ReadonlySet<string> = new Set([
  'alertmanager',
  'all-in-one',
  'blackbox-exporter',
  'fluent-bit',
  'grafana',
  'jaeger',
  'loki',
  'mimir',
  'node-exporter',
  'opentelemetry-collector',
  'opentelemetry-collector-contrib',
  'otel-collector',
  'prometheus',
  'promtail',
  'tempo',
  'thanos',
]);

/**
 * What a pod is for: known only where all its containers are images of that sort. `look` gives the text of a value
 * of the chart by its path.
 */
export function infrastructureOf(
  { spec }: Pick<PodTemplate, 'spec'>,
  look: (key: readonly string[]) => string | null,
): Infrastructure | null {
  const containers = spec.slice(Math.max(spec.search(/^[ \t]*containers[ \t]*:/m), 0));
  const images = [...containers.matchAll(/^[ \t]*(?:-[ \t]+)?image[ \t]*:[ \t]*(\S.*?)[ \t]*$/gm)].map(
    ([, image = '']) => sortOf(image, look),
  );
  if (images.length === 0 || images.includes(null)) return null;
  return images.includes('store') ? 'store' : 'observer';
}

function sortOf(image: string, look: (key: readonly string[]) => string | null): Infrastructure | null {
  const written = image
    .replace(/^(["'])(.*)\1$/, '$2')
    .replace(/\{\{-?\s*\$?\.Values\.([\w.]+)[^{}]*\}\}/g, (_, key: string) => look(key.split('.')) ?? '');
  const name = written
    .replace(/@.*$/, '')
    .replace(/:[^/]*$/, '')
    .replace(/^.*\//, '');
  if (stores.has(name)) return 'store';
  return observers.has(name) || /[-_]exporter$/.test(name) ? 'observer' : null;
}
