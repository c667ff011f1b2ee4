import { verifyFiles } from '../unit/verify/rule-fixtures.ts';
import { lines } from './growth.ts';

const kept = Object.fromEntries([sourceOf('a-service'), sourceOf('b-service')]);

/** What a service is built from. */
export function sourceOf(name: string): [string, string] {
  return [`services/${name}/Dockerfile`, 'FROM scratch\nCOPY . .\n'];
}

/** Verifies files beside two services that are there, with so many that are gone. */
export function verifyRemoved(n: number, files: Record<string, string>): unknown {
  const removed = `removed-services: [${lines(n, (at) => `gone${at}-service, `)}]\n`;
  return verifyFiles({ ...kept, 'rollcall.yaml': removed, ...files }, { rules: ['service-leftover'] });
}

/** An object of Kubernetes. */
export function objectOf(name: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\n`;
}
