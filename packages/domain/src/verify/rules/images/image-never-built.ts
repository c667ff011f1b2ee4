import { lastPart } from '../../../image-targets/image-identity.ts';
import { quoteName, showPath } from '../../../names.ts';
import { present } from '../../../present.ts';
import { helmTemplates, kustomizations, yamlFiles } from '../../../tree/file-types.ts';
import { buildDefinitionsNeeds } from '../../facts/ci/build-definitions.ts';
import { wordsOfBuilds } from '../../facts/ci/words-of-builds.ts';
import type { Rule } from '../../rule/rule.ts';
import { allBuiltImages, hasOwnerOf, mayBe, serviceImages } from './service-images.ts';

export const imageNeverBuilt: Rule = {
  id: 'image-never-built',
  title: 'What is deployed of a service is what its build is called',
  severity: 'warning',
  help: 'Give the image one name: in what builds it, or in what deploys it.',
  needs: [yamlFiles, kustomizations, helmTemplates, ...buildDefinitionsNeeds],
  *check(context) {
    const all = allBuiltImages(context);
    for (const { service, application, built, pulled } of serviceImages(context)) {
      if (pulled.some((image) => built.some((one) => mayBe(one, image)))) continue;
      const [strange, second] = pulled.filter((image) => {
        const name = lastPart(image.repository);
        const isOther = built.every((one) => one.name !== name) && !context.services.has(name);
        return isOther && built.some((one) => hasOwnerOf(one, image)) && !wordsOfBuilds(context).has(name);
      });
      const [own] = built;
      if (!strange || second || !own || all.some((one) => mayBe(one, strange))) continue;
      yield {
        location: strange.location,
        subject: service.name,
        ...present({ environment: application.environment }),
        confidence: 'likely',
        message: `Application ${quoteName(application.name)} runs ${strange.repository}, which nothing here builds: the image of ${service.name} is called ${quoteName(own.name ?? '')} by ${showPath(own.build.file)}, so that what is built is never deployed, unless another repository makes this one`,
      };
    }
  },
};
