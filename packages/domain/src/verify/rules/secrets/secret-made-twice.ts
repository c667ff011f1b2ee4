import type { Application } from '../../../argocd/application.ts';
import { groupInto } from '../../../grouping.ts';
import { memoize } from '../../../memo.ts';
import { quoteName, showPath } from '../../../names.ts';
import { present } from '../../../present.ts';
import { field, isRecord, textAt } from '../../../yaml/value.ts';
import { clusterOf } from '../../facts/argocd/destination-cluster.ts';
import { ownedObjects, ownedObjectsNeeds } from '../../facts/kubernetes/deployed-objects.ts';
import { externalSecretOf } from '../../facts/kubernetes/external-secrets.ts';
import type { KubernetesObject } from '../../facts/kubernetes/objects.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

export const secretMadeTwice: Rule = {
  id: 'secret-made-twice',
  title: 'Every Secret is made by one object',
  severity: 'error',
  help: 'Keep one of them: remove the Secret from Git, or let the ExternalSecret merge into it (creationPolicy: Merge).',
  needs: [...ownedObjectsNeeds],
  *check(context) {
    for (const [first, ...others] of makersOfSecrets(context)) {
      const reported = new Set([first && identityOf(first.object)]);
      for (const { object, application, secret } of others) {
        if (!first || reported.has(identityOf(object))) continue;
        reported.add(identityOf(object));
        yield {
          location: object.document.locate([...object.at, 'metadata', 'name']),
          subject: secret,
          ...present({ environment: application.environment }),
          message: `Secret ${quoteName(secret)} is made by ${describe(object)} of Application ${quoteName(application.name)} and by ${describe(first.object)} (${showPath(first.object.file)}): each writes over what the other wrote, and pods read the one or the other`,
        };
      }
    }
  },
};

interface Maker {
  object: KubernetesObject;
  application: Application;
  /** The name of the Secret. */
  secret: string;
}

/** What makes each Secret of a cluster, by cluster, namespace and name. */
function makersOfSecrets(context: RuleContext): Iterable<Maker[]> {
  const makers = new Map<string, Maker[]>();
  for (const application of context.catalog.applications) {
    const { name, file } = application;
    // Two Applications of which nobody knows whether they share a cluster are not compared.
    const cluster = clusterOf(application, context) ?? `${file} ${name}`;
    for (const { object, namespace } of ownedObjects(application, context)) {
      const secret = secretOf(object);
      if (secret !== undefined)
        groupInto(makers, JSON.stringify([cluster, namespace, secret]), { object, application, secret });
    }
  }
  return makers.values();
}

/** The Secret that an object makes; undefined where it makes none, or says nothing of what is in it. */
const secretOf = memoize((object: KubernetesObject): string | undefined => {
  const { group, kind, name, value } = object;
  if (group === '' && kind === 'Secret') return isRecord(content(value)) ? name : undefined;
  if (group === 'bitnami.com' && kind === 'SealedSecret') return name;
  if (group === 'cert-manager.io' && kind === 'Certificate') return textAt(value, 'spec', 'secretName');
  const external = externalSecretOf(object);
  return external && external.policy !== 'Merge' && external.policy !== 'None' ? external.target : undefined;
});

function content(value: unknown): unknown {
  return [field(value, 'data'), field(value, 'stringData')].find((one) => isRecord(one) && Object.keys(one).length > 0);
}

function identityOf({ group, kind, name }: KubernetesObject): string {
  return JSON.stringify([group, kind, name]);
}

function describe({ group, kind, name }: KubernetesObject): string {
  return group === '' ? 'a Secret in Git' : `${kind} ${quoteName(name)}`;
}
