import { groupBy } from '../../../grouping.ts';
import { type Location, placeIn } from '../../../location.ts';
import { quoteName } from '../../../names.ts';
import type { TerraformBlock, TerraformValue } from '../../../terraform/blocks.ts';
import { lineStart } from '../../../text-lines.ts';
import { textPattern } from '../../../text-pattern.ts';
import { folderOf } from '../../../tree/repository-paths.ts';
import type { Edit } from '../../../yaml/edit.ts';
import { terraform } from '../../facts/terraform/resources.ts';
import type { RuleContext } from '../../rule/context.ts';

/** The rules of Terraform that let the control plane of a cluster reach its nodes. */
interface ControlPlanePorts {
  file: string;
  /** The list, or the last of the rules, or the cluster where it has none but its own. */
  location: Location;
  /** What it is, for a message. */
  name: string;
  opens(port: number): boolean;
  /** The edit that adds a rule for a port like its sibling; null where there is none. */
  add: ((port: number, name: string, description: string) => Edit) | null;
}

/** Of each cluster whose rules are written out. What is an expression makes a cluster unknown: it is left out. */
export function controlPlanePorts(context: RuleContext): ControlPlanePorts[] {
  const byFolder = groupBy(terraform(context), ({ path }) => folderOf(path));
  return [...byFolder.values()].flatMap((files) => {
    const blocks = files.flatMap((file) => file.blocks);
    const modules = blocks.filter(({ type }) => type === 'module');
    return [
      ...modules.flatMap((block) => eksModule(block, blocks) ?? []),
      ...modules.flatMap((block) => gkeModule(block) ?? []),
      ...nodeRules(blocks),
      ...firewalls(blocks),
    ];
  });
}

/** The folders of Terraform that make a cluster, as far as its type says. */
export function clusterFolders(context: RuleContext): ReadonlySet<string> {
  const makes = ({ type, labels, attributes }: TerraformBlock): boolean =>
    type === 'module'
      ? /\beks\b|kubernetes-engine|\bgke\b/.test(attributes.get('source')?.literal ?? '')
      : type === 'resource' && /^(?:aws_eks_cluster|google_container_cluster)$/.test(labels[0] ?? '');
  return new Set(terraform(context).flatMap(({ path, blocks }) => (blocks.some(makes) ? [folderOf(path)] : [])));
}

/** `terraform-aws-modules/eks/aws`: beside its own rules, those of `node_security_group_additional_rules`. */
function eksModule(block: TerraformBlock, folder: readonly TerraformBlock[]): ControlPlanePorts | null {
  const { attributes, file } = block;
  const source = attributes.get('source')?.literal ?? '';
  if (!/^(?:[\w.-]+\/)?terraform-aws-modules\/eks\/aws$|\/terraform-aws-eks(?:\.git)?(?:\?|$)/.test(source))
    return null;
  const major = /\d+/.exec(attributes.get('version')?.literal ?? '')?.[0];
  if (major !== undefined && Number(major) < 18) return null;
  const code = file.code.slice(block.start, block.end);
  // Nodes that are in the control plane's own group, or in none of the module's.
  if (/\battach_cluster_primary_security_group\s*=\s*(?!false)/.test(code)) return null;
  if (/\b(?:create_node_security_group|use_custom_launch_template)\s*=\s*(?!true)/.test(code)) return null;
  if (/\b(?:cluster_)?compute_config\s*=/.test(code) || !/\bnode_groups?\b|_node_groups\s*=/.test(code)) return null;
  const written = attributes.get('node_security_group_additional_rules');
  const rules = written ? rulesOf(written, file.code) : [];
  if (rules === null) return null;
  const others = folder.filter(
    (other) => isRule(other) && /node_security_group_id/.test(other.attributes.get('security_group_id')?.code ?? ''),
  );
  const sibling = rules.findLast(({ body }) => /\bsource_cluster_security_group\s*=\s*true\b/.test(body));
  return {
    file: file.path,
    location: placeIn(file, written?.start ?? block.start),
    name: `module ${quoteName(block.labels[0] ?? '')}`,
    opens: (port) =>
      rules.some(({ body }) => opensFrom(body, port)) || others.map(bodyOf).some((body) => opensToOthers(body, port)),
    add: sibling ? (port, name, description) => cloneRule(file, sibling, { port, name, description }) : null,
  };
}

/** One entry of a map of rules. */
interface MapRule {
  key: string;
  body: string;
  /** [start, end) of the whole entry in the file. */
  start: number;
  end: number;
}

/** The entries of a map that is written out; null for any other expression. */
function rulesOf(value: TerraformValue, code: string): MapRule[] | null {
  const start = code.indexOf(value.code, value.start);
  const plain = value.code.replace(/\$\{[^{}]*\}/g, (text) => '$'.repeat(text.length));
  if (!/^\{[\s\S]*\}$/.test(plain)) return null;
  const inner = plain.slice(1, -1);
  const entry = /(?<![\w"-])("?[\w-]+"?)[ \t]*[=:][ \t]*\{([^{}]*)\}/g;
  const rules = [...inner.matchAll(entry)].map(({ 0: whole, 1: key = '', 2: body = '', index }) => ({
    key,
    body,
    start: start + 1 + index,
    end: start + 1 + index + whole.length,
  }));
  return /[^\s,]/.test(inner.replace(entry, '')) ? null : rules;
}

function cloneRule(
  file: { path: string; text: string },
  { key, start, end }: MapRule,
  { port, name, description }: { port: number; name: string; description: string },
): Edit {
  const { text, path } = file;
  const clone = text
    .slice(start, end)
    .replace(key, key.startsWith('"') ? JSON.stringify(name) : name)
    .replace(
      /(\bdescription\s*=\s*)"(?:[^"\\\n]|\\.)*"/,
      (_, before: string) => `${before}${JSON.stringify(description)}`,
    )
    .replace(/(\b(?:from|to)_port\s*=\s*)[^\s,}]+/g, (_, before: string) => `${before}${port}`)
    .replace(/(\bprotocol\s*=\s*)"[^"\n]*"/, '$1"tcp"');
  const comma = /^\s*,/.test(text.slice(end, end + 10)) ? ',' : '';
  const newText = `${comma}\n${/^\s*/.exec(text.slice(lineStart(text, start), start))?.[0] ?? ''}${clone}`;
  return { path, range: [end, end], newText };
}

/** Whether a rule of the module lets something else than the nodes themselves in. */
function opensFrom(body: string, port: number): boolean {
  if (/\btype\s*=\s*"egress"/.test(body) || !covers(body, port)) return false;
  const from =
    /\b(?:source_cluster_security_group\s*=\s*true|cidr_blocks|ipv6_cidr_blocks|source_security_group_id|prefix_list_ids)\b/;
  return from.test(body) || !isForItself.test(body);
}

const isForItself = /\bself\s*=\s*true\b/;

/** Whether a rule of its own opens a port to something else than its own group. */
function opensToOthers(body: string, port: number): boolean {
  return covers(body, port) && !isForItself.test(body);
}

/** Whether ports of a rule hold one; an expression may. */
function covers(body: string, port: number): boolean {
  if (/\b(?:ip_)?protocol\s*=\s*"?(?:-1|all)"?/.test(body)) return true;
  if (/\b(?:ip_)?protocol\s*=\s*"?(?:udp|icmp)"?/i.test(body)) return false;
  const [from, to] = ['from_port', 'to_port'].map((key) => textPattern()`\b${key}\s*=\s*"?([^\s",}]+)`.exec(body)?.[1]);
  if (from === undefined || to === undefined || !/^\d+$/.test(from) || !/^\d+$/.test(to)) return true;
  return Number(from) <= port && port <= Number(to);
}

function isRule({ type, labels }: TerraformBlock): boolean {
  return type === 'resource' && /^aws_(?:security_group_rule|vpc_security_group_ingress_rule)$/.test(labels[0] ?? '');
}

function bodyOf({ file, start, end }: TerraformBlock): string {
  return file.code.slice(start, end);
}

/** Rules of their own for nodes whose launch template puts them in that group and not in the control plane's. */
function nodeRules(blocks: readonly TerraformBlock[]): ControlPlanePorts[] {
  const templates = blocks.filter(({ labels }) => labels[0] === 'aws_launch_template').map(bodyOf);
  const groups = templates.flatMap(
    (body) => /\b(?:vpc_security_group_ids|security_groups)\s*=\s*\[([^\]]*)/.exec(body)?.[1] ?? [],
  );
  if (groups.length === 0 || groups.some((list) => /cluster|control|master|local\.|var\.|module\./i.test(list)))
    return [];
  const rules = blocks.filter((block) => {
    const to = block.attributes.get('security_group_id')?.code ?? '';
    return isRule(block) && /node|worker/i.test(to) && block.attributes.get('type')?.literal !== 'egress';
  });
  const fromControlPlane = rules.filter(({ attributes }) =>
    /cluster|control|master/i.test(
      (attributes.get('source_security_group_id') ?? attributes.get('referenced_security_group_id'))?.code ?? '',
    ),
  );
  const last = fromControlPlane.at(-1);
  if (!last) return [];
  return [
    {
      file: last.file.path,
      location: placeIn(last.file, last.start),
      name: `${last.labels[0] ?? ''} ${quoteName(last.labels[1] ?? '')}`,
      opens: (port) => rules.map(bodyOf).some((body) => opensToOthers(body, port)),
      add: null,
    },
  ];
}

/** `terraform-google-modules/kubernetes-engine`: the ports of its webhook rule, where they are not its defaults. */
function gkeModule({ attributes, file, labels }: TerraformBlock): ControlPlanePorts | null {
  const ports = attributes.get('firewall_inbound_ports');
  const list = /^\[\s*((?:"[\d-]+"\s*(?:,\s*)?)*)\]$/.exec(ports?.code ?? '')?.[1];
  if (!/terraform-google-modules\/kubernetes-engine\/google/.test(attributes.get('source')?.literal ?? '')) return null;
  if (!ports || list === undefined || attributes.get('add_master_webhook_firewall_rules')?.literal !== 'true')
    return null;
  const start = file.code.indexOf(ports.code, ports.start);
  const last = ports.code.lastIndexOf('"');
  return {
    file: file.path,
    location: placeIn(file, ports.start),
    name: `module ${quoteName(labels[0] ?? '')}`,
    opens: (port) => inRanges(list, port),
    add:
      last === -1
        ? null
        : (port) => ({ path: file.path, range: [start + last + 1, start + last + 1], newText: `, "${port}"` }),
  };
}

function inRanges(list: string, port: number): boolean {
  return [...list.matchAll(/"(\d+)(?:-(\d+))?"/g)].some(
    ([, from, to]) => Number(from) <= port && port <= Number(to ?? from),
  );
}

/** Firewall rules of Google from the range of the control plane. */
function firewalls(blocks: readonly TerraformBlock[]): ControlPlanePorts[] {
  const rules = blocks.filter(
    ({ type, labels, attributes }) =>
      type === 'resource' &&
      labels[0] === 'google_compute_firewall' &&
      /master|control_plane/i.test(attributes.get('source_ranges')?.code ?? ''),
  );
  const last = rules.at(-1);
  const lists = rules.flatMap(({ blocks: inner }) =>
    inner.filter(({ type }) => type === 'allow').map(({ attributes }) => attributes.get('ports')?.code ?? ''),
  );
  if (!last || lists.some((list) => !/^\[[\s\d",-]*\]$/.test(list))) return [];
  return [
    {
      file: last.file.path,
      location: placeIn(last.file, last.start),
      name: `google_compute_firewall ${quoteName(last.labels[1] ?? '')}`,
      opens: (port) => lists.some((list) => inRanges(list, port)),
      add: null,
    },
  ];
}
