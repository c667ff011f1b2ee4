import { quoteName } from '../../../names.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { dockerfiles, scripts, terraformFiles, yamlFiles } from '../../../tree/file-types.ts';
import type { Rule } from '../../rule/rule.ts';
import { lifecycles, lifecyclesOf, supportedUntil } from './end-of-life-dates.ts';
import { pinnedVersions } from './pinned-versions.ts';

export const versionEndOfLife: Rule = {
  id: 'version-end-of-life',
  title: 'What is built and run is still supported',
  severity: 'warning',
  incident: '003 5',
  help: 'Upgrade to a version that is supported. If somebody supports this one for you, waive the finding until the day they stop.',
  needs: [yamlFiles, registerFiles, dockerfiles, scripts, terraformFiles],
  *check(context) {
    for (const { product, version, location, what } of pinnedVersions(context)) {
      const until = supportedUntil(product, version);
      const label = lifecycles.get(product)?.label ?? product;
      if (until === null || until >= context.today) continue;
      yield {
        location,
        subject: product,
        message: `${label} ${version} (${quoteName(what)}) ${ended(product, until)} (as known on ${lifecyclesOf})`,
        key: `${what} ${version}`,
      };
    }
  },
};

function ended(product: string, until: string): string {
  return product === 'amazon-eks'
    ? `has not been in standard support since ${until}: it costs what extended support costs, until that ends too`
    : `has not been supported since ${until}: it no longer gets security fixes`;
}
