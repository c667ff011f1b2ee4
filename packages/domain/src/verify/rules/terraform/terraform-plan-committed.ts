import { showPath } from '../../../names.ts';
import { baseName, folderOf, isForeign } from '../../../tree/repository-paths.ts';
import type { Rule } from '../../rule/rule.ts';

export const terraformPlanCommitted: Rule = {
  id: 'terraform-plan-committed',
  title: 'No plan and no state of Terraform is in the repository',
  severity: 'warning',
  incident: '003 7.4',
  help: 'Remove the file from the repository and from its history, add it to .gitignore, and replace the secrets it shows.',
  needs: [],
  *check({ paths }) {
    for (const path of paths.all) {
      if (isForeign(path)) continue;
      const what = kindOf(path, () => paths.files(folderOf(path)).some((beside) => beside.endsWith('.tf')));
      if (what === null) continue;
      yield {
        location: { path, line: 1, column: 1 },
        subject: baseName(path),
        message: `${showPath(path)} is a ${what} of Terraform: it shows every value, secrets too, to all who can read the repository, and is out of date`,
      };
    }
  },
};

/** By name alone: a plan is no text. */
function kindOf(path: string, isBesideTerraform: () => boolean): 'plan' | 'state' | null {
  const name = baseName(path);
  if (/\.tfstate(?:\.\d+)?(?:\.backup)?$/.test(name)) return 'state';
  if (/\.tfplan$|^tfplan(?:\.(?:bin|out|binary|json))?$/.test(name)) return 'plan';
  return /^(?:plan\.out|terraform\.plan|[\w-]+\.plan)$/.test(name) && isBesideTerraform() ? 'plan' : null;
}
