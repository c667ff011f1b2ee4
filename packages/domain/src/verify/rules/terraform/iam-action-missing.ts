import { groupBy } from '../../../grouping.ts';
import { placeIn } from '../../../location.ts';
import { listFew, showPath } from '../../../names.ts';
import { terraformFiles } from '../../../tree/file-types.ts';
import { folderOf } from '../../../tree/repository-paths.ts';
import { terraform } from '../../facts/terraform/resources.ts';
import type { Rule } from '../../rule/rule.ts';

/** What a controller does all the time, and what it cannot do that without. */
interface Controller {
  name: string;
  /** Only its policies have this action. */
  sign: string;
  needs: readonly string[];
  consequence: string;
}

const controllers: readonly Controller[] = [
  {
    name: 'AWS Load Balancer Controller',
    sign: 'elasticloadbalancing:CreateTargetGroup',
    needs: [
      'ec2:AuthorizeSecurityGroupIngress',
      'ec2:CreateSecurityGroup',
      'ec2:CreateTags',
      'ec2:DeleteSecurityGroup',
      'ec2:RevokeSecurityGroupIngress',
    ],
    consequence: 'load balancers are created and let no traffic through',
  },
  {
    name: 'ExternalDNS',
    sign: 'route53:ChangeResourceRecordSets',
    needs: ['route53:ListHostedZones', 'route53:ListResourceRecordSets'],
    consequence: 'no record is ever written',
  },
  {
    name: 'Cluster Autoscaler',
    sign: 'autoscaling:SetDesiredCapacity',
    needs: ['autoscaling:DescribeAutoScalingGroups', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
    consequence: 'nodes are not added or not removed',
  },
];

export const iamActionMissing: Rule = {
  id: 'iam-action-missing',
  title: 'The policy of a controller permits what the controller does',
  severity: 'warning',
  incident: '002 2',
  help: 'Add the actions to the policy; the documentation of the controller has it as a whole.',
  needs: [terraformFiles],
  *check(context) {
    const folders = groupBy(terraform(context), ({ path }) => folderOf(path));
    for (const [folder, files] of folders) {
      // A policy of a file of its own may have the rest.
      if (context.paths.files(folder, true).some((path) => /\.(?:json|json\.tftpl|tpl|tftpl)$/.test(path))) continue;
      const permitted = new Set(files.flatMap(({ code }) => actionsIn(code)));
      for (const { name, sign, needs, consequence } of controllers) {
        if (!permitted.has(sign)) continue;
        const missing = needs.filter((action) => !isPermitted(action, permitted));
        const file = files.find(({ code }) => code.includes(`"${sign}"`));
        if (missing.length === 0 || !file) continue;
        yield {
          location: placeIn(file, file.code.indexOf(`"${sign}"`)),
          subject: name,
          message: `the policy of ${name} in ${showPath(file.path)} lacks ${listFew(missing)}: ${consequence}`,
        };
      }
    }
  },
};

function actionsIn(code: string): string[] {
  return [...code.matchAll(/"(\*|[a-z0-9-]+:[A-Za-z*?]+)"/g)].map(([, action = '']) => action);
}

/** Also by `ec2:*` and `ec2:Create*`; the plain `*` stands for resources. */
function isPermitted(action: string, permitted: ReadonlySet<string>): boolean {
  if (permitted.has(action)) return true;
  const lower = action.toLowerCase();
  return [...permitted].some((one) => {
    if (one === '*' || !one.includes('*')) return one.toLowerCase() === lower;
    const [before = '', ...rest] = one.toLowerCase().split('*');
    return lower.startsWith(before) && lower.endsWith(rest.at(-1) ?? '');
  });
}
