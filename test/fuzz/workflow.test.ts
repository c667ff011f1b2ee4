import { placesOf } from '@rollcall/domain/yaml/workflow-scalars';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';
import { fuzz } from './fuzz.ts';
import { checkRegisters } from './registers.ts';

fuzz({
  reader: 'workflow',
  seeds: [
    'on:\n  workflow_dispatch:\n    inputs:\n      service:\n        type: choice\n        options: [cart-service, order-service, audit-log-service, account-service]\njobs:\n  build:\n    strategy:\n      matrix:\n        service:\n          - cart-service\n          - order-service # go\n          - audit-log-service\n          - account-service\n    steps:\n      - run: echo ${{ matrix.service }}\n',
    "jobs:\n  changes:\n    steps:\n      - uses: dorny/paths-filter@v3\n        with:\n          filters: |\n            cart-service:\n              - 'services/cart-service/**'\n            order-service:\n              - 'services/order-service/**'\n            audit-log-service:\n              - 'services/audit-log-service/**'\n            account-service: ['services/account-service/**']\n",
    'jobs:\n  build:\n    steps:\n      - id: list\n        run: |\n          SERVICES=\'["cart-service","order-service","audit-log-service","account-service"]\'\n          case "$S" in\n            cart-service|order-service) go build ;;\n            audit-log-service) go test ;;\n            account-service) gradle ;;\n          esac\n      - run: >-\n          for s in cart-service order-service audit-log-service account-service; do x; done\n',
  ],
  pieces: [
    ...[
      'on:',
      'jobs:',
      'steps:',
      'run:',
      'run: |',
      'run: >',
      'run: |2-',
      'with:',
      'filters: |',
      'matrix:',
      'options:',
      'uses:',
      '- ',
      ': ',
      '? ',
      '&a ',
      '*a',
      '<<: ',
      '!!str ',
      '---\n',
      '...\n',
      '%YAML 1.1\n',
      '#',
      '|',
      '>',
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      ',',
      '\n',
      '\t',
      '${{ ',
      ' }}',
      '~',
      'null',
    ],
    ...['cart-service', 'order-service', 'account-service', 'services/*/**', '!**/*.md', 'case x in', 'esac', ';;'],
  ],
  check: (text) => {
    const path = '.github/workflows/build.yml';
    const file = parseYamlFile(path, text);
    for (const { start, end } of placesOf(file).scalars)
      if (start < 0 || end < start || end > text.length) throw new Error(`a scalar at ${start}`);
    checkRegisters(path, text, (after) => {
      const { errors } = parseYamlFile(path, after);
      if (file.errors.length === 0 && errors.length > 0)
        throw new Error(`what is written is no YAML: ${errors[0]?.message}`);
    });
  },
});
