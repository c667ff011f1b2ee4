import { isComposeFile, isYaml } from '../tree/file-types.ts';
import { baseName } from '../tree/repository-paths.ts';
import type { Finding } from '../verify/findings/finding.ts';
import { plainValue, textAt } from '../yaml/value.ts';
import { parseYamlFile } from '../yaml/yaml-document.ts';
import type { RetirementStage } from './service-change.ts';

/** Objects that send requests to a service, or let others send them. */
const routes: ReadonlySet<string> = new Set([
  'AuthorizationPolicy',
  'DestinationRule',
  'GRPCRoute',
  'Gateway',
  'HTTPProxy',
  'HTTPRoute',
  'Ingress',
  'IngressRoute',
  'ReferenceGrant',
  'ServiceEntry',
  'TCPRoute',
  'TLSRoute',
  'VirtualService',
]);

/** The stage of a retirement that a place belongs to, by what its file is. */
export function stageOf({ path, fix }: Finding, text: string): RetirementStage {
  if (/(?:^|\/)(?:nginx|haproxy|envoy|traefik)[^/]*\.(?:conf|cfg|ya?ml)$|\.conf$/.test(path)) return 'stop-traffic';
  // A fix that deletes files belongs where the last of them goes: with what deploys them.
  if ((fix?.deletes ?? []).length > 0) return /^\.github\//.test(path) ? 'delete' : 'undeploy';
  if (!isYaml(path) || path.startsWith('.github/') || isComposeFile(path)) return 'delete';
  const kinds = kindsIn(path, text);
  if (kinds.some((kind) => routes.has(kind))) return 'stop-traffic';
  const isOfHelm = /(?:^|\/)templates\//.test(path) || /^(?:Chart|values[^/]*)\.ya?ml$/.test(baseName(path));
  return kinds.length > 0 || isOfHelm ? 'undeploy' : 'delete';
}

/** The kinds of the objects of a file; those that its lines say where it is a template. */
function kindsIn(path: string, text: string): string[] {
  const file = parseYamlFile(path, text);
  if (file.errors.length > 0)
    return [...text.matchAll(/^kind:[ \t]*([A-Za-z]+)[ \t]*$/gm)].map(([, kind = '']) => kind);
  return file.documents.flatMap((document) => textAt(plainValue(document), 'kind') ?? []);
}
