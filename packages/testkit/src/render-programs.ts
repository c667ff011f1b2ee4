import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { temporaryFolder } from './repository.ts';

const names = ['helm', 'kustomize'] as const;

type RenderProgram = (typeof names)[number];

/** The helm and the kustomize of this machine that render; undefined where one is not there. */
export const renderPrograms: Readonly<Record<RenderProgram, string | undefined>> = {
  helm: findProgram('helm'),
  kustomize: findProgram('kustomize'),
};

function findProgram(name: RenderProgram): string | undefined {
  const folder = pathFolders().find((each) => existsSync(join(each, name)));
  const program = folder && join(folder, name);
  return program && spawnSync(program, ['version']).status === 0 ? program : undefined;
}

function pathFolders(): string[] {
  return (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
}

let without: string | undefined;

/**
 * The PATH with the programs that are named and no others that render: what a bundle prints does not hang on what is
 * installed. A folder that holds one of them is replaced by links to all else in it.
 */
export function pathWith(programs: Readonly<Partial<Record<RenderProgram, string>>> = {}): string {
  without ??= pathFolders()
    .map((folder) => (names.some((name) => existsSync(join(folder, name))) ? linksBut(folder) : folder))
    .join(delimiter);
  const chosen = Object.entries(programs);
  if (chosen.length === 0) return without;
  const folder = temporaryFolder('programs');
  for (const [name, program] of chosen) symlinkSync(program, join(folder, name));
  return `${folder}${delimiter}${without}`;
}

function linksBut(folder: string): string {
  const links = join(temporaryFolder('path'), 'bin');
  mkdirSync(links);
  for (const name of readdirSync(folder))
    if (!names.some((each) => each === name)) symlinkSync(join(folder, name), join(links, name));
  return links;
}
