import type { Service } from '../../../catalog/catalog.ts';
import { memoize } from '../../../memo.ts';
import { quoteName } from '../../../names.ts';
import {
  dockerfiles,
  helmTemplates,
  isComposeFile,
  kustomizations,
  scripts,
  terraformFiles,
  yamlFiles,
} from '../../../tree/file-types.ts';
import { buildDefinitions, buildDefinitionsNeeds } from '../../facts/ci/build-definitions.ts';
import { linesWithoutComments } from '../../facts/ci/comments.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { pulledImages } from './pulled-images.ts';
import { allBuiltImages, type BuiltImage, builtImages, mayBe } from './service-images.ts';

export const imageNeverDeployed: Rule = {
  id: 'image-never-deployed',
  title: 'What CI pushes of a service, a manifest deploys',
  severity: 'warning',
  help: 'Add what deploys the service, or stop building and pushing it.',
  needs: [yamlFiles, kustomizations, helmTemplates, terraformFiles, dockerfiles, ...buildDefinitionsNeeds],
  *check(context) {
    const candidates = pushedAndUnnamed(context);
    if (candidates.length === 0 || !deploysOthers(context)) return;
    for (const { service, image } of candidates)
      yield {
        location: image.build.location,
        subject: service.name,
        confidence: 'likely',
        key: image.name ?? '',
        message: `the image ${quoteName(image.name ?? '')} of ${service.name} is built and pushed here, and no manifest, chart or value of the repository names it, as they do other images that are built here: it is deployed nowhere, unless from another repository`,
      };
  },
};

interface Candidate {
  service: Service;
  image: BuiltImage;
}

/** The services that nothing deploys, whose builds push an image that nothing names which deploys or runs images. */
function pushedAndUnnamed(context: RuleContext): Candidate[] {
  const { config, catalog } = context;
  if (config['deploy-repository'] !== undefined || catalog.generated.length > 0) return [];
  if (Object.values(config.environments ?? {}).some(({ repository }) => repository !== undefined)) return [];
  const definitions = buildDefinitions(context);
  return catalog.services.flatMap((service): Candidate[] => {
    const { dockerfile, name } = service;
    if (dockerfile === null || service.elsewhere || (context.deployedBy.get(name) ?? []).length > 0) return [];
    const { builds, unread, anywhere } = definitions.of(dockerfile);
    if (anywhere || unread.length > 0) return [];
    const pushed = builds.filter(({ pushes, file }) => pushes === true && file.startsWith('.github/'));
    const images = pushed.flatMap(builtImages);
    const [image] = images;
    if (!image || images.some((one) => one.name === null || namedElsewhere(context).has(one.name))) return [];
    return namedElsewhere(context).has(name) ? [] : [{ service, image }];
  });
}

/** Whether all that is deployed from here is known, and some of it is built here. */
function deploysOthers(context: RuleContext): boolean {
  const built = allBuiltImages(context);
  const { applications } = context.catalog;
  if (applications.some(({ mayDeployMore }) => mayDeployMore)) return false;
  const pulled = applications.map((application) => pulledImages(application, context));
  if (pulled.includes(null)) return false;
  return pulled.some((images) => images?.some((image) => built.some((one) => one.name !== null && mayBe(one, image))));
}

/** What deploys images, builds on them, or runs commands that do. */
const mayDeploy = [yamlFiles, kustomizations, helmTemplates, terraformFiles, dockerfiles, scripts];

/**
 * The words of everything that may deploy, run or stand on an image: manifests, charts, Terraform, scripts, Dockerfiles,
 * the images of Compose, and the lines of workflows that run one.
 */
const namedElsewhere = memoize((context: RuleContext): ReadonlySet<string> => {
  const words = new Set<string>();
  for (const [path, text] of context.texts) {
    if (!mayDeploy.some((is) => is(path))) continue;
    const isCi = path.startsWith('.github/') || isComposeFile(path);
    const mayName = isCi || scripts(path) ? linesThatRun(path, text) : text;
    for (const [word] of mayName.matchAll(/[\w.-]+/g)) {
      words.add(word);
      // A reference ends with its tag, and a sentence with a dot.
      if (word.endsWith('.')) words.add(word.slice(0, -1));
    }
  }
  return words;
});

function linesThatRun(path: string, text: string): string {
  const isRun = path.startsWith('.github/') ? runsInCi : /\bimage:/;
  return linesWithoutComments(path, text)
    .filter((line) => runs.test(line) || isRun.test(line))
    .join('\n');
}

/** A whole reference: a word alone is what a matrix calls the image that it builds. */
const runsInCi = /\bimage:[ \t]*["']?(?:[^\s,"'}/:]*[/:]|\$\{\{)/;

const runs = /\bcontainer:|\b(?:docker|podman)\s+run\b|\bkubectl\b|\bhelm\b|\bkustomize\b|\bargocd\b|newTag|deploy/i;
