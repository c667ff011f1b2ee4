import { describe, expect, test } from '@jest/globals';
import { applyEdits, type Edit } from '@rollcall/domain/yaml/edit';

const edit = (start: number, end: number, newText: string): Edit => ({ path: 'a.yaml', range: [start, end], newText });

describe('edits of one text', () => {
  test.each<[string, Edit[], string]>([
    ['none', [], 'abcdef'],
    ['in any order', [edit(4, 5, 'E'), edit(0, 1, 'AA'), edit(2, 3, '')], 'AAbdEf'],
    ['side by side', [edit(1, 2, 'B'), edit(2, 3, 'C')], 'aBCdef'],
    ['an insertion before what is replaced', [edit(2, 3, 'C'), edit(2, 2, '+')], 'ab+Cdef'],
    ['at both ends', [edit(6, 6, '>'), edit(0, 0, '<')], '<abcdef>'],
    ['of all', [edit(0, 6, 'x')], 'x'],
  ])('%s', (_what, edits, after) => {
    expect(applyEdits('abcdef', edits)).toBe(after);
  });

  test.each<[string, Edit[]]>([
    ['that overlap', [edit(1, 3, ''), edit(2, 4, '')]],
    ['one inside another', [edit(0, 6, ''), edit(2, 3, '')]],
    ['that end before they start', [edit(3, 2, '')]],
    ['behind the end', [edit(6, 7, '')]],
  ])('%s are refused', (_what, edits) => {
    expect(() => applyEdits('abcdef', edits)).toThrow('edits of a.yaml overlap at offset');
  });
});
