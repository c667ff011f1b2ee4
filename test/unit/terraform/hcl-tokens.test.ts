import { describe, expect, test } from '@jest/globals';
import { hclMistake, hclPlaces, matchBrackets, readHcl } from '@rollcall/domain/terraform/hcl-tokens';
import fc from 'fast-check';
import { junk } from './hcl-pieces.ts';

describe('HCL', () => {
  test('any text has tokens in order that are where they say, and brackets in pairs', () => {
    fc.assert(
      fc.property(junk, (text) => {
        const tokens = readHcl(text);
        let at = 0;
        for (const { kind, text: content, start, end } of tokens) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          // Between tokens there are blanks and comments only.
          expect(text.slice(at, start)).toMatch(/^(?:[ \t\r]|#.*|\/\/.*|\/\*[\s\S]*)*$/);
          if (kind === 'string') expect(text.slice(start + 1).startsWith(content)).toBe(true);
          else expect(text.slice(start, end)).toBe(content);
          at = end;
        }
        const pairs = matchBrackets(tokens);
        for (const [one, other] of pairs) expect(pairs.get(other)).toBe(one);
        for (const { open, offset } of hclPlaces(tokens)) {
          expect(tokens[open]?.text).toMatch(/^[[{]$/);
          expect(offset).toBeLessThanOrEqual(tokens[open]?.start ?? 0);
        }
        const mistake = hclMistake(text);
        if (mistake) expect(text.charAt(mistake.offset)).toMatch(/["</[\](){}]/);
        else
          expect(tokens.filter(({ kind, text: sign }) => kind === 'sign' && /^[[\](){}]$/.test(sign)).length).toBe(
            pairs.size,
          );
      }),
      { numRuns: 400 },
    );
  });

  test.each([
    ['a = "x"\n', null],
    ['a = "${b["c"]}" # {\n', null],
    ['a = "$${"\n', null],
    ['a = <<-EOT\n  }\n  EOT\n', null],
    ['/* { */\na {}\n', null],
    ['a {\n', 'the "{" is never closed'],
    ['a = [1, 2)\n', 'nothing opens the ")"'],
    ['}\n', 'nothing opens the "}"'],
    ['a = "x\nb = 1\n', 'a string has no end'],
    ['a = "\\"\n', 'a string has no end'],
    ['a = "${b\n', 'a string has no end'],
    ['a = <<EOT\nx\n', 'the here-document EOT has no end'],
    ['a = 1 /* {\n', 'a comment has no end'],
    ['# a << b\na = "c << d"\n', null],
    ['a = "${b /* " */ + "}"}"\n', null],
    ['größe = <<Ende\n{\nEnde\n', null],
  ])('%j', (text, mistake) => {
    expect(hclMistake(text)?.what ?? null).toBe(mistake);
  });
});
