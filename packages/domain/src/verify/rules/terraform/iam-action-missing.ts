import { groupBy } from '../../../grouping.ts';
import { placeIn } from '../../../location.ts';
import { listFew, showPath } from '../../../names.ts';
import { plainString, type TerraformFile } from '../../../terraform/blocks.ts';
import { terraformFiles } from '../../../tree/file-types.ts';
import { folderOf } from '../../../tree/repository-paths.ts';
import { terraform } from '../../facts/terraform/resources.ts';
import type { Rule } from '../../rule/rule.ts';

/** What a controller does all the time, and what it cannot do that without. */
interface Controller {
  name: string;
  /** Its chart. */
  chart: string;
  /** Only its policies have this action by name; that of a managed policy may be for something else. */
  sign: string;
  needs: readonly string[];
  consequence: string;
}

const controllers: readonly Controller[] = [
  {
    name: 'AWS Load Balancer Controller',
    chart: 'aws-load-balancer-controller',
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
    chart: 'external-dns',
    sign: 'route53:ChangeResourceRecordSets',
    needs: ['route53:ListHostedZones', 'route53:ListResourceRecordSets'],
    consequence: 'no record is ever written',
  },
  {
    name: 'Cluster Autoscaler',
    chart: 'cluster-autoscaler',
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
      const given = files.flatMap((file) => policiesIn(file));
      if (given.some(({ actions }) => actions === null)) continue;
      const permitted = new Set(given.flatMap(({ actions }) => actions ?? []));
      for (const controller of controllers) {
        const { name, needs, consequence } = controller;
        const missing = needs.filter((action) => !isPermitted(action, permitted));
        const place = placeOf(controller, files, given);
        if (missing.length === 0 || !place) continue;
        yield {
          location: placeIn(place.file, place.offset),
          subject: name,
          message: `the policy of ${name} in ${showPath(place.file.path)} lacks ${listFew(missing)}: ${consequence}`,
        };
      }
    }
  },
};

/** An action that a file permits, or a managed policy that it attaches. */
interface Given {
  file: TerraformFile;
  offset: number;
  /** Null where it is not known what a policy permits. */
  actions: readonly string[] | null;
}

/** What says that the policies of a folder are those of a controller. */
function placeOf(
  { chart, sign }: Controller,
  files: readonly TerraformFile[],
  given: readonly Given[],
): Given | undefined {
  const named = given.find(({ actions }) => actions?.[0] === sign);
  if (named) return named;
  const isInstalled = files.some(({ blocks }) =>
    blocks.some(({ type, labels, attributes }) => {
      const written = attributes.get('chart');
      return (
        type === 'resource' && labels[0] === 'helm_release' && written !== undefined && plainString(written) === chart
      );
    }),
  );
  return isInstalled ? given.find(({ actions }) => isPermitted(sign, new Set(actions))) : undefined;
}

/**
 * What policies that AWS manages permit, as far as the controllers here are about it (AWS managed policy reference).
 * Of others it is known from their names only that they are about something else.
 */
const managed: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'ElasticLoadBalancingFullAccess',
    ['elasticloadbalancing:*', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
  ],
  ['ElasticLoadBalancingReadOnly', ['elasticloadbalancing:Describe*']],
  ['AmazonEC2FullAccess', ['ec2:*', 'elasticloadbalancing:*', 'autoscaling:*']],
  ['AmazonEC2ReadOnlyAccess', ['ec2:Describe*', 'elasticloadbalancing:Describe*', 'autoscaling:Describe*']],
  ['AmazonRoute53FullAccess', ['route53:*', 'elasticloadbalancing:DescribeLoadBalancers']],
  ['AmazonRoute53ReadOnlyAccess', ['route53:Get*', 'route53:List*']],
  ['AutoScalingFullAccess', ['autoscaling:*', 'ec2:DescribeInstances']],
  ['AutoScalingReadOnlyAccess', ['autoscaling:Describe*']],
]);

const mayPermit =
  /Administrator|PowerUser|SystemAdmin|Network|VPC|EC2|LoadBalanc|Route53|AutoScaling|EKSCluster|EKSCompute/i;

function policiesIn(file: TerraformFile): Given[] {
  const { code } = file;
  const actions = [...code.matchAll(/"(\*|[a-z0-9-]+:[A-Za-z*?]+)"/g)].map(
    ({ 1: action = '', index }): Given => ({ file, offset: index, actions: [action] }),
  );
  const policies = [...code.matchAll(/"arn:aws[\w-]*:iam::aws:policy\/(?:[\w-]+\/)?([\w-]+)"/g)].map(
    ({ 1: name = '', index }): Given => ({
      file,
      offset: index,
      // Those of nodes are about pulling images and joining the cluster.
      actions: managed.get(name) ?? (mayPermit.test(name) && !/^AmazonEC2ContainerRegistry/.test(name) ? null : []),
    }),
  );
  return [...actions, ...policies];
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
