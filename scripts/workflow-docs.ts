import { readdirSync, readFileSync } from 'node:fs';
// By path: the root package lists no package of the workspace, so that nothing else here can import one.
import { parseYamlFile } from '../packages/domain/src/yaml/yaml-document.ts';
import { type GeneratedFile, generatedNote, markdownCell } from './generated-file.ts';

interface Declared {
  description?: string;
  required?: boolean;
  default?: string | boolean | number;
}

interface WorkflowFile {
  on: {
    workflow_call?: {
      inputs?: Record<string, Declared>;
      secrets?: Record<string, Declared>;
      outputs?: Record<string, Declared>;
    };
  };
  jobs: Record<string, { permissions?: Record<string, string> }>;
}

const folder = new URL('../.github/workflows/', import.meta.url);

const head = `
# Workflows that are called

What [the workflows to copy](../how-to/workflows.md) call, as \`owner/rollcall/.github/workflows/NAME@v1\`. The caller has to
grant what is listed: GitHub refuses a run whose called jobs ask for more.
`;

/** Every input, secret and output of the reusable workflows, with what they ask to be granted. */
export const workflowDocs: GeneratedFile = {
  path: 'docs/reference/workflows.md',
  content: () => {
    const sections = readdirSync(folder)
      .sort()
      .map((name) => section(name, readWorkflow(name)));
    return [generatedNote('.github/workflows'), head, ...sections].join('');
  },
};

function readWorkflow(name: string): { text: string; workflow: WorkflowFile } {
  const path = `.github/workflows/${name}`;
  const text = readFileSync(new URL(name, folder), 'utf8');
  const { documents, errors } = parseYamlFile(path, text);
  const [document] = documents;
  if (errors.length > 0 || !document) throw new Error(`${path} is not valid YAML`);
  return { text, workflow: document.value() as WorkflowFile };
}

/** What a workflow takes and gives; nothing of one that is not called. */
function section(name: string, { text, workflow }: { text: string; workflow: WorkflowFile }): string {
  const call = workflow.on.workflow_call;
  if (!call) return '';
  return [
    `\n## ${name}\n\n${summaryOf(text)}\n\nTo grant: ${grants(workflow)}.\n`,
    table(['input', 'default', 'what it is'], call.inputs, true),
    table(['secret', 'what it is'], call.secrets, false),
    table(['output', 'what it is'], call.outputs, false),
  ].join('');
}

/** The comment that a workflow begins with. */
function summaryOf(text: string): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('#'));
  return lines
    .slice(0, end)
    .map((line) => line.replace(/^# ?/, ''))
    .join('\n');
}

function grants({ jobs }: WorkflowFile): string {
  const asked = new Map<string, string>();
  for (const { permissions } of Object.values(jobs))
    for (const [scope, level] of Object.entries(permissions ?? {}))
      if (level === 'write' || !asked.has(scope)) asked.set(scope, level);
  if (asked.size === 0) return 'nothing';
  return [...asked]
    .sort()
    .map(([scope, level]) => `\`${scope}: ${level}\``)
    .join(', ');
}

function table(columns: readonly string[], declared: Record<string, Declared> = {}, withDefaults: boolean): string {
  const rows = Object.entries(declared).map(([name, { description = '', required = false, default: given = '' }]) => {
    const fallback = required ? 'required' : given === '' ? '' : `\`${given}\``;
    const cells = [`\`${name}\``, ...(withDefaults ? [fallback] : []), markdownCell(description)];
    return `| ${cells.join(' | ')} |\n`;
  });
  if (rows.length === 0) return '';
  return `\n| ${columns.join(' | ')} |\n|${' --- |'.repeat(columns.length)}\n${rows.join('')}`;
}
