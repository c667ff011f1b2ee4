import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export interface Step {
  id?: string;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: Record<string, unknown>;
}

export interface Job {
  needs?: string | string[];
  permissions?: unknown;
  uses?: string;
  with?: Record<string, unknown>;
  secrets?: Record<string, unknown>;
  steps?: Step[];
}

export interface Parameter {
  required?: boolean;
  default?: unknown;
}

export interface Workflow {
  on: { workflow_call?: { inputs?: Record<string, Parameter>; secrets?: Record<string, Parameter> } | null };
  permissions?: unknown;
  jobs: Record<string, Job>;
}

export interface WorkflowFile {
  path: string;
  text: string;
  workflow: Workflow;
}

/** The workflows of a folder of this repository, sorted by name. */
export function readWorkflows(folder: string): WorkflowFile[] {
  return readdirSync(join(root, folder))
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => {
      const path = `${folder}/${name}`;
      const text = readFileSync(join(root, path), 'utf8');
      return { path, text, workflow: parse(text) as Workflow };
    });
}

interface ActionMetadata {
  inputs?: Record<string, Parameter>;
  outputs?: Record<string, unknown>;
  runs?: { steps?: Step[] };
}

/** The steps of one of our actions that is made of such. */
export function readActionSteps(name: string): Step[] {
  return readAction(name).runs?.steps ?? [];
}

/** The metadata of one of our actions. */
export function readAction(name: string): ActionMetadata {
  return parse(readFileSync(join(root, 'actions', name, 'action.yml'), 'utf8')) as ActionMetadata;
}
