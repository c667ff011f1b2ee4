import type { Config } from '../../../catalog/config-schema.ts';
import { type Location, placesIn } from '../../../location.ts';
import { memoize } from '../../../memo.ts';
import { quoteName, showPath } from '../../../names.ts';
import { isFolderPattern } from '../../../registers/folder-list.ts';
import { type ToolList, toolLists } from '../../../registers/kinds/tool-lists.ts';
import type { Register } from '../../../registers/register.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { isToolFile } from '../../../registers/tool-files.ts';
import { baseName, folderOf, joinPath, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import type { Fix, Severity } from '../../findings/finding.ts';
import { expectedIn, insertion, listPointer } from '../../fixes/missing-entry.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { isOfPeople, isOfReleases, needOf, type ToolNeed } from './tool-needs.ts';

export const toolListMissing: Rule = {
  id: 'tool-list-missing',
  title: 'The lists that tools read have every service that they need, and only folders that exist',
  severity: 'error',
  help: 'Add the folder to the list of the tool, or take out the one that is gone.',
  needs: [registerFiles],
  *check(context) {
    for (const register of context.registers) yield* missingServices(register, context);
    const files = [...context.texts.keys()].filter((path) => isToolFile(path) && registerFiles(path)).sort();
    for (const path of files) yield* goneFolders(path, context);
  },
};

function* missingServices(register: Register, context: RuleContext): Iterable<RuleFinding> {
  if (
    !/^(?:tool-list|settings-gradle|workspaces|gathered-(?:jobs|targets)|(?:hcl|yaml)-(?:list|map))$/.test(
      register.kind,
    )
  )
    return;
  const present = new Set(register.entries);
  const { file: path, line, column } = register;
  const pointer = /^(?:hcl|yaml|gathered)-/.test(register.kind) ? listPointer(register) : '';
  // A file that is nothing but the list is called by its name.
  const list = pointer === '' ? showPath(path) : `${pointer} of ${showPath(path)}`;
  for (const name of expectedIn(register, context)) {
    const service = present.has(name) ? undefined : context.services.get(name);
    const need = service && (needOf(service, register, context) ?? needLike(name, register, context));
    if (!need) continue;
    const { consequence, confidence } = need;
    yield {
      location: { path, line, column },
      subject: name,
      confidence,
      ...(confidence === 'likely' ? { severity: 'notice' as const } : {}),
      message: `service ${name} is not in ${list}: ${consequence}`,
      key: `${name} ${register.id}`,
      // Who owns a service, only a person knows.
      fix:
        register.key === 'CODEOWNERS'
          ? null
          : insertion(register, name, list, { context, proved: confidence === 'proved' }),
    };
  }
}

/**
 * One that is being added is built and released with the one that it is like. Of other tools a person decides: an entry may
 * have an owner, or an identifier.
 */
function needLike(name: string, register: Register, { added }: RuleContext): ToolNeed | null {
  const like = added.get(name)?.like;
  return like !== undefined && register.entries.includes(like) && isOfBuild(register)
    ? { consequence: `${like}, which it is made like, is`, confidence: 'proved' }
    : null;
}

/** Whether a list says what is built together, released or shown to people, and nothing that only a person knows. */
function isOfBuild(register: Register): boolean {
  const { kind, key } = register;
  if (kind === 'settings-gradle' || kind === 'workspaces') return true;
  if (isOfPeople(register)) return register.likeness() === 'alike';
  return (kind === 'tool-list' && key === 'Skaffold') || isOfReleases(register);
}

/** What a tool does with a folder that is not there, and how bad that is. Kustomize may be told of what is elsewhere. */
const ends: Readonly<Record<string, { severity: Severity; consequence: string }>> = {
  Cargo: { severity: 'error', consequence: 'every cargo command in the workspace stops' },
  Maven: { severity: 'error', consequence: 'the build stops' },
  'the solution': { severity: 'error', consequence: 'the build of the solution stops' },
  Skaffold: { severity: 'error', consequence: 'skaffold stops' },
  Dependabot: { severity: 'warning', consequence: 'each of its updates fails' },
  Backstage: { severity: 'warning', consequence: 'the catalog cannot read it' },
  Sonar: { severity: 'warning', consequence: 'the analysis stops' },
  Renovate: { severity: 'notice', consequence: 'what is said of it is of nothing' },
  CODEOWNERS: { severity: 'notice', consequence: 'the line is of nothing' },
};

function* goneFolders(path: string, context: RuleContext): Iterable<RuleFinding> {
  const text = context.text(path) ?? '';
  const placeOf = placesIn({ path, text });
  for (const list of toolLists({ path, text, yaml: context.yaml(path) ?? null })) {
    const end = ends[list.tool];
    for (const { folder, start, writtenStart } of end ? list.entries : []) {
      const target = goneFolder(folder, list.fromRoot ? '' : folderOf(path), context);
      if (!end || target === null) continue;
      yield {
        location: placeOf(writtenStart),
        subject: context.services.has(baseName(target)) ? baseName(target) : target,
        severity: end.severity,
        cause: `gone from ${path}`,
        message: `${showPath(path)} lists ${quoteName(folder)}, which does not exist: ${end.consequence}`,
        fix: removal(list, { path, place: placeOf(start) }, context),
      };
    }
  }
}

/** Where a listed folder would be that is not there; null for one that is, or may be. */
function goneFolder(folder: string, base: string, { config, paths }: RuleContext): string | null {
  const target = normaliseRepositoryPath(joinPath(base, folder));
  if (target === null || isFolderPattern(folder) || /[${}:]/.test(folder) || paths.at(target) !== null) return null;
  // What a build makes is not there before it.
  if (/(?:^|\/)(?:build|dist|gen|generated|out|target)(?:\/|$)/.test(target)) return null;
  // What the configuration says is gone is named as a leftover.
  return saidToBeGone(config).has(baseName(target)) ? null : target;
}

const saidToBeGone = memoize((config: Config) => new Set(config['removed-services']));

/** Takes the entry out of the register that has it; null where the list is none, or is not written to. */
function removal(
  { tool, pointer }: ToolList,
  { path, place }: { path: string; place: Location },
  context: RuleContext,
): Fix | null {
  const register = toolRegisters(context).get(`${path}#${pointer === '' ? tool : pointer}`);
  const name = register && namesByPlace(register).get(`${place.line}:${place.column}`);
  const edits = register === undefined || name === undefined ? [] : register.remove(name);
  return edits.length === 0 ? null : { description: `remove ${name} from ${path}`, safe: true, edits };
}

const toolRegisters = memoize(({ registers }: RuleContext) => {
  const byId = new Map<string, Register>();
  for (const register of registers)
    if (register.kind === 'tool-list' && !byId.has(register.id)) byId.set(register.id, register);
  return byId;
});

/** The first name that a register has at each place. */
const namesByPlace = memoize((register: Register) => {
  const names = new Map<string, string>();
  for (const entry of register.entries) {
    const at = register.entryLocation(entry);
    const key = at && `${at.line}:${at.column}`;
    if (key !== undefined && !names.has(key)) names.set(key, entry);
  }
  return names;
});
