import { describe, expect, test } from '@jest/globals';
import { readExpression } from '@rollcall/domain/terraform/expression';
import { evaluationBudget, type HclScope } from '@rollcall/domain/terraform/scope';
import type { HclValue } from '@rollcall/domain/terraform/value';

const values: Record<string, HclValue> = {
  name: 'shop',
  names: ['shop', 'cart'],
  team: { shop: 'red', cart: 'blue' },
  list: [{ id: 1 }, { id: 2 }],
};

const scope: HclScope = {
  variable: (name) => values[name],
  call: (name, [value]) => (name === 'twice' ? [value ?? null, value ?? null] : undefined),
  unknown: (name) => `<${name}>`,
  budget: evaluationBudget(),
};

/** Each value is what buildx 0.38.2 makes of it as the default of a variable. */
test.each<[string, HclValue | undefined]>([
  ['"a-${name}"', 'a-shop'],
  ['"${name}"', 'shop'],
  ['"$${name} %%{if}"', '${name} %{if}'],
  ['"a\\n\\u00e9\\""', 'a\né"'],
  ['"${upper("${name}-x")}"', 'SHOP-X'],
  ['name == "shop" ? "yes" : "no"', 'yes'],
  ['!(1 + 2 * 3 > 6) || false && true', false],
  ['-1 + 3', 2],
  ['7 % 4', 3],
  ['names[1]', 'cart'],
  ['team.shop', 'red'],
  ['team["cart"]', 'blue'],
  ['list[*].id', [1, 2]],
  ['list.*.id', [1, 2]],
  ['[for n in names : upper(n)]', ['SHOP', 'CART']],
  ['[for k, v in team : "${k}=${v}" if v != "red"]', ['cart=blue']],
  ['{for n in names : n => length(n)}', { shop: 4, cart: 4 }],
  ['{ a = 1, "b" = 2, (name) = 3 }', { a: 1, b: 2, shop: 3 }],
  ['concat(["a"], names...)', undefined],
  ['basename(names...)', 'shop'],
  ['<<EOT\nline ${name}\nEOT\n', 'line shop\n'],
  ['<<-EOT\n    a\n      b\n    EOT\n', 'a\n  b\n'],
  ['format("%s/%s:%d", "r", name, 3)', 'r/shop:3'],
  ['join(",", sort(names))', 'cart,shop'],
  ['split("/", "a/b")', ['a', 'b']],
  ['trimsuffix(trimprefix("v1.2.0", "v"), ".0")', '1.2'],
  ['lookup(team, "other", "none")', 'none'],
  ['merge({ a = 1 }, { a = 2, b = 3 })', { a: 2, b: 3 }],
  ['try(missing, "else")', 'else'],
  ['can(missing)', false],
  ['keys(team)', ['cart', 'shop']],
  ['values(team)', ['blue', 'red']],
  ['flatten([["a"], ["b", ["c"]]])', ['a', 'b', 'c']],
  ['distinct(["a", "b", "a"])', ['a', 'b']],
  ['contains(names, "cart")', true],
  ['substr("abcdef", -3, 2)', 'de'],
  ['substr("abc", -1, 0)', 'c'],
  ['title("one two_b")', 'One Two_b'],
  ['basename("a/b/")', 'b'],
  ['dirname("/a")', '/'],
  ['dirname("a//b/")', 'a/b'],
  ['element(names, -1)', 'cart'],
  ['join(",", setunion(names, ["a", "shop"]))', 'a,cart,shop'],
  ['null', null],
])('%s', (code, value) => {
  expect(readExpression(code)(scope)).toEqual(value);
});

describe('what is not known', () => {
  test('stands in a text under its name', () => {
    expect(readExpression('"x-${other.thing}-${timestamp()}"')(scope)).toBe('x-<other.thing>-<timestamp()>');
  });

  test.each(['other', 'names[9]', 'upper(other)', '"%{ if true }a%{ endif }"', 'a +', '[1, 2', '{ a = }', '1 2'])(
    'makes %s not known',
    (code) => {
      expect(readExpression(code)(scope)).toBeUndefined();
    },
  );

  test('an object has the keys that it is given alone', () => {
    expect(readExpression('{ "__proto__" = 1 }.toString')(scope)).toBeUndefined();
    expect(Object.keys(readExpression('{ "__proto__" = 1 }')(scope) as object)).toEqual(['__proto__']);
  });
});

test.each([
  ['brackets in brackets', `${'('.repeat(50_000)}1${')'.repeat(50_000)}`],
  ['signs behind signs', `${'!'.repeat(50_000)}true`],
  ['lists in lists', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
  ['functions that make more of less', `${'twice('.repeat(55)}"x"${')'.repeat(55)}`],
])('comes to an end, with nothing known: %s', (_name, code) => {
  expect(readExpression(code)(scope)).toBeUndefined();
});

test('templates in templates come to an end', () => {
  const code = `${'"${'.repeat(100)}name${'}"'.repeat(100)}`;
  expect(readExpression(code)(scope)).toContain('${name}');
});
