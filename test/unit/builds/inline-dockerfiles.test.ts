import { expect, test } from '@jest/globals';
import { readServices } from '@rollcall/domain/catalog/read-services';
import { affectedServices } from '@rollcall/domain/changes/affected';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const around = {
  'services/pay/Dockerfile': 'FROM alpine\nCOPY pay.go /\n',
  'services/pay/pay.go': '1',
  'services/pay/pay.sql': '1',
  'libs/money/money.go': '1',
  'libs/dates/dates.go': '1',
};

test.each([
  [
    'Compose',
    {
      'compose.yaml':
        'services:\n  pay:\n    build:\n      context: .\n      dockerfile_inline: |\n        FROM alpine\n        COPY libs/money services/pay/*.sql /\n',
    },
  ],
  [
    'Bake',
    {
      'docker-bake.hcl':
        'target "pay" {\n  dockerfile-inline = <<EOT\nFROM alpine\nCOPY libs/money services/pay/*.sql /\nEOT\n}\n',
    },
  ],
])('%s builds a service from a text of its own: what that copies counts, too', async (_tool, definition) => {
  const files = { ...around, ...definition };
  const tree = memoryTree(files);
  const { services } = await readServices(tree, {});
  const { inputs } = await deriveInputs(tree, services, {});
  const { affected } = affectedServices(Object.keys(files), inputs, 'image');
  expect(affected.map(({ service }) => service)).toEqual(['pay']);
  expect(affected[0]?.reasons.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['libs/money/money.go', 'services/pay/pay.sql', 'services/pay/pay.go']),
  );
  expect(affected[0]?.reasons.map(({ path }) => path)).not.toContain('libs/dates/dates.go');
});
