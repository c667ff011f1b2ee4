import type { Service } from '../../catalog/catalog.ts';
import { compareLocations, type Location } from '../../location.ts';
import { showPath } from '../../names.ts';
import { hclMistake } from '../../terraform/hcl-tokens.ts';
import { UserError } from '../../user-error.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import { isOfOneService } from '../folder-names.ts';
import { bashCase } from '../kinds/bash-case.ts';
import { compose } from '../kinds/compose.ts';
import { configured, configuredFile } from '../kinds/configured.ts';
import { gatheredJobs } from '../kinds/gathered-jobs.ts';
import { gatheredTargets } from '../kinds/gathered-targets.ts';
import { goWork } from '../kinds/go-work.ts';
import { hclBlocks } from '../kinds/hcl-blocks.ts';
import { hclList, hclMap } from '../kinds/hcl-list.ts';
import { inTemplates } from '../kinds/in-templates.ts';
import { codeList, jsonArray } from '../kinds/json-array.ts';
import { makeVariable } from '../kinds/make-variable.ts';
import { matrixList } from '../kinds/matrix-list.ts';
import { nameFile, variableFile } from '../kinds/name-files.ts';
import { nginx } from '../kinds/nginx.ts';
import { pathsFilter } from '../kinds/paths-filter.ts';
import { routes } from '../kinds/routes.ts';
import { settingsGradle } from '../kinds/settings-gradle.ts';
import { shellArray } from '../kinds/shell-array.ts';
import { shellLoop } from '../kinds/shell-loop.ts';
import { toolList } from '../kinds/tool-lists.ts';
import { workflowChoices } from '../kinds/workflow-choices.ts';
import { workspaces } from '../kinds/workspaces.ts';
import { kustomizationImages, yamlMap, yamlSequence } from '../kinds/yaml-path-list.ts';
import { mayList } from '../listed-names.ts';
import type { Register, RegisterContext, RegisterKind } from '../register.ts';
import { type RegisterFileType, registerFileTypes } from '../register-files.ts';

const manifestKinds: readonly RegisterKind[] = [yamlSequence, yamlMap, routes, ofAll(shellArray), ofAll(shellLoop)];

/** Which kinds of register are looked for in which files; a new kind is one file and one entry here. */
const kindsIn: Readonly<Record<RegisterFileType, readonly RegisterKind[]>> = {
  workflow: [pathsFilter, jsonArray, bashCase, workflowChoices, matrixList, shellArray, shellLoop, gatheredJobs],
  code: [codeList],
  names: [jsonArray],
  'name-file': [ofAll(nameFile)],
  variables: [ofAll(variableFile)],
  nginx: [nginx],
  script: [jsonArray, bashCase, shellArray, shellLoop],
  makefile: [makeVariable, shellLoop, gatheredTargets],
  hcl: [hclList, hclMap, hclBlocks],
  manifest: manifestKinds,
  template: manifestKinds.map(inTemplates),
  compose: [compose],
  'go.work': [goWork],
  workspaces: [workspaces],
  tool: [ofAll(toolList)],
  kustomization: [kustomizationImages],
  labels: [yamlMap],
  form: [yamlSequence],
  'settings.gradle': [settingsGradle],
};

/** A kind that skips files of one service: what one service waits for or calls is no list of all services. */
function ofAll(kind: RegisterKind): RegisterKind {
  return { id: kind.id, find: (file, context) => (isOfOneService(file.path, context) ? [] : kind.find(file, context)) };
}

/**
 * A service that has to be in a list of all services: it has source, and something is built or deployed of it.
 * A static site without a chart or an Application is published in other ways.
 */
export function belongsInEveryList(service: Service, deployed: ReadonlySet<string>): boolean {
  if (service.path === null || service.kind === 'infra') return false;
  if (service.chart !== null || deployed.has(service.name)) return true;
  return service.dockerfile !== null && service.kind !== 'static-site';
}

/** The registers of the files, by place. */
export function findRegisters(files: readonly SourceFile[], context: RegisterContext): Register[] {
  if (context.services.length === 0) return [];
  const byId = new Map<string, Register>();
  for (const file of files) {
    const named = context.configured?.some((list) => configuredFile(list) === file.path);
    const told = named ? configured.find(file, context).flatMap((register) => register ?? []) : [];
    const found = kindsFor(file, context).flatMap((kind) => kind.find(file, context).flatMap((one) => one ?? []));
    // What is configured counts where the same entries are found without it. Two steps may name the same filters file.
    const others = found.filter((register) => !told.some((one) => holdsAllOf(one, register)));
    const all = isBroken(file, found) ? [...others, ...told].map(asRead) : [...others, ...told];
    for (const register of all) byId.set(register.id, register);
  }
  for (const list of context.configured ?? []) {
    if (!files.some(({ path }) => path === configuredFile(list)))
      throw new UserError(`the register ${showPath(list.file)} is no file that can be read`, {
        help: 'Correct its `file` in `registers`, or remove it.',
      });
  }
  return [...byId.values()].sort((a, b) => compareLocations(locationOf(a), locationOf(b)));
}

/** Whether the tool refuses a file in which lists are found: where they end then is anybody's guess. */
function isBroken({ text }: SourceFile, found: readonly Register[]): boolean {
  return found.some(({ kind }) => kind.startsWith('hcl-')) && hclMistake(text) !== null;
}

/** A register that is read, and that nothing is written to. */
function asRead(register: Register): Register {
  return { ...register, insert: () => [], remove: () => [] };
}

/** Whether a register has all the entries of another, on the same lines. */
function holdsAllOf(register: Register, { entries, entryLocation }: Register): boolean {
  const own = new Set(register.entries.map((name) => `${register.entryLocation(name)?.line} ${name}`));
  return entries.length > 0 && entries.every((name) => own.has(`${entryLocation(name)?.line} ${name}`));
}

/** The kinds to look for in a file. One that spells no services has no registers, and is not parsed to see that. */
function kindsFor({ path, text }: SourceFile, context: RegisterContext): RegisterKind[] {
  const types = registerFileTypes(path);
  return types.includes('workflow') || mayList(text, context) ? types.flatMap((type) => kindsIn[type]) : [];
}

function locationOf({ file, line, column }: Register): Location {
  return { path: file, line, column };
}
