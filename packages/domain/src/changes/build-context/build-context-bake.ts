/** A target of a Bake file, as far as it is written out plainly. */
export interface BakeTarget {
  /** Undefined when it names none; null when it is an expression. */
  context: string | null | undefined;
  dockerfile: string | null | undefined;
  inherits: readonly string[];
  /** Additional contexts. */
  contexts: readonly string[];
  /** 0-based place in the text. */
  offset: number;
}

/** Targets of `docker-bake.json` by name. What is not JSON has none. */
export function readBakeJson(text: string): Map<string, BakeTarget> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return new Map();
  }
  const targets = new Map<string, BakeTarget>();
  for (const [name, target] of Object.entries(record(record(value).target))) {
    // Bake allows a target to be a list of one.
    const body = record(Array.isArray(target) ? target[0] : target);
    targets.set(name, {
      context: literal(body.context),
      dockerfile: literal(body.dockerfile),
      inherits: Array.isArray(body.inherits) ? body.inherits.filter((item) => typeof item === 'string') : [],
      contexts: Object.values(record(body.contexts)).filter((item) => typeof item === 'string'),
      offset: Math.max(text.indexOf(JSON.stringify(name)), 0),
    });
  }
  return targets;
}

const hclToken =
  /"(?:[^"\\\n]|\\.)*\\?(?:"|$)|#[^\n]*|\/\/[^\n]*|\/\*(?:[\s\S]*?\*\/|[\s\S]*)|[{}[\]=]|[^\s"#/{}[\]=<]+|[/<]/gm;

/**
 * Targets of `docker-bake.hcl` by name. Reads only `target "name" { context = "…" dockerfile = "…" inherits =
 * ["…"] }`: strings without expressions. Everything else is skipped, and an expression makes a value null.
 */
export function readBakeHcl(text: string): Map<string, BakeTarget> {
  // A heredoc may hold anything; nobody puts a path in one.
  const tokens = text.includes('<<') ? [] : hclTokens(text);
  const targets = new Map<string, BakeTarget>();
  let depth = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]?.text ?? '';
    const name = stringOf(tokens[at + 1]?.text);
    if (depth === 0 && token === 'target' && typeof name === 'string' && tokens[at + 2]?.text === '{') {
      const body = readHclBody(tokens, at + 3);
      targets.set(name, { ...body.target, offset: tokens[at]?.offset ?? 0 });
      at = body.end;
    } else if (token === '{') {
      depth += 1;
    } else if (token === '}') {
      depth -= 1;
    }
  }
  return targets;
}

interface HclToken {
  text: string;
  offset: number;
  /** Whether it is the first of its line. */
  first: boolean;
}

function hclTokens(text: string): HclToken[] {
  const tokens: HclToken[] = [];
  let end = 0;
  for (const match of text.matchAll(hclToken)) {
    const token = match[0];
    const first = tokens.length === 0 || text.slice(end, match.index).includes('\n');
    if (token.startsWith('#') || token.startsWith('//') || token.startsWith('/*')) continue;
    tokens.push({ text: token, offset: match.index, first });
    end = match.index + token.length;
  }
  return tokens;
}

function readHclBody(tokens: readonly HclToken[], start: number): { target: Omit<BakeTarget, 'offset'>; end: number } {
  const target: Omit<BakeTarget, 'offset'> & { inherits: string[] } = {
    context: undefined,
    dockerfile: undefined,
    inherits: [],
    contexts: [],
  };
  let depth = 1;
  let at = start;
  for (; at < tokens.length; at += 1) {
    const token = tokens[at]?.text ?? '';
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    if (depth === 0) break;
    if (depth !== 1 || tokens[at + 1]?.text !== '=') continue;
    const whole = tokens[at + 3]?.first === true || tokens[at + 3]?.text === '}';
    const value = whole ? (stringOf(tokens[at + 2]?.text) ?? null) : null;
    if (token === 'context') target.context = value;
    if (token === 'dockerfile') target.dockerfile = value;
    if (token === 'inherits' && tokens[at + 2]?.text === '[') {
      for (let item = at + 3; item < tokens.length && tokens[item]?.text !== ']'; item += 1) {
        const parent = stringOf(tokens[item]?.text);
        if (typeof parent === 'string') target.inherits.push(parent);
      }
    }
  }
  return { target, end: at };
}

/** The value of a string token; null when it has an expression in it; undefined when it is no string. */
function stringOf(token: string | undefined): string | null | undefined {
  if (token === undefined || token.length < 2 || !token.startsWith('"')) return undefined;
  if (/[$%]\{/.test(token)) return null;
  try {
    const value: unknown = JSON.parse(token);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return null;
  }
}

function literal(value: unknown): string | null | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' && !/[$%]\{/.test(value) ? value : null;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.assign(Object.create(null), value)
    : {};
}
