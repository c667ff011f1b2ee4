import { describe, expect, test } from '@jest/globals';
import { relocked } from '@rollcall/domain/helm/chart-lock';

// What `helm dependency update` wrote, of Helm v3.22.0 (pkg/downloader, internal/resolver `HashReq`). Guessed before: the
// hash is of the JSON of both lists, in the order of the fields of Go, without those that are empty, and with Go's
// escapes. It is; what was not guessed is that a chart without `dependencies` keeps any lock, which `build` then refuses.

const chart = (dependencies: string) => `apiVersion: v2\nname: shop\nversion: 1.0.0\n${dependencies}`;
const entry = (alias: string) =>
  `  - name: one\n    version: 0.1.0\n    repository: file://../one\n    alias: ${alias}\n    condition: ${alias}.enabled\n`;
const asking = (...names: string[]) => chart(`dependencies:\n${names.map(entry).join('')}`);
const lock = (entries: string, digest: string) =>
  `dependencies:${entries}\ndigest: sha256:${digest}\ngenerated: "2026-11-30T15:22:27.417431609Z"\n`;
const one = (version = '0.1.0') => `\n- name: one\n  repository: file://../one\n  version: ${version}`;

const digests = {
  cart: 'ad80ffdb443ee753c421e9d59f0731ea38870d8d21d1c202a8a7b9375d6304a0',
  'cart orders': '3c15f4f9d4eb8189768f1263fe0137892ff1380bbd71260aedcd5cdd387ed2d7',
  'cart orders search': 'a487e677c20603c9c8bbd72c8077864847e93af450898b3d7656ce727b1ce35c',
  'cart orders search refund': 'bdec6247779878383098f91666390a150b9f2137cb23a65053885e84a2e919a3',
};
const lockOf = (names: keyof typeof digests) =>
  lock(
    names
      .split(' ')
      .map(() => one())
      .join(''),
    digests[names],
  );
const versions = (repository: string) => ({ 'file://../one': '0.1.0', 'file://../two': '1' })[repository];

describe('a lock of charts', () => {
  test.each([
    ['cart orders search', 'cart orders search refund'],
    ['cart orders search refund', 'cart orders search'],
    ['cart orders', 'cart'],
  ] as const)('of %s becomes one of %s, as Helm writes it', async (before, after) => {
    expect(await relocked(asking(...after.split(' ')), lockOf(before), versions)).toEqual({ text: lockOf(after) });
  });

  test('hashes every field, with the escapes of Go', async () => {
    const asked = chart(`dependencies:
  - name: one
    version: ">=0.1.0 <1.0.0"
    repository: file://../one
    alias: cart
    condition: cart.enabled,a&b.enabled
    tags: [backend, "x<y"]
    enabled: true
    import-values: [data, {parent: b, child: a}]
  - name: two
    version: 0.1.0
    repository: "file://../two"
    alias: ""
    enabled: false
    tags: []
`);
    const written = lock(
      `${one()}\n- name: two\n  repository: file://../two\n  version: 0.1.0`,
      '29e74fbd4a567b9add7f376bf6bee01651399d8afdc65ffa391818d9b99fc183',
    );
    expect(await relocked(asked, lockOf('cart'), () => '0.1.0')).toEqual({ text: written });
  });

  test('quotes what YAML would read as a number', async () => {
    const asked = chart(`dependencies:
  - {name: "123", version: "1", repository: "file://../two"}
  - {name: one, version: "*", repository: "file://../one", alias: a}
  - {name: one, version: "*", repository: "file://../one/", alias: yes1}
`);
    const written = lock(
      `\n- name: "123"\n  repository: file://../two\n  version: "1"${one()}${one().replace('one\n  version', 'one/\n  version')}`,
      'c6b8d0b6d2f18f9c86ceffea0a92e0bbc285ac605c584f602022429dc8950fa9',
    );
    const local = (repository: string) => versions(repository.replace(/\/$/, ''));
    expect(await relocked(asked, lockOf('cart'), local)).toEqual({ text: written });
  });

  test('of no chart is one of an empty list', async () => {
    expect(await relocked(chart('dependencies: []\n'), lockOf('cart'), versions)).toEqual({
      text: lock(' []', '643d5437104296e21d906ecb15b2c96ad278f20cfc4af53b12bb6069bd853726'),
    });
  });

  test('goes where the chart takes in nothing: Helm refuses it, and updates none', async () => {
    expect(await relocked(chart(''), lockOf('cart'), versions)).toBe('deleted');
  });

  test('keeps the version of a chart of elsewhere that was locked', async () => {
    const remote = '  - name: redis\n    version: 20.x\n    repository: https://charts.example.com\n';
    const entries = '\n- name: redis\n  repository: https://charts.example.com\n  version: 20.1.3';
    const before = lock(entries + one(), digests.cart);
    const now = await relocked(chart(`dependencies:\n${remote}${entry('cart')}`), before, versions);
    expect(now).toMatchObject({ text: expect.stringContaining(`${entries}${one()}\ndigest: sha256:`) });
    expect(now).not.toEqual({ text: before });
  });

  const remote = `dependencies:\n  - {name: redis, version: 20.x, repository: "https://charts.example.com"}\n`;
  test.each([
    ['a chart of elsewhere that was not locked', chart(remote), lockOf('cart')],
    ['a chart beside it of another version', asking('cart').replace('0.1.0', '0.2.0'), lockOf('cart')],
    ['a chart beside it that is not there', asking('cart').replace('/one', '/three'), lockOf('cart')],
    ['a field that Helm may know', asking('cart').replace('alias:', 'Alias:'), lockOf('cart')],
    ['a version that is a number', asking('cart').replace('0.1.0', '1.10'), lockOf('cart')],
    ['letters that Helm takes out', asking('cart').replace('cart.enabled', '"cart\\u200b"'), lockOf('cart')],
    ['a chart of Helm 2', asking('cart').replace('v2', 'v1'), lockOf('cart')],
    ['a lock that somebody wrote', asking('cart'), `# ours\n${lockOf('cart')}`],
    ['a lock that is none', asking('cart'), 'x\n'],
  ])('is left to Helm beside %s', async (_what, asked, before) => {
    expect(await relocked(asked, before, versions)).toBe(null);
  });
});
