import type { Application } from '../../../argocd/application.ts';
import { sameEnvironment, withoutEnvironment } from '../../../argocd/environment-names.ts';
import { groupBy } from '../../../grouping.ts';
import { compareText } from '../../../location.ts';
import { listFew, quoteName, showPath } from '../../../names.ts';
import { textPattern } from '../../../text-pattern.ts';
import { field, keysAt, listAt, plainValue } from '../../../yaml/value.ts';
import type { YamlPath } from '../../../yaml/yaml-document.ts';
import { applicationFinding } from '../../facts/argocd/application-finding.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { subscriptionsOf } from './notifications.ts';

export const appSetDrift: Rule = {
  id: 'app-set-drift',
  title: 'The Applications of a service have one shape in every environment',
  severity: 'notice',
  offByDefault: true,
  incident: '004 4.3',
  help: 'Add what is missing, or waive the finding where the environments are meant to differ.',
  needs: [],
  *check(context) {
    for (const applications of sets(context)) {
      const shapes = applications.map((application) => ({ application, shape: shapeOf(application) }));
      for (const own of shapes) {
        // Other sources have nothing to compare.
        const parts = [...own.shape.keys()].filter((part) => shapes.every(({ shape }) => shape.has(part)));
        for (const part of parts) yield* differences(part, own, shapes);
      }
    }
  },
};

interface ShapeOfApplication {
  application: Application;
  shape: Shape;
}

/** What of a part an Application lacks and at least half of the others have. */
function* differences(
  part: string,
  { application, shape }: ShapeOfApplication,
  shapes: readonly ShapeOfApplication[],
): Iterable<RuleFinding> {
  const itemsIn = (one: Shape): ReadonlySet<string> => one.get(part)?.items ?? new Set();
  const counts = new Map<string, number>();
  for (const other of shapes) for (const item of itemsIn(other.shape)) counts.set(item, (counts.get(item) ?? 0) + 1);
  const lacking = [...counts]
    .filter(([item, count]) => !itemsIn(shape).has(item) && count * 2 >= shapes.length)
    .map(([item]) => item)
    .sort(compareText);
  if (lacking.length === 0) return;
  const { name, environment, service } = application;
  const others = shapes.flatMap((other) =>
    lacking.some((item) => itemsIn(other.shape).has(item)) ? [other.application.environment ?? ''] : [],
  );
  const message = `Application ${quoteName(name)} lacks ${part} that the service has in ${listFew(others.map(showPath))}, ${listFew(lacking.map(quoteName))}: what is tried there is not what runs in ${showPath(environment ?? '')}`;
  yield { ...applicationFinding(application, shape.get(part)?.at ?? [], message), subject: service ?? name };
}

/** The Applications of one name and service, one of each environment, where there are at least two. */
function sets({ catalog }: RuleContext): Application[][] {
  const found = groupBy(
    catalog.applications.filter(({ environment, service }) => environment !== null && service !== null),
    ({ service, name, environment }) => JSON.stringify([service, withoutEnvironment(name, environment)]),
  );
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
  const name = environmentPattern(environment ?? '');
  const withoutName = (text: string): string => text.replace(name, '{environment}');
  const shape: Shape = new Map();
  for (const { path, chart, valueFiles, at } of sources) {
    const from = withoutName(path ?? chart ?? '');
    if ((path ?? chart) === null) continue;
    // Only the value files of one chart can be compared.
    shape.set(`the value file of ${quoteName(from)}`, {
      items: new Set(valueFiles.map(withoutName)),
      at: [...at, 'helm', 'valueFiles'],
    });
  }
  const finalizers = listAt(metadata, 'finalizers').map(String);
  shape.set('the finalizer', { items: new Set(finalizers), at: ['metadata', 'finalizers'] });
  const triggers = subscriptionsOf(application).map(({ trigger, service }) => trigger ?? service);
  shape.set('the subscription to', { items: new Set(triggers), at: ['metadata', 'annotations'] });
  shape.set('the label', { items: new Set(keysAt(metadata, 'labels').map(withoutName)), at: ['metadata', 'labels'] });
  return shape;
}

/** The name of an environment as a whole word, whatever its spelling: `prod` in `environments/prod.yaml`. */
function environmentPattern(environment: string): RegExp {
  const names = [...new Set([environment, ...sameEnvironment(environment)])].sort((a, b) => b.length - a.length);
  return textPattern('gi')`(?<![A-Za-z0-9])${names}(?![A-Za-z0-9])`;
}
