import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { valueAt } from '@rollcall/domain/yaml/value';
import { Ajv, type ValidateFunction } from 'ajv';

/** One operation of GitHub's REST API, as GitHub describes it. */
export interface RestOperation {
  /** Names of the query parameters it takes. */
  readonly query: ReadonlySet<string>;
  /** What is wrong with a request's body; undefined when nothing is. */
  checkRequest(body: unknown): string | undefined;
  /** What is wrong with an answer; undefined when nothing is, or when the status has no body. */
  checkAnswer(status: number, body: unknown): string | undefined;
  /** GitHub's own example of an answer, a new copy at each call. */
  example(status: number): unknown;
}

type Json = Record<string, unknown>;

let document: Json | undefined;
const operations = new Map<string, RestOperation>();

/** `restOperation('GET', '/repos/{owner}/{repo}')`, from the description that GitHub publishes. */
export function restOperation(method: string, template: string): RestOperation {
  const key = `${method} ${template}`;
  const known = operations.get(key);
  if (known) return known;
  document ??= JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json'), 'utf8'),
  ) as Json;
  const made = describe(document, ['paths', template], method.toLowerCase());
  operations.set(key, made);
  return made;
}

function describe(root: Json, path: readonly string[], method: string): RestOperation {
  const described = valueAt(root, [...path, method]);
  const resolve = (value: unknown): unknown => {
    const reference = valueAt(value, ['$ref']);
    return typeof reference === 'string' ? resolve(valueAt(root, pointer(reference))) : value;
  };
  const parameters = (valueAt(described, ['parameters']) as unknown[]).map(resolve);
  const content = (holder: unknown): unknown => valueAt(resolve(holder), ['content', 'application/json']);
  const validators = new Map<string, ValidateFunction>();
  const check = (name: string, holder: unknown, body: unknown): string | undefined => {
    const schema = valueAt(content(holder), ['schema']);
    if (schema === undefined) return undefined;
    const validate = validators.get(name) ?? compile(root, schema);
    validators.set(name, validate);
    if (validate(body)) return undefined;
    const [error] = validate.errors ?? [];
    return `${name} ${error?.instancePath || '/'}: ${error?.message}`;
  };
  return {
    query: new Set(
      parameters.filter((one) => valueAt(one, ['in']) === 'query').map((one) => String(valueAt(one, ['name']))),
    ),
    checkRequest: (body) => check('request', valueAt(described, ['requestBody']), body),
    checkAnswer: (status, body) => {
      const answer = valueAt(described, ['responses', String(status)]);
      if (answer === undefined) return `no answer ${status} is described`;
      return check(String(status), answer, body);
    },
    example: (status) => {
      const answer = content(valueAt(described, ['responses', String(status)]));
      const [first] = Object.values((valueAt(answer, ['examples']) ?? {}) as Json);
      return structuredClone(valueAt(resolve(first), ['value']));
    },
  };
}

/** A validator of one schema with the components that it reaches, and no others: the whole document takes a second. */
function compile(root: Json, schema: unknown): ValidateFunction {
  const definitions: Json = {};
  const convert = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(convert);
    if (typeof value !== 'object' || value === null) return value;
    const { nullable, ...rest } = value as Json;
    const reference = rest.$ref;
    if (typeof reference === 'string') {
      const name = reference.replace('#/components/schemas/', '');
      if (!Object.hasOwn(definitions, name)) {
        definitions[name] = {};
        definitions[name] = convert(valueAt(root, pointer(reference)));
      }
      return { $ref: `#/definitions/${name}` };
    }
    const converted = Object.fromEntries(
      Object.entries(rest).flatMap(([key, inner]) => (key === 'example' ? [] : [[key, convert(inner)]])),
    );
    return nullable === true ? { anyOf: [{ type: 'null' }, converted] } : converted;
  };
  const converted = convert(schema) as Json;
  return new Ajv({ strict: false, validateFormats: false }).compile({ ...converted, definitions });
}

function pointer(reference: string): string[] {
  return reference
    .replace(/^#\//, '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
