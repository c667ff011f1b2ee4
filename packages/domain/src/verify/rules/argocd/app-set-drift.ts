import type { Application } from '../../../argocd/application.ts';
import { sameEnvironment, withoutEnvironment } from '../../../argocd/environment-names.ts';
import { compareText } from '../../../location.ts';
import { escapeForRegExp } from '../../../name-spellings.ts';
import { listFew, quoteName, showPath } from '../../../names.ts';
import { field, listAt, plainValue } from '../../../yaml/value.ts';
import type { YamlPath } from '../../../yaml/yaml-document.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { subscriptionsOf } from './notifications.ts';

export const appSetDrift: Rule = {
  id: 'app-set-drift',
  title: 'The Applications of a service have one shape in every environment',
  severity: 'notice',
  incident: '004 4.3',
  help: 'Add what is missing, or waive the finding where the environments are meant to differ.',
  needs: [],
  *check(context) {
    for (const applications of sets(context)) {
      const shapes = applications.map((application) => ({ application, shape: shapeOf(application) }));
      for (const { application, shape } of shapes) {
        for (const [what, { items, at }] of shape) {
          const counts = new Map<string, number>();
          for (const { shape: other } of shapes) {
            for (const item of other.get(what)?.items ?? []) counts.set(item, (counts.get(item) ?? 0) + 1);
          }
          // Other sources have nothing to compare.
          if (!shapes.every(({ shape: other }) => other.has(what))) continue;
          const missing = [...counts]
            .filter(([item, count]) => !items.has(item) && count * 2 >= shapes.length)
            .map(([item]) => item)
            .sort(compareText);
          if (missing.length === 0) continue;
          const { name, environment, document, service } = application;
          const others = shapes.flatMap(({ application: other, shape: theirs }) =>
            missing.some((item) => theirs.get(what)?.items.has(item)) ? [other.environment ?? ''] : [],
          );
          yield {
            location: document.locate(at),
            subject: service ?? name,
            ...(environment === null ? {} : { environment }),
            message: `Application ${quoteName(name)} lacks ${what} that the service has in ${listFew(others.map(showPath))}, ${listFew(missing.map(quoteName))}: what is tried there is not what runs in ${showPath(environment ?? '')}`,
          };
        }
      }
    }
  },
};

/** The Applications of one name and service, one of each environment, where there are at least two. */
function sets({ catalog }: RuleContext): Application[][] {
  const found = new Map<string, Application[]>();
  for (const application of catalog.applications) {
    if (application.environment === null || application.service === null) continue;
    const key = JSON.stringify([application.service, withoutEnvironment(application.name, application.environment)]);
    const known = found.get(key);
    if (known) known.push(application);
    else found.set(key, [application]);
  }
  return [...found.values()].filter((applications) => {
    const environments = new Set(applications.map(({ environment }) => environment));
    return environments.size >= 2 && environments.size === applications.length;
  });
}

type Shape = Map<string, { items: ReadonlySet<string>; at: YamlPath }>;

/** What of an Application should be the same everywhere, the name of its environment replaced. */
function shapeOf(application: Application): Shape {
  const { document, environment, sources } = application;
  const metadata = field(plainValue(document), 'metadata');
  const labels = field(metadata, 'labels');
  const name = environmentPattern(environment ?? '');
  const neutral = (text: string): string => text.replace(name, '{environment}');
  const shape: Shape = new Map();
  for (const { path, chart, valueFiles, at } of sources) {
    const from = neutral(path ?? chart ?? '');
    if ((path ?? chart) === null) continue;
    // Only the value files of one chart can be compared.
    shape.set(`the value file of ${quoteName(from)}`, {
      items: new Set(valueFiles.map(neutral)),
      at: [...at, 'helm', 'valueFiles'],
    });
  }
  const finalizers = listAt(metadata, 'finalizers').map(String);
  shape.set('the finalizer', { items: new Set(finalizers), at: ['metadata', 'finalizers'] });
  const triggers = subscriptionsOf(application).map(({ trigger, service }) => trigger ?? service);
  shape.set('the subscription to', { items: new Set(triggers), at: ['metadata', 'annotations'] });
  const keys = typeof labels === 'object' && labels !== null ? Object.keys(labels) : [];
  shape.set('the label', { items: new Set(keys.map(neutral)), at: ['metadata', 'labels'] });
  return shape;
}

/** The name of an environment as a whole word, whatever its spelling: `prod` in `environments/prod.yaml`. */
function environmentPattern(environment: string): RegExp {
  const names = [...new Set([environment, ...sameEnvironment(environment)])].sort((a, b) => b.length - a.length);
  return new RegExp(`(?<![A-Za-z0-9])(?:${names.map(escapeForRegExp).join('|')})(?![A-Za-z0-9])`, 'gi');
}
