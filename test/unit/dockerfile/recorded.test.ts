import { expect, test } from '@jest/globals';
import { parseIgnoreRules } from '@rollcall/domain/dockerfile/ignore-rules';
import { differenceOf } from '../../proof/dockerfiles/compare.ts';
import { recordedBuilds, recordedIgnoreFiles } from '../../proof/dockerfiles/recorded.ts';

// What BuildKit 0.34.2 answered to generated questions: test/proof/dockerfiles asks it anew.

test('ignore files leave out what BuildKit leaves out', () => {
  const recorded = recordedIgnoreFiles();
  expect(recorded.length).toBe(500);
  for (const { text, paths, ignored } of recorded) {
    const rules = parseIgnoreRules(text);
    expect({ text, ignored: paths.filter((path) => rules.ignores(path)) }).toEqual({ text, ignored });
  }
});

test.each([
  ['builds', 150],
  ['named-contexts', 80],
] as const)('%s read what BuildKit reads, and no more is too much than was', async (name, count) => {
  const recorded = recordedBuilds(name);
  expect(recorded.length).toBe(count);
  for (const one of recorded) {
    const { missed, noise } = await differenceOf(one, one.reads);
    const added = [...noise.keys()].filter((path) => !one.noise.includes(path));
    expect({ ...one.build, files: one.files, missed, added }).toMatchObject({ missed: [], added: [] });
  }
});
