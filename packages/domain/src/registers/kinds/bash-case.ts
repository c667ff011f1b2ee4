import { insertBlock, insertInBrackets, removeBlock, removeFromBrackets } from '../../list-editing/list-text.ts';
import type { Member, Span } from '../../list-editing/member.ts';
import { classifyShell, shellCode, shellComment } from '../../shell/shell-text.ts';
import { textPattern } from '../../text-pattern.ts';
import { globMatcher } from '../../tree/glob-matcher.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import { placesOf } from '../../yaml/workflow-scalars.ts';
import { type CaseFallback, type Register, type RegisterContext, type RegisterKind, registerOf } from '../register.ts';

/** A `case` in a step's script or in a script file, whose arms name services. */
export const bashCase: RegisterKind = {
  id: 'bash-case',
  find: (file, context) => {
    if (!file.yaml) return casesIn({ start: 0, end: file.text.length, pointer: '', label: '' }, file, context);
    return placesOf(file.yaml).scalars.flatMap(({ path, pointer, start, end, parent }) => {
      if (path.at(-1) !== 'run') return [];
      const label = [parent?.get('id'), parent?.get('name')].filter((word) => typeof word === 'string').join(' ');
      return casesIn({ start, end, pointer, label }, file, context);
    });
  },
};

/** From the first pattern to the end of `;;`. */
interface Arm extends Span {
  patterns: Member[];
  bodyStart: number;
  bodyEnd: number;
  /** Ended by `;;`, not by `esac`. */
  closed: boolean;
}

interface Case extends Span {
  /** The word it looks at, as written: `"$SERVICE"`. */
  subject: string;
  arms: Arm[];
}

/** A stretch of a file that a shell runs. */
interface Script extends Span {
  text: string;
  /** The class of the character at an offset of the file. */
  classAt(offset: number): number | undefined;
  /** What ends arms and cases, in the order of the text. */
  signs: readonly Sign[];
}

/** `;;`, `case` or `esac` of a script. */
interface Sign extends Span {
  word: string;
  /** The index of the `esac` of a `case`; null where it has none. */
  esac: number | null;
}

function casesIn(
  { start, end, pointer, label }: Span & { pointer: string; label: string },
  file: SourceFile,
  context: RegisterContext,
): (Register | null)[] {
  const { text } = file;
  const script = text.slice(start, end);
  if (!/\bcase\b/.test(script)) return [];
  const classes = classifyShell(script);
  const classAt = (offset: number): number | undefined => classes[offset - start];
  const signs = signsIn(text, { start, end }, classAt);
  const cases = findCases({ text, start, end, classAt, signs });
  return cases.map((found, index) =>
    caseRegister(found, { pointer: `${pointer} case ${index + 1}`.trim(), label }, file, context),
  );
}

function caseRegister(
  { start, subject, arms }: Case,
  { pointer, label }: { pointer: string; label: string },
  { path, text }: SourceFile,
  context: RegisterContext,
): Register | null {
  const named = arms.map((arm) => ({ ...arm, patterns: arm.patterns.filter(({ name }) => !/[*?[]/.test(name)) }));
  const members = named.flatMap(({ patterns }) => patterns);
  const covered = coveredBy(arms, context);
  const armOf = (member: Member) => named.find(({ patterns }) => patterns.includes(member));
  return registerOf(
    {
      kind: 'bash-case',
      path,
      text,
      pointer,
      offset: start,
      members,
      ...(covered.length > 0 ? { effective: [...members.map(({ name }) => name), ...covered] } : {}),
      label,
      fallback: fallbackOf(arms, subject, text),
      insert: (name, like, rename) => {
        const arm = armOf(like);
        if (!arm) return null;
        const last = arm.patterns.at(-1);
        if (last && arm.patterns.length > 1) {
          const written = text.slice(last.start, last.end).replace(last.name, () => name);
          return insertInBrackets(path, text, arm.patterns, written);
        }
        const final = named.filter(({ patterns, closed }) => patterns.length > 0 && closed).at(-1);
        if (!arm.closed || !final) return null;
        const clone = rename(text.slice(arm.start, arm.end));
        return insertBlock(path, text, { last: final, like: arm, clone });
      },
      remove: (member) => {
        const arm = armOf(member);
        if (arm && arm.patterns.length > 1) return removeFromBrackets(path, arm.patterns, member);
        return removeBlock(path, text, arm ?? member);
      },
    },
    context,
  );
}

/** The services that patterns of arms match, as bash matches them; the one that matches all is the default. */
function coveredBy(arms: readonly Arm[], { services }: RegisterContext): string[] {
  const patterns = arms.flatMap((arm) => arm.patterns.flatMap(({ name }) => (name === '*' ? [] : [name])));
  const names = new Set(patterns);
  const globs = patterns.filter((name) => /[*?[]/.test(name) && !/[$`]/.test(name)).slice(0, mostGlobs);
  if (globs.length === 0) return [];
  const matches = globMatcher(globs, { dot: true, bash: true });
  return services.flatMap(({ name }) => (!names.has(name) && matches(name) ? [name] : []));
}

/** More patterns than these no case has. */
const mostGlobs = 50;

function fallbackOf(arms: readonly Arm[], subject: string, text: string): CaseFallback | null {
  const arm = arms.find(({ patterns }) => patterns.some(({ name }) => name === '*'));
  if (!arm) return null;
  const body = text.slice(arm.bodyStart, arm.bodyEnd);
  const classes = classifyShell(body);
  const exit = [...body.matchAll(/\b(?:exit|return)\b/g)].some(({ index }) => classes[index] === shellCode);
  const word = subject.replace(/^"(.*)"$/, '$1');
  const variable = /^\$\{?(\w+)\}?$/.exec(word)?.[1];
  const spellings = variable === undefined ? [word] : [`\${${variable}}`, `$${variable}`];
  const pattern = textPattern('g')`${spellings}`;
  return { exits: exit, body: (name) => body.replace(pattern, () => name) };
}

/** The cases of a script, in the order of the text: those inside an arm follow the one that holds them. Linear. */
function findCases(script: Script): Case[] {
  const cases: Case[] = [];
  const keyword = /(?<![\w$"'-])case[ \t]{1,50}(\S[^\n]{0,200}?)\s{1,50}in(?=\s)/g;
  keyword.lastIndex = script.start;
  // Searched to its own end only: a script without a `case` would be searched to the end of the file.
  const part = script.text.slice(0, script.end);
  for (let match = keyword.exec(part); match; match = keyword.exec(part)) {
    if (script.classAt(match.index) !== shellCode) continue;
    const read = readArms(script, { start: match.index + match[0].length, end: script.end });
    if (read) cases.push({ start: match.index, end: read.end, subject: match[1] ?? '', arms: read.arms });
  }
  return cases;
}

function readArms(script: Script, { start: from, end: to }: Span): { arms: Arm[]; end: number } | null {
  const { text } = script;
  const arms: Arm[] = [];
  let at = from;
  while (at < to) {
    while (at < to && (/\s/.test(text.charAt(at)) || script.classAt(at) === shellComment)) at += 1;
    if (/^esac\b/.test(text.slice(at, at + 5))) return { arms, end: at + 4 };
    const start = text.charAt(at) === '(' ? at + 1 : at;
    const read = readPatterns(text, start, to);
    const body = read && readBody(script, { start: read.end, end: to });
    if (!read || !body) return null;
    const { members: patterns, end: bodyStart } = read;
    const { end: bodyEnd, next, closed } = body;
    const end = closed ? next : bodyStart + text.slice(bodyStart, bodyEnd).trimEnd().length;
    arms.push({ patterns, start: patterns[0]?.start ?? start, end, bodyStart, bodyEnd, closed });
    at = next;
  }
  return null;
}

/** `"a" | 'b' | c)`: the words with their quotes, up to behind the parenthesis. */
function readPatterns(script: string, from: number, to: number): { members: Member[]; end: number } | null {
  const members: Member[] = [];
  const word = /[ \t]*(?:"([^"\n]{0,200})"|'([^'\n]{0,200})'|(\$\{\{[^}\n]{0,200}\}\}|[^\s|)("']{1,200}))[ \t]*([|)])/y;
  let at = from;
  while (at < to) {
    word.lastIndex = at;
    const match = word.exec(script);
    if (!match) return null;
    const written = match[0].slice(0, -1).trim();
    const start = at + match[0].indexOf(written);
    // Outside of quotes a backslash stands for nothing but the character behind it.
    const name = match[1] ?? match[2] ?? match[3]?.replace(/\\(.)/g, '$1') ?? '';
    members.push({ name, start, end: start + written.length });
    at = word.lastIndex;
    if (match[4] === ')') return { members, end: at };
    at += /^\s*/.exec(script.slice(at, at + 200))?.[0].length ?? 0;
  }
  return null;
}

/** Where the commands of an arm end, and where the next arm starts. A `case` inside is passed over as a whole. */
function readBody({ signs }: Script, { start, end }: Span): { end: number; next: number; closed: boolean } | null {
  let at = firstSign(signs, start);
  for (let sign = signs[at]; sign && sign.start < end; sign = signs[at]) {
    if (sign.word !== 'case') {
      const closed = sign.word !== 'esac';
      return { end: sign.start, next: closed ? sign.end : sign.start, closed };
    }
    if (sign.esac === null) return null;
    at = sign.esac + 1;
  }
  return null;
}

/** The index of the first sign at or behind an offset. */
function firstSign(signs: readonly Sign[], offset: number): number {
  let [low, high] = [0, signs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((signs[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function signsIn(text: string, { start, end }: Span, classAt: Script['classAt']): Sign[] {
  const signs: Sign[] = [];
  const open: Sign[] = [];
  const pattern = /;(?:;&|;|&)|(?<![\w$-])(?:case(?=[ \t])|esac\b)/g;
  pattern.lastIndex = start;
  const script = text.slice(0, end);
  for (let match = pattern.exec(script); match; match = pattern.exec(script)) {
    const { 0: word, index } = match;
    if (classAt(index) !== shellCode) {
      pattern.lastIndex = index + 1;
      continue;
    }
    const sign: Sign = { start: index, end: pattern.lastIndex, word, esac: null };
    if (word === 'case') open.push(sign);
    const closes = word === 'esac' ? open.pop() : undefined;
    if (closes) closes.esac = signs.length;
    signs.push(sign);
  }
  return signs;
}
