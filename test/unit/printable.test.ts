import { describe, expect, test } from '@jest/globals';
import { markdownCode, markdownText, printable, printableJson } from '@rollcall/domain/printable';
import fc from 'fast-check';

test.each([
  ['plain text, 한글 ✅ \\', 'plain text, 한글 ✅ \\'],
  ['a\nb\r\tc', 'a\\nb\\r\\tc'],
  ['\u001b[31m\u0085', '\\u001b[31m\\u0085'],
  ['\u202e\u061c\u00ad\ufeff\u2065', '\\u202e\\u061c\\u00ad\\ufeff\\u2065'],
  ['\u2028\u2029', '\\u2028\\u2029'],
  ['\ud800 \udcff', '\\ud800 \\udcff'],
  ['\u{e0041}', '\\udb40\\udc41'],
])('printable: %j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('printableJson: the same value, and nothing that a terminal acts on', () => {
  expect(printableJson({ a: '\u007f\u009b2J"\n\u202e한글' })).toBe('{"a":"\\u007f\\u009b2J\\"\\n\\u202e한글"}');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const json = printableJson([text]);
      expect(JSON.parse(json)).toEqual([text]);
      expect(json).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }),
  );
});

describe('Markdown', () => {
  test.each([
    ['<b>&lt;', '&lt;b&gt;&amp;lt;'],
    ['[x](http://y)', '\\[x\\]\\(http:&#47;&#47;y\\)'],
    ['@team', '&#64;&#8203;team'],
    ['a/b#1 C#', 'a/b&#35;&#8203;1 C#'],
    ['a|b`c`', 'a\\|b\\`c\\`'],
    ['::: :+1: x.yaml:13 a: b', '&#58;&#58;: &#58;+1: x.yaml:13 a: b'],
    ['www.example.com WWW.x', 'www&#46;example.com WWW&#46;x'],
    ['a\nb\udcff', 'a\\\\nb\\\\udcff'],
  ])('text: %j', (text, shown) => {
    expect(markdownText(text)).toBe(shown);
  });

  test('code is letters, digits, blanks, / and -, and entities that say the same', () => {
    expect(markdownCode('a_b/c.d-1 é|\n')).toBe('<code>a&#95;b/c&#46;d-1 é&#124;&#92;n</code>');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const shown = /^<code>(.*)<\/code>$/.exec(markdownCode(text))?.[1] ?? '';
        expect(shown).toMatch(/^(?:[\p{L}\p{N} /-]|&#\d+;)*$/u);
        const read = shown.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
        expect(read).toBe(printable(text));
      }),
    );
  });
});
