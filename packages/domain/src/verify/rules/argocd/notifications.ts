import type { Application } from '../../../argocd/application.ts';
import { memoize } from '../../../memo.ts';
import { kustomizations } from '../../../tree/file-types.ts';
import { baseName, folderOf, joinPath, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import { field, fieldsAt, keysAt, listAt, plainValue } from '../../../yaml/value.ts';
import { mayBeFor } from '../../facts/argocd/manifest-environments.ts';
import { sourceManifestsNeeds } from '../../facts/argocd/source-manifests.ts';
import { type KubernetesObject, objectsOfKind } from '../../facts/kubernetes/objects.ts';
import type { RuleContext } from '../../rule/context.ts';
import { annotationsOf } from './application-annotations.ts';
import { type PostedName, postedNames, refusedTrigger } from './posted-names.ts';

/** What a rule needs to have read that asks for the configuration of notifications. */
export const notificationsNeeds = sourceManifestsNeeds;

const prefix = 'notifications.argoproj.io/subscribe.';

/** A subscription an Application has by annotation. */
export interface Subscription {
  /** The annotation's key. */
  key: string;
  /** Null: the service's default triggers. */
  trigger: string | null;
  service: string;
  /** What stands behind the service; Argo CD does not read it. */
  rest: string[];
}

/** `subscribe.<trigger>.<service>`, or `subscribe.<service>`; the recipients may be empty, as a webhook's are. */
export function subscriptionsOf(application: Application): Subscription[] {
  return [...annotationsOf(application).keys()].flatMap((key): Subscription[] => {
    if (!key.startsWith(prefix)) return [];
    const [first = '', second, ...rest] = key.slice(prefix.length).split('.');
    if (second === undefined) return [{ key, trigger: null, service: first, rest }];
    return [{ key, trigger: first, service: second, rest }];
  });
}

/** The key of a subscription's annotation. */
export function subscriptionKey(trigger: string | null, service: string): string {
  return `${prefix}${trigger === null ? '' : `${trigger}.`}${service}`;
}

/** The subscriptions of every Application whose environment's configuration is known, with it. */
export function* judgedSubscriptions(
  context: RuleContext,
): Iterable<{ application: Application; subscription: Subscription; config: NotificationsConfig }> {
  for (const application of context.catalog.applications) {
    const subscriptions = subscriptionsOf(application);
    const config = subscriptions.length === 0 ? null : notificationsOf(application.environment, context);
    if (config) for (const subscription of subscriptions) yield { application, subscription, config };
  }
}

/** What argocd-notifications-cm defines for an environment. */
interface NotificationsConfig {
  files: readonly string[];
  /** Names as subscriptions use them: `service.slack` is `slack`, `service.webhook.x` is `x`. */
  services: ReadonlySet<string>;
  triggers: ReadonlySet<string>;
  /** Whether a service has triggers for subscriptions that name none. */
  hasDefaults(service: string): boolean;
  /** Whether it subscribes Applications by itself. */
  subscribes: boolean;
  /** What its templates post to GitHub. */
  posts: readonly PostedName[];
  /** A trigger for which Argo CD refuses all of it; null without one. */
  refused: ReturnType<typeof refusedTrigger>;
}

const configsOf = memoize((_context: RuleContext) => new Map<string | null, NotificationsConfig | null>());

/**
 * The configuration of notifications of an environment; null where no manifest has all of it: where there is none, or
 * it is the patch of one that is elsewhere.
 */
export function notificationsOf(environment: string | null, context: RuleContext): NotificationsConfig | null {
  const known = configsOf(context);
  const before = known.get(environment);
  if (before !== undefined) return before;
  const config = readNotifications(environment, context);
  known.set(environment, config);
  return config;
}

const configMapName = 'argocd-notifications-cm';

function readNotifications(environment: string | null, context: RuleContext): NotificationsConfig | null {
  const maps = objectsOfKind('ConfigMap', context, configMapName).filter(
    ({ name, file }) => name === configMapName && mayBeFor(file, environment, context),
  );
  if (maps.length === 0 || maps.some((map) => isPatch(map, context))) return null;
  const keys = maps.flatMap(({ value }) => keysAt(value, 'data'));
  const data = Object.fromEntries(maps.flatMap(({ value }) => fieldsAt(value, 'data')));
  return {
    files: [...new Set(maps.map(({ file }) => file))],
    services: new Set(keys.filter((key) => /^service\.[^.]+(\.[^.]+)?$/.test(key)).map(lastPart)),
    triggers: new Set(keys.filter((key) => key.startsWith('trigger.')).map((key) => key.slice('trigger.'.length))),
    hasDefaults: (service) => keys.includes('defaultTriggers') || keys.includes(`defaultTriggers.${service}`),
    subscribes: keys.includes('subscriptions'),
    posts: postedNames(data),
    refused: refusedTrigger(data),
  };
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}

/** Whether a kustomization has the file as a patch of something else; then that has the rest of it. */
function isPatch({ file, value }: KubernetesObject, context: RuleContext): boolean {
  if (field(value, 'data') === undefined) return true;
  const name = baseName(file);
  return [...context.texts].some(([path, text]) => {
    if (!kustomizations(path) || !text.includes(name)) return false;
    const kustomization = context.yaml(path)?.documents.map(plainValue)[0];
    const patches = [...listAt(kustomization, 'patches'), ...listAt(kustomization, 'patchesStrategicMerge')];
    return patches.some((patch) => {
      const written = typeof patch === 'string' ? patch : field(patch, 'path');
      return typeof written === 'string' && normaliseRepositoryPath(joinPath(folderOf(path), written)) === file;
    });
  });
}
