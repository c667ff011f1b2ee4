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
  return null;
}

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
export function isUnderCondition(register: Register, context: RuleContext): boolean {
  if (!/^(?:shell-|json-array)/.test(register.kind)) return false;
  const lines = (context.text(register.file) ?? '').split('\n').slice(0, register.line - 1);
  let open = 0;
  for (const line of lines.reverse()) {
    const code = line
      .replace(/(^|\s)#.*/, '')
      .trim()
      .replace(/^-?\s*run:\s*\|?/, '');
    if (/^(?:-[ \t]?)?(?:run|name|uses):/.test(line.trimStart())) return false;
    if (/(?:^|;\s*)(?:fi|esac)\b/.test(code) && !/^if\b/.test(code)) open += 1;
    const opens = /^(?:if|elif|else|case)\b/.exec(code)?.[0];
    if (opens === undefined || /\bfi\b/.test(code)) continue;
    if (open > 0) {
      if (opens === 'if' || opens === 'case') open -= 1;
      continue;
    }
    return opens !== 'else' && !/\ball\b|event_name|EVENT|schedule|-[zn]\s|GITHUB_REF/i.test(code);
  }
  return false;
}

/** Why a service may not be of a list of names that Compose runs: it is in no file of Compose that has all the listed. */
export function composeDoubt(
  { entries }: Register,
  { text }: ListRegion,
  context: RuleContext,
): ((name: string) => string | null) | null {
  const runs = /\bdocker[ -]compose\b|\bdocker[ \t]+(?:inspect|logs|exec|restart|start|stop)\b/;
  if (!runs.test(text) || buildsAlone.test(text)) return null;
  const listed = entries.filter((name) => context.services.has(name));
  const files = context.registers.filter(
    (other) => other.kind === 'compose' && listed.every((name) => other.entries.includes(name)),
  );
  return (name) =>
    files.some((file) => file.entries.includes(name))
      ? null
      : 'what it names are services of Compose, and no file of Compose is known to run this one beside them';
}

const buildsAlone =
  /\b(?:docker|podman|buildah|nerdctl)[ \t]+(?:buildx[ \t]+|image[ \t]+)?(?:build|bud)\b|build-push-action|bake-action|\bkaniko\b|docker-bake/;
