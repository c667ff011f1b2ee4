import { memoize } from '../../../memo.ts';
import { quoteName } from '../../../names.ts';
import type { Register } from '../../../registers/register.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { ListRegion } from './list-region.ts';

/** Conditions that say when a job runs, and nothing of what it is for. */
const isOfEvent =
  /^(?:[\s!()&|='"${}]|github\.[\w.-]+|(?:always|success|failure|cancelled)\(\)|startsWith\(|endsWith\(|contains\(|,|'[^']*'|true|false|needs\.[\w.*-]+)*$/i;

/** Why a list may be about some services only; null where nothing says so. */
export function doubtOf(register: Register, region: ListRegion): string | null {
  const { condition, text } = region;
  if (register.kind === 'matrix-list' && treatsEach(register, text)) return 'its job does something else for each name';
  if (register.kind === 'matrix-list' && condition !== null && !isOfEvent.test(condition))
    return `the list counts where ${quoteName(condition.slice(0, 80))} only`;
  const job = region.own.size === 1 ? [...region.own].find((id) => ofSome.test(id)) : undefined;
  if (register.kind === 'matrix-list' && job !== undefined) return `its job ${quoteName(job)} is called after some`;
  return null;
}

/** The name of a job that is about images or services of one use: `build-test-images`. */
const ofSome =
  /[-_](?:test|tests|base|core|tools?|demos?|examples?|support|shared|common|internal|external|public|optional|legacy|infra)[-_](?:images?|services?|apps?|containers?|components?)$/i;

/** Whether a loop looks for something in what it has of each name, and goes on where it is not: it is of those that have it. */
export function looksFirst({ kind }: Register, { text }: ListRegion): boolean {
  return kind === 'shell-loop' && /\bgrep\b/.test(text);
}

/** Whether steps of a job are for single names: `if: matrix.service == 'cart'`, and more than one of them. */
function treatsEach({ key, entries }: Register, text: string): boolean {
  const compared = new Set(
    [...text.matchAll(/\bmatrix\.([\w-]+)[ \t]*(?:\}\}["']?[ \t]*)?={1,2}[ \t]*["']([\w./-]+)["']/g)].flatMap(
      ([, name, value = '']) => (name === key && entries.includes(value) ? [value] : []),
    ),
  );
  return compared.size > 1 && compared.size * 2 > entries.length;
}

/** Whether a list of a shell stands in a branch that is about some services; one of `all`, or of an event, is not. */
export function isUnderCondition({ kind, file, line }: Register, context: RuleContext): boolean {
  if (!/^(?:shell-|json-array)/.test(kind)) return false;
  const branch = branchesOf(context)(file)[line - 1] ?? '';
  return branch !== '' && !/^else\b|\ball\b|event_name|EVENT|schedule|-[zn]\s|GITHUB_REF/i.test(branch);
}

/** For each line of a file the line of the branch of a shell that it stands in; '' where it is in none. */
const branchesOf = memoize((context: RuleContext) => {
  const known = new Map<string, readonly string[]>();
  return (file: string): readonly string[] => {
    const branches = known.get(file) ?? branchesIn((context.text(file) ?? '').split('\n'));
    known.set(file, branches);
    return branches;
  };
});

function branchesIn(lines: readonly string[]): string[] {
  const open: string[] = [];
  return lines.map((line) => {
    const before = open.at(-1) ?? '';
    // Each step is a script of its own.
    if (/^(?:-[ \t]?)?(?:run|name|uses):/.test(line.trimStart())) open.length = 0;
    const code = line
      .replace(/(^|\s)#.*/, '')
      .trim()
      .replace(/^-?\s*run:\s*\|?/, '');
    const opens = /\bfi\b/.test(code) ? undefined : /^(?:if|elif|else|case)\b/.exec(code)?.[0];
    if (opens === 'elif' || opens === 'else') open.pop();
    if (opens !== undefined) open.push(code);
    if (/(?:^|;\s*)(?:fi|esac)\b/.test(code) && !/^if\b/.test(code)) open.pop();
    return before;
  });
}

/** Why a service may not be of a list of names that Compose runs: it is in no file of Compose that has all the listed. */
export function composeDoubt(
  { entries }: Register,
  region: ListRegion,
  context: RuleContext,
): ((name: string) => string | null) | null {
  if (!runsCompose(region)) return null;
  const listed = entries.filter((name) => context.services.has(name));
  const files = context.registers.filter(
    (other) => other.kind === 'compose' && listed.every((name) => other.entries.includes(name)),
  );
  return (name) =>
    files.some((file) => file.entries.includes(name))
      ? null
      : 'what it names are services of Compose, and no file of Compose is known to run this one beside them';
}

const runsCompose = memoize(
  ({ text }: ListRegion) =>
    /\bdocker[ -]compose\b|\bdocker[ \t]+(?:inspect|logs|exec|restart|start|stop)\b/.test(text) &&
    !buildsAlone.test(text),
);

const buildsAlone =
  /\b(?:docker|podman|buildah|nerdctl)[ \t]+(?:buildx[ \t]+|image[ \t]+)?(?:build|bud)\b|build-push-action|bake-action|\bkaniko\b|docker-bake/;
