import { expect, test } from '@jest/globals';
import { dataKeeper } from '@rollcall/domain/service-change/kept-data';
import { indexFiles } from '@rollcall/domain/tree/path-index';
import type { Finding } from '@rollcall/domain/verify/findings/finding';

const path = 'infra/main.tf';
const text = `locals {\n  names = ["a", "b"]\n}\nresource "aws_ecr_repository" "of" {\n  for_each = toset(local.names)\n}\n`;

/** Takes `"a", ` out of the list. */
function finding(nth: number): Finding {
  const start = text.indexOf('"a"');
  return {
    rule: 'service-leftover',
    subject: 'a',
    path,
    line: 2,
    column: 12,
    fingerprint: String(nth),
    fix: { description: 'x', safe: true, edits: [{ path, range: [start, start + 5], newText: '' }] },
  } as unknown as Finding;
}

test('what Terraform would make is computed for as many fixes as anybody has; the others are taken to remove data', () => {
  const texts = (of: string) => (of === path ? text : '');
  const dataOf = dataKeeper(texts, indexFiles([path]));
  const found = Array.from({ length: 101 }, (_, nth) => dataOf(finding(nth)));
  expect(found.slice(0, 100)).toEqual(Array(100).fill([]));
  expect(found[100]).toEqual([{ path, line: 2, column: 12 }]);
});

test('a fix is asked about once, however often it is looked at', () => {
  let read = 0;
  const texts = (of: string) => {
    read += 1;
    return of === path ? text : '';
  };
  const dataOf = dataKeeper(texts, indexFiles([path]));
  const one = finding(0);
  const first = dataOf(one);
  const after = read;
  expect(dataOf(one)).toBe(first);
  expect(read).toBe(after);
});

test('what a resource of data says is of that data, and what another one says is not', () => {
  const resource = (type: string): string => `resource "${type}" "a" {\n  identifier = "a"\n}\n`;
  const all = `${resource('aws_ecr_repository')}\n${resource('aws_db_instance')}\nlocals {\n  name = "a"\n}\n`;
  const dataOf = dataKeeper(() => all, indexFiles([path]));
  const at = (line: number) => dataOf({ ...finding(line), line, column: 3, fix: null });
  expect(at(2)).toEqual([]);
  expect(at(6)).toEqual([{ path, line: 6, column: 3 }]);
  expect(at(10)).toEqual([]);
});
