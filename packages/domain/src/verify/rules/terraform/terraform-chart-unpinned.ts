import { placeIn } from '../../../location.ts';
import { quoteName } from '../../../names.ts';
import type { TerraformBlock } from '../../../terraform/blocks.ts';
import { terraformFiles } from '../../../tree/file-types.ts';
import { helmReleases } from '../../facts/helm/installed-charts.ts';
import type { Rule } from '../../rule/rule.ts';

export const terraformChartUnpinned: Rule = {
  id: 'terraform-chart-unpinned',
  title: 'Every chart Terraform installs has one version',
  severity: 'warning',
  incident: '003 4.1',
  help: 'Set version to the one version that is installed now (helm list -A shows it).',
  needs: [terraformFiles],
  *check(context) {
    for (const { block } of helmReleases(context)) {
      if (!isRemote(block)) continue;
      const version = block.attributes.get('version');
      const written = version ? (version.literal ?? version.code) : 'null';
      if (version && written !== 'null' && !isRange(written)) continue;
      const [, name = ''] = block.labels;
      const chart = block.attributes.get('chart');
      const which = written === 'null' || written === '' ? 'no version' : `version ${quoteName(written)}`;
      yield {
        location: placeIn(block.file, version ? version.start : block.start),
        subject: name,
        message: `helm_release ${quoteName(name)} installs chart ${quoteName(chart?.literal ?? chart?.code ?? '')} with ${which}: whatever is newest on the day of the apply, in each environment another`,
      };
    }
  },
};

/** Whether the chart comes from a repository: one in a folder has the version it has here. */
function isRemote({ attributes }: TerraformBlock): boolean {
  const chart = attributes.get('chart');
  const repository = attributes.get('repository');
  if (!chart) return false;
  const name = chart.literal ?? chart.code;
  if (/^"?(?:\.{0,2}\/|\$\{path\.)|\bpath\.(?:module|root|cwd)\b/.test(name)) return false;
  if (/^"?oci:\/\//.test(name)) return true;
  // An address of one archive says its version itself.
  if (/^"?https?:\/\//.test(name)) return false;
  return repository !== undefined && repository.literal !== 'null' && repository.literal !== '';
}

/** A version that more than one release fits: `>= 1.2`, `~1.2`, `1.x`. An expression is taken to be one. */
function isRange(version: string): boolean {
  return version === '' || /^(?:[<>=^~!]|v?\d*(?:\.\d+)*\.?[xX*])|\|\||^latest$/.test(version);
}
