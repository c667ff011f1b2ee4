import type { Service } from '../catalog/catalog.ts';
import { isForeign } from '../catalog/repository-paths.ts';
import { compareLocations } from '../location.ts';
import { bashCase } from './bash-case.ts';
import { jsonArray } from './json-array.ts';
import { pathsFilter } from './paths-filter.ts';
import type { Register, RegisterContext, RegisterFile, RegisterKind } from './register.ts';
import { matrixList, workflowChoices } from './yaml-list.ts';

/** Every kind of register; a new kind is one file and one entry here. */
export const registerKinds: readonly RegisterKind[] = [pathsFilter, jsonArray, bashCase, workflowChoices, matrixList];

/** Whether registers are looked for in a file: workflows, actions, what workflows name, shell scripts. */
export function mayHoldRegisters(path: string): boolean {
  if (isForeign(path)) return false;
  return /^\.github\/.*\.ya?ml$|(^|\/)action\.ya?ml$|\.(?:sh|bash)$/.test(path);
}

/**
 * A service that has to be in a list of all services: it has source, and something is built or deployed of it.
 * A static site without a chart or an Application is published in other ways.
 */
export function mustBeListed(service: Service, deployed: ReadonlySet<string>): boolean {
  if (service.path === null || service.kind === 'infra') return false;
  if (service.chart !== null || deployed.has(service.name)) return true;
  return service.dockerfile !== null && service.kind !== 'static-site';
}

/** The registers of the files, by place. */
export function findRegisters(files: readonly RegisterFile[], context: RegisterContext): Register[] {
  if (context.services.length === 0) return [];
  const found = new Map<string, Register>();
  for (const file of files) {
    for (const kind of registerKinds) {
      // Two steps may name the same filters file.
      for (const register of kind.find(file, context)) found.set(register.id, register);
    }
  }
  return [...found.values()].sort((a, b) => compareLocations(at(a), at(b)));
}

function at({ file, line, column }: Register) {
  return { path: file, line, column };
}
