/** The images of the public libraries that charts run beside services, by the last part of their name. */

/** Databases, caches, object stores, brokers. */
export const stores: ReadonlySet<string> = new Set([
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

/** What collects and shows metrics, logs and traces. */
export const observers: ReadonlySet<string> = new Set([
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

const others: ReadonlySet<string> = new Set([
  'alpine',
  'busybox',
  'consul',
  'haproxy',
  'kibana',
  'logstash',
  'nginx',
  'node',
  'registry',
  'traefik',
  'vault',
]);

/** Whether an image of this bare name is a public one: it does not say that it was built here. */
export function isPublicImage(name: string): boolean {
  return stores.has(name) || observers.has(name) || others.has(name);
}
