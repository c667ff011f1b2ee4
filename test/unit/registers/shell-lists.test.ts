import { describe, expect, test } from '@jest/globals';
import { applyEdits } from '@rollcall/domain/yaml/edit';
import { contextOf, describeLists, names, only, registersOf } from './register-cases.ts';

const workflow = '.github/workflows/ci.yaml';
function step(...lines: string[]): string {
  return ['jobs:', '  build:', '    steps:', '      - run: |', ...lines.map((line) => `          ${line}`), ''].join(
    '\n',
  );
}

describeLists([
  {
    title: 'JSON objects in a step',
    kind: 'json-array',
    path: '.github/workflows/ci.yaml',
    line: 5,
    write: (list) =>
      `jobs:\n  a:\n    steps:\n      - run: |\n          echo 'matrix=[${list.map((name) => `{"name":"${name}","cache":true,"port":80}`).join(',')}]' >> "$GITHUB_OUTPUT"\n`,
  },
  {
    title: 'JSON objects on lines of their own',
    kind: 'json-array',
    path: 'scripts/matrix.sh',
    line: 1,
    write: (list) =>
      `MATRIX='[\n${list.map((name) => `  { "dir": "services/${name}", "service": "${name}" }`).join(',\n')}\n]'\n`,
  },
  {
    title: 'JSON objects with objects and lists in them',
    kind: 'json-array',
    path: 'scripts/matrix.sh',
    line: 1,
    write: (list) =>
      `MATRIX='[${list.map((name) => `{"args":{"GO":"1.26"},"name":"${name}","platforms":["amd64","arm64"]}`).join(', ')}]'\n`,
  },
  {
    title: 'JSON objects in a string with escapes',
    kind: 'json-array',
    path: 'scripts/matrix.sh',
    line: 1,
    write: (list) =>
      `MATRIX="[${list.map((name) => `{\\"image\\": \\"shop/${name}\\", \\"arm\\": true}`).join(', ')}]"\n`,
  },
  {
    title: 'JSON in a file of its own',
    kind: 'json-array',
    path: 'ci/services.json',
    line: 1,
    write: (list) => `[\n${list.map((name) => `  "${name}"`).join(',\n')}\n]\n`,
  },
  {
    title: 'a list of Python',
    kind: 'code-list',
    path: 'scripts/images.py',
    line: 3,
    write: (list) => `import sys\n\nSERVICES = [\n${list.map((name) => `    "${name}"`).join(',\n')}\n]\n`,
  },
  {
    title: 'the braces of a loop',
    kind: 'shell-loop',
    path: 'scripts/images.sh',
    line: 2,
    write: (list) => `set -e\nfor s in {${list.join(',')}}; do\n  echo "$s"\ndone\n`,
  },
  {
    title: 'a list of a Jenkinsfile',
    kind: 'code-list',
    path: 'Jenkinsfile',
    write: (list) => `// ['no-list']\ndef services = [${list.map((one) => `'${one}'`).join(', ')}]\n`,
    line: 2,
  },
  {
    title: 'a list of a Tiltfile on several lines',
    kind: 'code-list',
    path: 'Tiltfile',
    write: (list) => `services = [\n${list.map((one) => `    "${one}"`).join(',\n')}\n]\n`,
    line: 1,
  },
  {
    title: 'an array on one line',
    kind: 'shell-array',
    path: 'scripts/a.sh',
    write: (list) => `#!/bin/bash\n# don't\nSERVICES=(${list.join(' ')}) # all of them\necho done\n`,
    line: 3,
  },
  {
    title: 'an array over lines with comments',
    kind: 'shell-array',
    path: 'scripts/a.sh',
    write: (list) =>
      `declare -a SERVICES=(\n  # the shop\n${list.map((one) => `  "${one}" # ${one.length}\n`).join('')})\n`,
    line: 1,
  },
  {
    title: 'an array that two lines share',
    kind: 'shell-array',
    path: 'scripts/a.sh',
    write: (list) => `SERVICES=( ${list.slice(0, 2).join(' ')}\n           ${list.slice(2).join(' ')} )\n`,
    line: 1,
  },
  {
    title: 'an array of values that hold the name',
    kind: 'shell-array',
    path: 'scripts/a.sh',
    write: (list) => `declare -A IMAGES=(\n${list.map((one) => `  ["${one}"]="shop/${one}"\n`).join('')})\n`,
    line: 1,
  },
  {
    title: 'an array of folders',
    kind: 'shell-array',
    path: 'scripts/a.sh',
    write: (list) => `export DIRS=(${list.map((one) => `services/${one}/src`).join(' ')})`,
    line: 1,
  },
  {
    title: 'a string of words',
    kind: 'shell-array',
    path: 'scripts/a.sh',
    write: (list) => `SERVICES="${list.join(' ')}"\nfor s in $SERVICES; do build "$s"; done\n`,
    line: 1,
  },
  {
    title: 'a string with commas',
    kind: 'shell-array',
    path: 'scripts/a.sh',
    write: (list) => `local SERVICES='${list.join(',')}'\n`,
    line: 1,
  },
  {
    title: 'an array of a step',
    kind: 'shell-array',
    path: workflow,
    write: (list) => step(`SERVICES=(${list.join(' ')})`, 'echo "$' + '{SERVICES[@]}"'),
    line: 5,
  },
  {
    title: 'a loop',
    kind: 'shell-loop',
    path: 'scripts/a.sh',
    write: (list) => `set -e\nfor service in ${list.join(' ')}; do\n  docker build "$service"\ndone\n`,
    line: 2,
  },
  {
    title: 'a loop over lines',
    kind: 'shell-loop',
    path: 'scripts/a.sh',
    write: (list) => `for service in \\\n  ${list.map((one) => `"${one}"`).join(' \\\n  ')}\ndo\n  build\ndone\n`,
    line: 1,
  },
  {
    title: 'a loop of a step',
    kind: 'shell-loop',
    path: workflow,
    write: (list) => step(`for s in ${list.join(' ')}; do`, '  echo "$s"', 'done'),
    line: 5,
  },
  {
    title: 'a loop of a recipe',
    kind: 'shell-loop',
    path: 'Makefile',
    write: (list) => `build: # it's all\n\t@for s in ${list.join(' ')}; do \\\n\t\techo "$$s"; \\\n\tdone\n`,
    line: 2,
  },
  {
    title: 'a variable of make',
    kind: 'make-variable',
    path: 'Makefile',
    write: (list) => `X := 1\nexport BACKEND = ${list.join(' ')} # all\n\nbuild:\n\techo $(BACKEND)\n`,
    line: 2,
  },
  {
    title: 'a variable of make, continued',
    kind: 'make-variable',
    path: 'makefiles/_variables.mk',
    write: (list) => `SERVICES := \\\n\t${list.join(' \\\n\t')}\n\nnext:\n`,
    line: 1,
  },
  {
    title: 'a variable of make, continued to an empty line',
    kind: 'make-variable',
    path: 'GNUmakefile',
    write: (list) => `SERVICES ?= ${list.map((one) => `${one} \\\n  `).join('')}\n`,
    line: 1,
  },
  {
    title: 'a variable of make in several assignments',
    kind: 'make-variable',
    path: 'Makefile',
    write: (list) =>
      `SERVICES = ${list[0]}\n# more\n${list
        .slice(1)
        .map((one) => `SERVICES += ${one}\n`)
        .join('')}`,
    line: 1,
  },
]);

const all = names.join(' ');
describe('no registers', () => {
  test.each([
    ['a comment', 'a.sh', `# SERVICES=(${all})\n`],
    [
      'words of a sentence',
      'a.sh',
      `MESSAGE="now we build ${all} and we also deploy what else there is to be deployed"\n`,
    ],
    ['a string that holds a list', 'a.sh', `echo "SERVICES=(${all})"\n`],
    ['a list that another list is part of', 'a.sh', `SERVICES=(${all} "$' + '{MORE[@]}")\n`],
    ['a loop over a command', 'a.sh', `for s in $(list) ${all}; do x; done\n`],
    ['a loop over files', 'a.sh', `for s in ${all} *; do x; done\n`],
    ['no loop', 'a.sh', `for s in ${all}; build\n`],
    ['a here-document', 'a.sh', `cat <<EOF\nSERVICES=(${all})\nEOF\n`],
    ['an array without an end', 'a.sh', `SERVICES=(${all}\n`],
    ['a variable of variables', 'Makefile', `SERVICES = $(GO) ${all}\n`],
    ['a comment of make', 'Makefile', `# SERVICES = ${all}\nX = # ${all}\n`],
    ['a definition of make', 'Makefile', `define HELP\nSERVICES = ${all}\nendef\n`],
    ['a target that stands on variables', 'Makefile', `build: $(GO) ${all}\n`],
    ['too few', 'a.sh', `SERVICES=(cart-service storefront)\n`],
    ['documentation', 'docs/a.sh', `SERVICES=(${all})\n`],
    ['a fixture', 'test/fixtures/a.sh', `SERVICES=(${all})\n`],
  ])('%s', (_title, path, text) => {
    expect(registersOf(path, text)).toEqual([]);
  });
});

test('a value of its own for each name is not invented', () => {
  const text = `PORTS=(\n  cart-service:8001\n  order-service:8002\n  storefront:8003\n)\n`;
  const register = only('a.sh', text);
  expect(register.entries).toEqual(['cart-service', 'order-service', 'storefront']);
  expect(register.insert('admin-portal')).toEqual([]);
  expect(applyEdits(text, register.remove('order-service'))).toBe(text.replace('  order-service:8002\n', ''));
});

test('two lists of one name have their own place', () => {
  const text = `SERVICES=(${all})\nSERVICES=(${all})\n`;
  expect(registersOf('a.sh', text).map(({ id, line }) => [id, line])).toEqual([
    ['a.sh#array SERVICES', 1],
    ['a.sh#array SERVICES 2', 2],
  ]);
});

test('a language that the variable says is its scope', () => {
  expect(only('Makefile', 'GO_SERVICES = cart-service order-service old-service\n').scope).toEqual(['go']);
});

test('braces around one word are no list for bash: the last but one stays', () => {
  const all = contextOf();
  const [first = '', second = '', third = ''] = names;
  const context = { ...all, services: all.services.slice(0, 2) };
  const text = `for s in {${first},${second}}; do echo "$s"; done\n`;
  const loop = only('scripts/images.sh', text, context);
  expect(loop.entries).toEqual([first, second]);
  expect(loop.remove(first)).toEqual([]);
  expect(applyEdits(text, loop.insert(third))).toBe(`for s in {${first},${second},${third}}; do echo "$s"; done\n`);
});
