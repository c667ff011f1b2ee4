import { readFileSync } from 'node:fs';
import type { Rule } from '../packages/domain/src/verify/rule.ts';
import { rules } from '../packages/domain/src/verify/rules.ts';
import { compareText, type GeneratedFile, generatedNote, markdownCell } from './generated-file.ts';

/** Groups of rules in the order of the index, and how the ids of each begin. */
const groups: readonly (readonly [title: string, prefixes: readonly string[]])[] = [
  [
    'Services in every register',
    [
      'service-',
      'chart-app-',
      'ci-',
      'build-list-',
      'go-work-',
      'ecr-',
      'pod-identity-',
      'database-',
      'mesh-service-list-',
      'scrape-target-',
      'external-register-',
      'dangling-path-',
    ],
  ],
  ['Argo CD wiring', ['app-', 'duplicate-', 'notification-', 'argocd-', 'external-secret-', 'crd-']],
  ['Images and versions', ['image-', 'version-', 'terraform-chart-', 'action-ref-']],
  ['Workloads and mesh', ['config-checksum-', 'sidecar-', 'istio-', 'authz-', 'values-key-', 'otel-', 'rollout-']],
  ['Source and Terraform', ['node-', 'iam-', 'external-dns-', 'terraform-plan-']],
  ['Of Rollcall itself', ['waiver-', 'config-unknown-']],
];

const pages = rules.map((rule) => ({ rule, page: pageOf(rule) }));

/** A page for each rule, their index, and the module that the command line and SARIF take the pages from. */
export const ruleDocs: readonly GeneratedFile[] = [
  ...pages.map(({ rule: { id }, page }) => ({
    path: `docs/rules/${id}.md`,
    content: () => `${generatedNote(`packages/domain/src/verify/rules/${id}.ts and ${id}.md`)}\n${page}`,
  })),
  { path: 'docs/rules/README.md', content: index },
  { path: 'packages/domain/src/verify/rule-pages.ts', content: pagesModule },
];

/** The page that stands beside a rule, with the title and the severity from its code. */
function pageOf({ id, title, severity }: Rule): string {
  const written = readFileSync(new URL(`../packages/domain/src/verify/rules/${id}.md`, import.meta.url), 'utf8');
  const heading = `# ${id}\n`;
  if (!written.startsWith(heading))
    throw new Error(`packages/domain/src/verify/rules/${id}.md does not begin with "# ${id}"`);
  return `${heading}\n**${title}.** Severity: ${severity}.\n${written.slice(heading.length)}`;
}

function index(): string {
  const known = groups.map(([title, prefixes]) => ({
    title,
    members: rules.filter(({ id }) => prefixes.some((prefix) => id.startsWith(prefix))),
  }));
  const homeless = rules.find(
    ({ id }) => known.filter(({ members }) => members.some((rule) => rule.id === id)).length !== 1,
  );
  if (homeless)
    throw new Error(`rule ${homeless.id} is in no group, or in two: see the groups in scripts/rule-docs.ts`);
  const sections = known
    .filter(({ members }) => members.length > 0)
    .map(({ title, members }) => {
      const rows = members.map((rule) => `| ${link(rule)} | ${rule.severity} | ${markdownCell(rule.title)} |\n`);
      return `\n## ${title}\n\n| rule | severity | what holds |\n| --- | --- | --- |\n${rows.join('')}`;
    });
  const seeds = [...new Set(rules.map(({ seed }) => seed))].sort(compareText);
  const incidents = seeds.map((seed) => {
    const [document = '', ...section] = seed.split(' ');
    const found = rules.filter((rule) => rule.seed === seed).map(link);
    return `| ${document} | ${section.join(' ')} | ${found.join(', ')} |\n`;
  });
  return [
    generatedNote('the rules in packages/domain/src/verify/rules'),
    '\n# Rules\n\n',
    'What `rollcall verify` checks. The severity is the one without configuration; a finding that reaches ',
    'production may have a higher one. `rollcall explain RULE` prints a page.\n',
    ...sections,
    '\n## By incident\n\n',
    'Every rule comes from something that went wrong. Documents and sections are those of the incident reports.\n\n',
    '| document | section | rules |\n| --- | --- | --- |\n',
    ...incidents,
  ].join('');
}

function link({ id }: Rule): string {
  return `[\`${id}\`](${id}.md)`;
}

function pagesModule(): string {
  const entries = pages.map(({ rule: { id, title }, page }) => ({ id, title, page }));
  return [
    '// Generated from the rules and the pages beside them: run `npm run docs`.\n\n',
    '/** What people read about a rule: Markdown. In the order of their ids. */\n',
    'export const rulePages: readonly { id: string; title: string; page: string }[] = ',
    `${JSON.stringify(entries, null, 2)};\n`,
  ].join('');
}
