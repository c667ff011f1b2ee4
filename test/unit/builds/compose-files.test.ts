import { expect, test } from '@jest/globals';
import { discoverServices } from '@rollcall/domain/catalog/services';
import { affectedServices } from '@rollcall/domain/changes/affected';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const around = {
  'services/shop/Dockerfile': 'FROM node:24\nCOPY --from=extra / /extra/\nCOPY index.js /app/\n',
  'services/shop/index.js': '1',
  'libs/money/money.js': '1',
  'libs/dates/dates.js': '1',
};
const own = ['services/shop/Dockerfile', 'services/shop/index.js'];

/** The files a change of which builds the image of `shop` anew, sorted; definitions are no input by themselves. */
async function builtFrom(files: Record<string, string>): Promise<string[]> {
  const all: Record<string, string> = { ...around, ...files };
  const tree = memoryTree(all);
  const { services } = discoverServices(await tree.list(), {});
  const { inputs } = await deriveInputs(tree, services, {});
  const affects = (path: string): boolean => affectedServices([path], inputs, 'image').affected.length > 0;
  return Object.keys(all).filter(affects).sort();
}

const stack = (extra: string, up = '..'): string =>
  `services:\n  shop:\n    build:\n      context: ${up}/services/shop\n      additional_contexts:\n        extra: ${extra}\n`;

// Each was asked of compose-go 2.16.1 (cli.NewProjectOptions, in the order of docker compose 2).
test.each<[string, Record<string, string>, string]>([
  [
    'a file in another folder, whose paths start there',
    { '.env': 'COMPOSE_FILE=deploy/stack.yml\n', 'deploy/stack.yml': stack('../libs/money') },
    'libs/money/money.js',
  ],
  [
    'paths of all start at the folder of the first',
    {
      '.env': 'COMPOSE_FILE=base.yml:deploy/stack.yml\n',
      'base.yml': 'services: {}\n',
      'deploy/stack.yml': stack('libs/money', '.'),
    },
    'libs/money/money.js',
  ],
  [
    'the last one wins, behind the separator that is set',
    {
      '.env': 'COMPOSE_PATH_SEPARATOR=;\nCOMPOSE_FILE="deploy/a.yml;deploy/b.yml"\n',
      'deploy/a.yml': stack('../libs/dates'),
      'deploy/b.yml': stack('../libs/money'),
    },
    'libs/money/money.js',
  ],
  [
    'a name with a variable that has a default',
    { '.env': 'COMPOSE_FILE=deploy/$' + '{STAGE:-prod}.yml\n', 'deploy/prod.yml': stack('../libs/money') },
    'libs/money/money.js',
  ],
  [
    'the variables beside it win over those beside the file',
    {
      '.env': 'COMPOSE_FILE=deploy/stack.yml\nLIB=money\n',
      'deploy/.env': 'LIB=dates\nUP=..\n',
      'deploy/stack.yml': stack('$' + '{UP}/libs/$' + '{LIB}'),
    },
    'libs/money/money.js',
  ],
])('Compose: the files that COMPOSE_FILE of .env names: %s', async (_name, files, extra) => {
  expect(await builtFrom(files)).toEqual([extra, ...own]);
});

test.each([
  ['Compose', { 'compose.yaml': stack('service:gone', '.') }],
  [
    'Bake',
    {
      'docker-bake.hcl': 'target "shop" {\n  context = "services/shop"\n  contexts = { extra = "target:gone" }\n}\n',
    },
  ],
])('what is taken from a build that no definition has may be anything: %s', async (_name, files) => {
  expect(await builtFrom(files)).toEqual(
    [...Object.keys(files), 'libs/dates/dates.js', 'libs/money/money.js', ...own].sort(),
  );
});
