import { dirname } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Circle, codeLines, folderCircles, importsOf, readSources } from '../../scripts/import-graph.ts';

const root = new URL('../../', import.meta.url);
const domain = readSources(new URL('packages/domain/src/', root));

/** A room is what lies in one folder itself; it may hold this part of the code of the domain. */
const largestRoom = 0.15;

/** Lines that a person reads in one sitting. */
const longestFile = 300;

/** Generated: nobody reads it there. */
const readByNobody = new Set(['packages/domain/src/verify/report/rule-pages.ts']);

const show = (circle: Circle): string => circle.map(({ from, to }) => `${from} imports ${to}`).join(', ');

/** Rooms that hold too much, with the part they hold. */
function crowdedRooms(sources: ReadonlyMap<string, string>): string[] {
  const lines = new Map<string, number>();
  for (const [path, text] of sources)
    if (!readByNobody.has(`packages/domain/src/${path}`))
      lines.set(dirname(path), (lines.get(dirname(path)) ?? 0) + codeLines(text));
  const all = [...lines.values()].reduce((sum, count) => sum + count, 0);
  return [...lines].flatMap(([room, count]) =>
    count / all > largestRoom ? [`${room} holds ${Math.round((100 * count) / all)} % of the domain`] : [],
  );
}

function longFiles(folder: string, sources: ReadonlyMap<string, string>): string[] {
  return [...sources].flatMap(([path, text]) => {
    const lines = text.split('\n').length - 1;
    return lines > longestFile && !readByNobody.has(folder + path) ? [`${folder}${path} has ${lines} lines`] : [];
  });
}

describe('folders of the domain', () => {
  test('import one another in no circle', () => {
    expect(folderCircles(importsOf(domain)).map(show)).toEqual([]);
  });

  test('are rooms of which none holds most', () => {
    expect(crowdedRooms(domain)).toEqual([]);
  });
});

test.each([
  'packages/domain/src/',
  'packages/adapters/src/',
  'packages/cli/src/',
  'packages/shell/src/',
  'packages/testkit/src/',
  'actions/',
  'scripts/',
])('no file of %s is longer than a person reads in one sitting', (folder) => {
  expect(longFiles(folder, readSources(new URL(folder, root)))).toEqual([]);
});

describe('what is planted is found:', () => {
  const planted = (more: Record<string, string>) => new Map([...domain, ...Object.entries(more)]);
  const circlesWith = (more: Record<string, string>) => folderCircles(importsOf(planted(more))).map(show);

  test.each<[string, Record<string, string>, string]>([
    [
      'a circle of two folders, of types alone',
      { 'yaml/planted.ts': "import type { Catalog } from '../catalog/catalog.ts';\n" },
      'yaml/planted.ts imports catalog/catalog.ts',
    ],
    [
      'a room that imports from the ground floor what imports the room',
      { 'planted.ts': "export { parseYamlFile } from './yaml/yaml-document.ts';\n" },
      'planted.ts imports yaml/yaml-document.ts',
    ],
    [
      'the engine that calls a door',
      { 'verify/engine/planted.ts': "import('../verify-services.ts');\n" },
      'verify/engine/planted.ts imports verify/verify-services.ts',
    ],
    [
      'a circle of three, one level down',
      {
        'bump/a/planted.ts': "import '../b/b.ts';\n",
        'bump/b/b.ts': "import '../c/c.ts';\n",
        'bump/c/c.ts': "import {\n  a,\n} from '../a/planted.ts';\n",
      },
      'bump/a/planted.ts imports bump/b/b.ts, bump/b/b.ts imports bump/c/c.ts, bump/c/c.ts imports bump/a/planted.ts',
    ],
  ])('%s', (_name, files, expected) => {
    expect(circlesWith({}).join('\n')).not.toContain('planted');
    expect(circlesWith(files).filter((circle) => circle.includes('planted'))[0]).toContain(expected);
  });

  test('a room with most of the code, and a file without end', () => {
    const long = Array.from({ length: 9_000 }, (_, index) => `const a${index} = 1;\n`).join('');
    const sources = planted({ 'bump/planted.ts': long });
    expect(crowdedRooms(sources)).toEqual([expect.stringMatching(/^bump holds \d\d % of the domain$/)]);
    expect(longFiles('packages/domain/src/', sources)).toContain('packages/domain/src/bump/planted.ts has 9000 lines');
  });
});
