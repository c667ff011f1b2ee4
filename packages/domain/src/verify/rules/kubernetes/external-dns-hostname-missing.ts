import { quoteName } from '../../../names.ts';
import { terraformFiles, yamlFiles } from '../../../tree/file-types.ts';
import { field, keysAt, listAt, valueAt } from '../../../yaml/value.ts';
import { chartsOf, helmReleases } from '../../facts/helm/installed-charts.ts';
import { type KubernetesObject, objectsOfKind } from '../../facts/kubernetes/objects.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

export const externalDnsHostnameMissing: Rule = {
  id: 'external-dns-hostname-missing',
  title: 'What gets an address from the cloud gets its name from ExternalDNS',
  severity: 'notice',
  incident: '002 3',
  help: 'Add the annotation external-dns.alpha.kubernetes.io/hostname, or a hostname to the listeners.',
  needs: [yamlFiles, terraformFiles],
  *check(context) {
    if (!hasExternalDns(context)) return;
    const found = [
      ...objectsOfKind('Service', context, 'LoadBalancer').filter(({ value }) => isPublicService(value)),
      ...(routesHaveHostnames(context) ? [] : objectsOfKind('Gateway', context).filter(isUnnamedGateway)),
    ].filter(({ value }) => !isNamed(value));
    for (const { kind, name, namespace, document, at } of found) {
      yield {
        location: document.locate([...at, 'metadata', 'annotations']),
        subject: name,
        key: `${kind} ${namespace} ${name}`,
        message: `${kind} ${quoteName(name)} has no host name for ExternalDNS: when its load balancer is made anew, the DNS record still leads to the old one`,
      };
    }
  },
};

function hasExternalDns(context: RuleContext): boolean {
  return (
    context.catalog.applications.some((application) => chartsOf(application, context).includes('external-dns')) ||
    helmReleases(context).some(({ chart }) => chart === 'external-dns')
  );
}

function isNamed(value: unknown): boolean {
  const annotations = [
    ...keysAt(value, 'metadata', 'annotations'),
    ...keysAt(value, 'spec', 'infrastructure', 'annotations'),
  ];
  return annotations.some((key) =>
    /^external-dns\.|load-balancer-(?:internal|scheme)$|azure-load-balancer-internal/.test(key),
  );
}

function isPublicService(value: unknown): boolean {
  return valueAt(value, ['spec', 'type']) === 'LoadBalancer';
}

function isUnnamedGateway({ group, value }: KubernetesObject): boolean {
  return (
    group === 'gateway.networking.k8s.io' &&
    listAt(field(value, 'spec'), 'listeners').every((listener) => field(listener, 'hostname') === undefined)
  );
}

/** ExternalDNS takes the names of routes as well, those of templates among them. */
function routesHaveHostnames({ texts }: RuleContext): boolean {
  return [...texts.values()].some((text) => /^[ \t]*hostnames:/m.test(text));
}
