import { insertBlock, removeBlock } from '../../list-editing/list-text.ts';
import type { Member } from '../../list-editing/member.ts';
import { escapeForRegExp } from '../../name-spellings.ts';
import { classifyShell, shellCode, shellComment } from '../../shell/shell-text.ts';
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

interface Arm {
  patterns: Member[];
  /** From the first pattern to the end of `;;`. */
  start: number;
  end: number;
  bodyStart: number;
  bodyEnd: number;
  /** Ended by `;;`, not by `esac`. */
  closed: boolean;
}

interface Case {
  start: number;
  end: number;
  /** The word it looks at, as written: `"$SERVICE"`. */
  subject: string;
  arms: Arm[];
}

function casesIn(
  region: { start: number; end: number; pointer: string; label: string },
  file: SourceFile,
  context: RegisterContext,
): Register[] {
  const script = file.text.slice(region.start, region.end);
  if (!/\bcase\b/.test(script)) return [];
  const classes = classifyShell(script);
  const found = findCases(script, classes, 0, script.length, 0);
  return found.flatMap((one, index) => {
    const pointer = `${region.pointer} case ${index + 1}`.trim();
    const register = caseRegister(shifted(one, region.start), { ...region, pointer }, file, context);
    return register ? [register] : [];
  });
}

function caseRegister(
  { start, subject, arms }: Case,
  { pointer, label }: { pointer: string; label: string },
  { path, text }: SourceFile,
  context: RegisterContext,
): Register | null {
  const named = arms.map((arm) => ({ ...arm, patterns: arm.patterns.filter(({ name }) => !/[*?[]/.test(name)) }));
  const members = named.flatMap(({ patterns }) => patterns);
  const armOf = (member: Member) => named.find(({ patterns }) => patterns.includes(member));
  const block = ({ patterns, start: from, end }: Arm): Member => ({ name: patterns[0]?.name ?? '', start: from, end });
  return registerOf(
    {
      kind: 'bash-case',
      path,
      text,
      pointer,
      offset: start,
      members,
      label,
      fallback: fallbackOf(arms, subject, text),
      insert: (name, like, rename) => {
        const arm = armOf(like);
        if (!arm) return null;
        const [before, last] = arm.patterns.slice(-2);
        if (before && last) {
          const separator = text.slice(before.end, last.start);
          return {
            path,
            range: [last.end, last.end],
            newText: separator + text.slice(last.start, last.end).replace(last.name, () => name),
          };
        }
        const final = named.filter(({ patterns, closed }) => patterns.length > 0 && closed).at(-1);
        if (!arm.closed || !final) return null;
        const clone = rename(text.slice(arm.start, arm.end));
        return insertBlock(path, text, { last: block(final), like: block(arm), clone });
      },
      remove: (member) => {
        const arm = armOf(member);
        const index = arm?.patterns.indexOf(member) ?? 0;
        const previous = arm?.patterns[index - 1];
        const next = arm?.patterns[index + 1];
        if (previous) return { path, range: [previous.end, member.end], newText: '' };
        if (next) return { path, range: [member.start, next.start], newText: '' };
        return removeBlock(path, text, arm ? block(arm) : member);
      },
    },
    context,
  );
}

function fallbackOf(arms: readonly Arm[], subject: string, text: string): CaseFallback | null {
  const arm = arms.find(({ patterns }) => patterns.some(({ name }) => name === '*'));
  if (!arm) return null;
  const body = text.slice(arm.bodyStart, arm.bodyEnd);
  const classes = classifyShell(body);
  const exit = [...body.matchAll(/\b(?:exit|return)\b/g)].some(({ index }) => classes[index] === shellCode);
  const word = subject.replace(/^"(.*)"$/, '$1');
  const variable = /^\$\{?(\w+)\}?$/.exec(word)?.[1];
  const spellings = variable === undefined ? [word] : [`\${${variable}}`, `$${variable}`];
  const pattern = new RegExp(spellings.map(escapeForRegExp).join('|'), 'g');
  return { exits: exit, body: (name) => body.replace(pattern, () => name) };
}

/** Cases of a stretch of script; those inside an arm follow the one that holds them. Linear for each depth. */
function findCases(script: string, classes: Uint8Array, from: number, to: number, depth: number): Case[] {
  const cases: Case[] = [];
  const keyword = /(?<![\w$"'-])case[ \t]+([^\n]{1,200}?)\s+in(?=\s)/g;
  keyword.lastIndex = from;
  for (let match = keyword.exec(script); match && match.index < to; match = keyword.exec(script)) {
    if (classes[match.index] !== shellCode) continue;
    const arms = readArms(script, classes, match.index + match[0].length, to);
    if (!arms) {
      // No `esac` can follow for a later one either, unless this was no `case` at all.
      if (script.indexOf('esac', match.index) === -1) break;
      continue;
    }
    cases.push({ start: match.index, end: arms.end, subject: match[1] ?? '', arms: arms.arms });
    if (depth < 3) {
      for (const { bodyStart, bodyEnd } of arms.arms)
        for (const inner of findCases(script, classes, bodyStart, bodyEnd, depth + 1)) cases.push(inner);
    }
    keyword.lastIndex = arms.end;
  }
  return cases;
}

function readArms(script: string, classes: Uint8Array, from: number, to: number): { arms: Arm[]; end: number } | null {
  const arms: Arm[] = [];
  let at = from;
  while (at < to) {
    while (at < to && (/\s/.test(script.charAt(at)) || classes[at] === shellComment)) at += 1;
    if (/^esac\b/.test(script.slice(at, at + 5))) return { arms, end: at + 4 };
    const start = script.charAt(at) === '(' ? at + 1 : at;
    const patterns = readPatterns(script, start, to);
    if (!patterns) return null;
    const body = bodyEnd(script, classes, patterns.end, to);
    if (!body) return null;
    const first = patterns.members[0]?.start ?? start;
    const end = body.closed ? body.next : contentStop(script, patterns.end, body.end);
    arms.push({
      patterns: patterns.members,
      start: first,
      end,
      bodyStart: patterns.end,
      bodyEnd: body.end,
      closed: body.closed,
    });
    at = body.next;
  }
  return null;
}

function contentStop(script: string, start: number, end: number): number {
  let stop = end;
  while (stop > start && /\s/.test(script.charAt(stop - 1))) stop -= 1;
  return stop;
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
    members.push({ name: match[1] ?? match[2] ?? match[3] ?? '', start, end: start + written.length });
    at = word.lastIndex;
    if (match[4] === ')') return { members, end: at };
    at += /^\s*/.exec(script.slice(at, at + 200))?.[0].length ?? 0;
  }
  return null;
}

/** Where the commands of an arm end, and where the next arm starts. */
function bodyEnd(
  script: string,
  classes: Uint8Array,
  from: number,
  to: number,
): { end: number; next: number; closed: boolean } | null {
  let depth = 0;
  for (let at = from; at < to; at += 1) {
    if (classes[at] !== shellCode) continue;
    const character = script.charAt(at);
    if (character === ';' && depth === 0) {
      const end = /^;(?:;&|;|&)/.exec(script.slice(at, at + 3));
      if (end) return { end: at, next: at + end[0].length, closed: true };
    }
    if ((character === 'c' || character === 'e') && !/[\w$-]/.test(script.charAt(at - 1))) {
      const word = /^(?:case(?=[ \t])|esac\b)/.exec(script.slice(at, at + 5))?.[0];
      if (word === 'case') depth += 1;
      if (word === 'esac') {
        if (depth === 0) return { end: at, next: at, closed: false };
        depth -= 1;
      }
    }
  }
  return null;
}

function shifted({ start, end, subject, arms }: Case, by: number): Case {
  return {
    start: start + by,
    end: end + by,
    subject,
    arms: arms.map((arm) => ({
      ...arm,
      patterns: arm.patterns.map((one) => ({ ...one, start: one.start + by, end: one.end + by })),
      start: arm.start + by,
      end: arm.end + by,
      bodyStart: arm.bodyStart + by,
      bodyEnd: arm.bodyEnd + by,
    })),
  };
}
