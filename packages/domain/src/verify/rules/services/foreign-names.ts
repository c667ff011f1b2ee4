import { isComposeFile } from '../../../tree/file-types.ts';
import { field, fieldsAt, plainValue, textAt } from '../../../yaml/value.ts';
import type { RuleContext } from '../../rule/context.ts';

/** Names that are of programs of somebody else, of which no source was ever here. */
export function foreignNames(context: RuleContext): string[] {
  return [...dependenciesElsewhere(context), ...pulledByCompose(context)];
}

/** The charts of elsewhere that charts take in, by the names under which their values stand. */
function dependenciesElsewhere({ catalog }: RuleContext): string[] {
  return catalog.charts.flatMap(({ dependencies }) =>
    dependencies.flatMap((dependency) =>
      /^(?:https?|oci):/.test(textAt(dependency, 'repository') ?? '')
        ? [textAt(dependency, 'name') ?? '', textAt(dependency, 'alias') ?? '']
        : [],
    ),
  );
}

/** What Compose pulls and builds nowhere, from where none of the services is pulled; as it is called, and with `_` for `-`. */
function pulledByCompose({ texts, services, yaml }: RuleContext): string[] {
  return [...texts.keys()].filter(isComposeFile).flatMap((file) => {
    const document = yaml(file)?.documents[0];
    const all = document ? fieldsAt(plainValue(document), 'services') : [];
    const own = new Set(all.flatMap(([name, value]) => (services.has(name) ? (ownerOf(value) ?? []) : [])));
    return all.flatMap(([name, value]) => {
      const owner = services.has(name) ? null : ownerOf(value);
      return owner === null || (owner !== '' && own.has(owner)) ? [] : [name, name.replaceAll('-', '_')];
    });
  });
}

/** What stands before the last part of the image of a service of Compose; null for one that is built, or has no image. */
function ownerOf(value: unknown): string | null {
  const image = textAt(value, 'image');
  if (image === undefined || field(value, 'build') !== undefined) return null;
  return image.slice(0, Math.max(0, image.lastIndexOf('/')));
}
