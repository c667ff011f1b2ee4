import { type GoMap, type GoValue, isGoList, isGoMap, printed } from '../go-template/values.ts';
import { field, fieldsAt, listAt, textAt, textsIn } from '../yaml/value.ts';

type Question = (labels: ReadonlyMap<string, string>) => boolean;

/**
 * What the `selector` of a generator asks of its parameters, as Argo CD 3.6 (`LabelSelectorAsSelector`) reads it: any text is
 * a value there. Null where that refuses it.
 */
export function selectorOf(selector: unknown): ((parameters: GoMap) => boolean) | null {
  const questions: Question[] = [];
  for (const [key, value] of fieldsAt(selector, 'matchLabels')) {
    if (!isQualifiedName(key) || typeof value !== 'string') return null;
    questions.push((labels) => labels.get(key) === value);
  }
  for (const expression of listAt(selector, 'matchExpressions')) {
    const question = questionOf(expression);
    if (question === null) return null;
    questions.push(question);
  }
  return (parameters) => {
    const labels = labelsOf(parameters);
    return questions.every((holds) => holds(labels));
  };
}

function questionOf(expression: unknown): Question | null {
  const key = textAt(expression, 'key');
  const texts = textsIn(field(expression, 'values'));
  if (key === undefined || !isQualifiedName(key)) return null;
  const values = new Set(texts);
  const operator = textAt(expression, 'operator');
  if ((operator === 'In' || operator === 'NotIn') !== values.size > 0) return null;
  switch (operator) {
    case 'In':
      return (labels) => values.has(labels.get(key) ?? '') && labels.has(key);
    case 'NotIn':
      return (labels) => !labels.has(key) || !values.has(labels.get(key) ?? '');
    case 'Exists':
      return (labels) => labels.has(key);
    case 'DoesNotExist':
      return (labels) => !labels.has(key);
    default:
      return null;
  }
}

/** A key of a label: a name, with a domain before it or without. */
function isQualifiedName(key: string): boolean {
  const [name = '', prefix, more] = key.split('/').reverse();
  const isName = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
  const isDomain = /^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/;
  return more === undefined && isName.test(name) && (prefix === undefined || isDomain.test(prefix));
}

/** Parameters as labels: maps and lists by names with dots, and each value as it is printed. */
function labelsOf(parameters: GoMap): Map<string, string> {
  const labels = new Map<string, string>();
  const walk = (value: GoValue, name: string): void => {
    // The segments of a path are a list of another type, which stays whole.
    if (isGoList(value) && !/(?:^|\.)path\.segments$/.test(name))
      for (const [index, item] of value.entries()) walk(item, `${name}.${index}`);
    else if (isGoMap(value))
      for (const [key, inside] of Object.entries(value)) walk(inside, name === '' ? key : `${name}.${key}`);
    else
      labels.set(
        name,
        printed(value, () => {}),
      );
  };
  walk(parameters, '');
  return labels;
}
