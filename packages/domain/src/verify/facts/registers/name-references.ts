import type { Register } from '../../../registers/register.ts';
import { textPattern } from '../../../text-pattern.ts';

/** What stands for a name of the list in its region. */
export function referencesTo(register: Register, text: string): RegExp[] {
  const { kind, key } = register;
  if (kind === 'matrix-list') return expressionsOf(`matrix.${key}`, text);
  if (kind === 'workflow-choices')
    return [...expressionsOf(`inputs.${key}`, text), ...expressionsOf(`github.event.inputs.${key}`, text)];
  if (kind === 'shell-loop') return variables([key]);
  if (kind === 'shell-array' || kind === 'make-variable') {
    const list = kind === 'make-variable' ? textPattern('g')`\$[({]${key}[)}:]` : textPattern('g')`\$\{?${key}\b`;
    const loops = [...text.matchAll(/\bfor[ \t]+(\w+)[ \t]+in[ \t]+([^\n;]*)/g)].flatMap(([, name = '', words = '']) =>
      words.search(list) === -1 ? [] : [name],
    );
    const calls = [...text.matchAll(/\$\(foreach[ \t]+(\w+)[ \t]*,([^,\n]*)/g)].flatMap(([, name = '', words = '']) =>
      words.search(list) === -1 ? [] : [name],
    );
    const isPattern = kind === 'make-variable' && /\$[({](?:addprefix|addsuffix|patsubst)\b/.test(text);
    return [...variables([...loops, ...calls]), ...(isPattern ? [/\$\*|\$\(\*\)/g] : [])];
  }
  if (kind === 'code-list') {
    const loops = textPattern(
      'g',
    )`\bfor[ \t]{0,4}\(?[ \t]{0,4}(?:\w{1,60}[ \t]{1,4})?(\w{1,60})[ \t]{1,4}(?:in|:)[ \t]{1,4}${key}\b`;
    const calls = textPattern('g')`\b${key}\.\w{1,60}[ \t]{0,4}\{[ \t]{0,4}(\w{1,60})[ \t]{0,4}->`;
    return variables([...text.matchAll(loops), ...text.matchAll(calls)].map(([, name = '']) => name));
  }
  if (kind === 'json-array' || kind === 'paths-filter') {
    const names = new Set([...text.matchAll(/\$\{\{\s*matrix\.([\w.-]+)\s*\}\}/g)].map(([, name = '']) => name));
    return [...names].slice(0, 10).flatMap((name) => expressionsOf(`matrix.${name}`, text));
  }
  return [];
}

/** `${{ matrix.service }}`, and the variables of `env` that are set to that alone. */
function expressionsOf(reference: string, text: string): RegExp[] {
  const expression = textPattern('gi')`\$\{\{[ \t]{0,9}${reference}[ \t]{0,9}\}\}`;
  const set = textPattern(
    'gi',
  )`(?<![\w.-])([A-Za-z_]\w{0,99}):[ \t]{1,9}["']?\$\{\{[ \t]{0,9}${reference}[ \t]{0,9}\}\}["']?[ \t]{0,9}(?:\n|$)`;
  const names = [...text.matchAll(set)].map(([, name = '']) => name);
  return [expression, ...variables(names)];
}

/** `$service`, `${service}`, `$$service` of a recipe, `$(service)` of a call, `${{ env.SERVICE }}`. */
export function variables(names: readonly string[]): RegExp[] {
  return names.length === 0 ? [] : [textPattern('g')`\$?\$(?:\{\{\s*env\.${names}\s*\}\}|[{(]${names}[)}]|${names}\b)`];
}
