import { quoteName } from '../../../names.ts';
import { helmTemplates, kustomizations, scripts, yamlFiles } from '../../../tree/file-types.ts';
import { buildDefinitionsNeeds } from '../../facts/ci/build-definitions.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { allBuiltImages, mayBe, serviceImages } from './service-images.ts';

export const imageNeverPushed: Rule = {
  id: 'image-never-pushed',
  title: 'What is deployed is pushed by what builds it',
  severity: 'warning',
  help: 'Set push: true on the build, or push in a step behind it.',
  needs: [yamlFiles, kustomizations, helmTemplates, ...buildDefinitionsNeeds],
  *check(context) {
    const all = allBuiltImages(context);
    const said = new Set<string>();
    for (const { service, application, pulled } of serviceImages(context)) {
      for (const image of pulled) {
        const making = all.filter((one) => mayBe(one, image));
        const [first] = making;
        if (!first || making.some(({ build }) => build.pushes !== false) || said.has(first.build.key)) continue;
        if (pushesInCommands(context)) return;
        said.add(first.build.key);
        yield {
          location: first.build.location,
          subject: service.name,
          confidence: 'likely',
          message: `the image ${image.repository}, which Application ${quoteName(application.name)} runs, is built here and not pushed: no other workflow or script does, so that its new tags cannot be pulled`,
        };
      }
    }
  },
};

/** Whether a workflow or a script pushes images by a command, or uses an action that is not known to do nothing of it. */
function pushesInCommands({ texts }: RuleContext): boolean {
  for (const [path, text] of texts)
    if ((path.startsWith('.github/') || scripts(path)) && pushes.test(text)) return true;
  return false;
}

const pushes =
  /\b(?:docker|podman|nerdctl|buildah|crane|oras|regctl|skaffold)\s+(?:image\s+|compose\s+|manifest\s+)?(?:push|copy)\b|--push\b|\bskopeo\s+(?:copy|sync)\b|push-to-registry@|push:\s*["']?true|imagetools\s+create/;
