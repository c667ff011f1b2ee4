import { describe, expect, test } from '@jest/globals';
import { planNewService } from '@rollcall/domain/service-change/new-service';
import { planRetirement } from '@rollcall/domain/service-change/retirement';
import { isComplete, type ServiceChange } from '@rollcall/domain/service-change/service-change';
import { textOf } from '@rollcall/domain/tree/read-text';
import { memoryTree } from '@rollcall/testkit/memory-tree';

// One Dockerfile with an argument builds all: what names the values of the argument is all that tells the services.

const options = {
  config: { config: {}, path: null, document: null },
  repositoryUrl: 'https://github.com/acme/shop',
  today: '2026-01-01',
};
const names = ['cart', 'orders', 'search'];
const expression = (text: string) => `\${{ ${text} }}`;

const workflow = (steps: string, strategy = '') =>
  `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n${strategy}    steps:\n      - uses: actions/checkout@v4\n${steps}`;

const builtBy: Readonly<Record<string, Record<string, string>>> = {
  'a matrix': {
    '.github/workflows/ci.yml': workflow(
      `      - uses: docker/build-push-action@v6\n        with:\n          context: .\n          build-args: SERVICE=${expression('matrix.service')}\n          push: true\n          tags: ghcr.io/acme/${expression('matrix.service')}:${expression('github.sha')}\n`,
      `    strategy:\n      matrix:\n        service: [${names.join(', ')}]\n`,
    ),
  },
  'a matrix of entries': {
    '.github/workflows/ci.yml': workflow(
      `      - uses: docker/build-push-action@v6\n        with:\n          context: .\n          build-args: SERVICE=${expression('matrix.service')}\n          push: true\n          tags: ghcr.io/acme/${expression('matrix.service')}:${expression('github.sha')}\n`,
      `    strategy:\n      matrix:\n        include:\n${names.map((name) => `          - service: ${name}\n`).join('')}`,
    ),
  },
  Bake: {
    '.github/workflows/ci.yml': workflow('      - uses: docker/bake-action@v6\n        with: { push: true }\n'),
    'docker-bake.hcl': `target "default" {\n  name = svc\n  matrix = {\n    svc = [${names.map((name) => `"${name}"`).join(', ')}]\n  }\n  args = { SERVICE = svc }\n  tags = ["ghcr.io/acme/\${svc}"]\n}\n`,
  },
  Compose: {
    '.github/workflows/ci.yml': workflow('      - run: docker compose build --push\n'),
    'compose.yaml': `services:\n${names
      .map(
        (name) =>
          `  ${name}:\n    image: ghcr.io/acme/${name}\n    build:\n      context: .\n      args:\n        SERVICE: ${name}\n`,
      )
      .join('')}`,
  },
};

function repository(files: Record<string, string>): Record<string, string> {
  const program = (name: string) => `package main\n\nfunc main() { serve("${name}") }\n`;
  return {
    Dockerfile:
      'FROM golang:1.26 AS build\nARG SERVICE\nWORKDIR /src\nCOPY go.mod ./\nCOPY cmd/${SERVICE} cmd/${SERVICE}\nRUN go build -o /app ./cmd/${SERVICE}\nFROM scratch\nCOPY --from=build /app /app\n',
    'go.mod': 'module example.com/shop\n',
    ...Object.fromEntries(names.map((name) => [`cmd/${name}/main.go`, program(name)])),
    ...files,
  };
}

function after(files: Record<string, string>, change: ServiceChange): Record<string, string> {
  const now = { ...files };
  for (const [path, content] of change.files)
    if (content === null) delete now[path];
    else now[path] = textOf(path, content) ?? '';
  return now;
}

describe.each(Object.entries(builtBy))('one Dockerfile for all, by %s', (_what, files) => {
  const before = repository(files);

  test('has a new service where its sibling is named, twice is once, and all is back when it goes', async () => {
    const wanted = { name: 'refund', environments: [], tag: '1-abc1234' };
    const change = await planNewService(memoryTree(before), wanted, options);
    expect([change.findings, isComplete(change)]).toEqual([[], true]);
    const now = after(before, change);
    const differs = Object.keys(now).filter((path) => now[path] !== before[path]);
    expect(differs.filter((path) => path !== 'cmd/refund/main.go')).toEqual([Object.keys(files).at(-1)]);
    for (const path of differs) {
      const count = (name: string) => (now[path] ?? '').split(new RegExp(`\\b${name}\\b`)).length;
      expect([path, count('refund')]).toEqual([path, path.startsWith('cmd/') ? 2 : count('search')]);
      expect(change.diff).toContain(`+++ b/${path}\n`);
    }
    const again = await planNewService(memoryTree(now), wanted, options);
    expect([...again.files.keys()]).toEqual([]);
    const back = await planRetirement(memoryTree(now), { name: 'refund' }, options);
    expect(after(now, back)).toEqual(before);
  });

  test('loses a service that goes, and keeps the Dockerfile', async () => {
    const change = await planRetirement(memoryTree(before), { name: 'search' }, options);
    const now = after(before, change);
    expect([change.findings, Object.values(now).join('').includes('search')]).toEqual([[], false]);
    expect([now.Dockerfile, now['cmd/orders/main.go']]).toEqual([before.Dockerfile, before['cmd/orders/main.go']]);
    expect(now['cmd/search/main.go']).toBe(undefined);
  });
});
