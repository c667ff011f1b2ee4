import { readdirSync, readFileSync } from 'node:fs';
import type { Rule } from '../packages/domain/src/verify/rule/rule.ts';
import { ruleCategories, rules } from '../packages/domain/src/verify/rules/index.ts';
import { type GeneratedFile, generatedNote, markdownCell } from './generated-file.ts';
import { type Incident, incidents } from './incidents.ts';

const folder = 'packages/domain/src/verify/rules';
const sources = new Map(
  ruleCategories.flatMap((category) =>
    category.rules.map(({ id }) => [id, `${folder}/${category.folder}/${id}`] as const),
  ),
);

const pages = rules.map((rule) => ({ rule, page: pageOf(rule) }));

/** A page for each rule, their index, and the module that the command line and SARIF take the pages from. */
export const ruleDocs: readonly GeneratedFile[] = [
  ...pages.map(({ rule: { id }, page }) => ({
    path: `docs/rules/${id}.md`,
    content: () => `${generatedNote(`${sources.get(id)}.ts and ${id}.md`)}\n${page}`,
  })),
  { path: 'docs/rules/README.md', content: index },
  { path: 'packages/domain/src/verify/report/rule-pages.ts', content: pagesModule },
];

/** The page that stands beside a rule, with the title and the severity from its code, and how to waive it. */
function pageOf(rule: Rule): string {
  const { id, title, severity, offByDefault } = rule;
  const source = `${sources.get(id)}.md`;
  const written = readText(source);
  const [heading, last] = [`# ${id}\n`, '## Known limits\n'];
  if (!written.startsWith(heading)) throw new Error(`${source} does not begin with "# ${id}"`);
  const end = written.indexOf(last);
  if (end === -1) throw new Error(`${source} has no section "Known limits"`);
  const text = `${written.slice(heading.length, end)}${howToWaive(rule)}${written.slice(end)}`;
  return `${heading}\n**${title}.** Severity: ${severity}${offByDefault ? '; off by default' : ''}.\n${text}`;
}

function howToWaive({ id, afterWaivers }: Rule): string {
  const heading = '## How to waive\n\n';
  if (afterWaivers)
    return `${heading}It cannot be waived. \`rules: { ${id}: { severity: notice } }\` or \`off\` changes it for the whole repository.\n\n`;
  const waiver = `{ rule: ${id}, subject: ${exampleSubject(id)}, reason: "why it is accepted", until: YYYY-MM-DD }`;
  return [
    `${heading}In \`rollcall.yaml\`, with the subject of the finding:\n\n`,
    `\`\`\`yaml\nwaivers:\n  - ${waiver}\n\`\`\`\n\n`,
    `Or in the file, above what it is about: \`# rollcall-ignore ${id}: why it is accepted until YYYY-MM-DD\`.\n\n`,
  ].join('');
}

/** A subject that the rule finds in its fixtures. */
function exampleSubject(id: string): string {
  const folder = `test/rules/${sources.get(id)?.split('/').slice(-2).join('/')}`;
  for (const name of readdirSync(new URL(`../${folder}`, import.meta.url)).sort()) {
    const text = readText(`${folder}/${name}`);
    const [, marked, listed] =
      new RegExp(` finds: (?:.* \\+ )?${id} (\\S+)|"rule": ?"${id}", ?"subject": ?"([^"]+)"`).exec(text) ?? [];
    const subject = marked ?? listed;
    if (subject !== undefined) return /^[\w./-]+$/.test(subject) ? subject : JSON.stringify(subject);
  }
  throw new Error(`no fixture in ${folder} tells a subject of ${id}`);
}

function readText(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}

function index(): string {
  const sections = ruleCategories.map((category) => {
    const rows = category.rules.map(
      (rule) =>
        `| ${link(rule)} | ${rule.severity}${rule.offByDefault ? ', off by default' : ''} | ${markdownCell(rule.title)} |\n`,
    );
    return `\n## ${category.title}\n\n| rule | severity | what holds |\n| --- | --- | --- |\n${rows.join('')}`;
  });
  return [
    generatedNote('the rules in packages/domain/src/verify/rules'),
    '\n# Rules\n\n',
    'What `rollcall verify` checks. The severity is the one without configuration; a finding that reaches ',
    'production may have a higher one. `rollcall explain RULE` prints a page.\n',
    ...sections,
    '\n## By incident\n\n',
    'Every rule comes from something that went wrong. Documents and sections are those of the incident reports: each one ',
    'that tells of a fault, or of how to avoid one, with the rules that prevent it now, and with what no rule can find.\n\n',
    '| document | section | what went wrong | rules | what no rule finds |\n| --- | --- | --- | --- | --- |\n',
    ...incidentRows(),
  ].join('');
}

/** Throws where a rule comes from a section that is not listed, or a section has neither a rule nor a reason. */
function incidentRows(): string[] {
  const stray = rules.find(
    ({ incident }) =>
      incident !== undefined && !incidents.some(({ document, section }) => incident === `${document} ${section}`),
  );
  if (stray) throw new Error(`rule ${stray.id} comes from ${stray.incident}, which scripts/incidents.ts does not list`);
  return incidents.map((incident) => {
    const { document, section, what, beyond = '' } = incident;
    const found = rulesOf(incident);
    if (found.length === 0 && beyond === '') throw new Error(`${document} ${section} has neither a rule nor a reason`);
    return `| ${[document, section, markdownCell(what), found.map(link).join(', '), markdownCell(beyond)].join(' | ')} |\n`;
  });
}

function rulesOf({ document, section, also = [] }: Incident): Rule[] {
  const unknown = also.find((id) => !rules.some((rule) => rule.id === id));
  if (unknown !== undefined) throw new Error(`scripts/incidents.ts names a rule ${unknown}, which does not exist`);
  return rules.filter(({ id, incident }) => incident === `${document} ${section}` || also.includes(id));
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
