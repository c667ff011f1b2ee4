import { lastPart } from '../../../image-targets/image-identity.ts';
import { quoteName, showPath } from '../../../names.ts';
import { present } from '../../../present.ts';
import { helmTemplates, kustomizations, yamlFiles } from '../../../tree/file-types.ts';
import { buildDefinitionsNeeds } from '../../facts/ci/build-definitions.ts';
import { wordsOfBuilds } from '../../facts/ci/words-of-builds.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import type { PulledImage } from './pulled-images.ts';
import { allBuiltImages, type BuiltImage, mayBe, serviceImages, withRegistry } from './service-images.ts';

export const imageRegistryMismatch: Rule = {
  id: 'image-registry-mismatch',
  title: 'Images are pulled from where they are pushed to',
  severity: 'warning',
  help: 'Push to the registry that is deployed from, or deploy from the one that is pushed to.',
  needs: [yamlFiles, kustomizations, helmTemplates, ...buildDefinitionsNeeds],
  *check(context) {
    const all = allBuiltImages(context);
    for (const { service, application, built, pulled } of serviceImages(context)) {
      if (pulled.some((image) => built.some((one) => mayBe(one, image)))) continue;
      // A build that says no registry, such as that of a test, tells nothing of where it is pushed.
      const pushed = built.filter(({ build, parts }) => build.pushes === true && parts.join('').includes('/'));
      const [own] = pushed;
      const [strange] = pulled.filter((image) => pushed.some(({ name }) => name === lastPart(image.repository)));
      if (!own || !strange || all.some((one) => mayBe(one, strange)) || mayBeCopied(strange, own, context)) continue;
      yield {
        location: strange.location,
        subject: service.name,
        ...present({ environment: application.environment }),
        confidence: 'likely',
        message: `Application ${quoteName(application.name)} pulls ${strange.repository}, and ${showPath(own.build.file)} pushes ${own.parts.join('…')}: what is built never gets there, unless the registry copies it`,
      };
    }
  },
};

/** Whether a workflow or a script names where an image is pulled from: it may be pushed there as well, by other means. */
function mayBeCopied(image: PulledImage, own: BuiltImage, context: RuleContext): boolean {
  const words = wordsOfBuilds(context);
  const known = new Set(own.parts.join('/').split('/'));
  const different = withRegistry(image.repository)
    .split('/')
    .filter((part) => !known.has(part));
  return different.length === 0 || different.some((part) => words.has(part.replace(/:\d+$/, '')));
}
