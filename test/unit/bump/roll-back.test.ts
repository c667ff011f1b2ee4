import { describe, expect, test } from '@jest/globals';
import { type Promotion, promoteImages } from '@rollcall/domain/bump/promote-images';
import { UserError } from '@rollcall/domain/user-error';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { type BranchInMemory, branchInMemory, memoryLog } from '../deploy-branch/branch-in-memory.ts';
import { applicationFile, applicationText, catalogOf } from './catalog-of.ts';
import { bump, promote, reasons, settings, shop, tags, three, two } from './promoted-shop.ts';

describe('rolling back', () => {
  const start = () =>
    branchInMemory(
      'main',
      shop({ dev: { 'cart-service': '0' }, prod: { 'cart-service': '1-1111111', 'user-service': '1-1111111' } }),
    );

  test('takes the tag before the current one, although it is older', async () => {
    const branch = start();
    await bump(branch, 'prod', { 'cart-service': '2-2222222' }, two);
    await bump(branch, 'prod', { 'cart-service': '3-3333333' }, three);
    const result = await promote(branch, { services: ['cart-service'] });
    expect(result.changes).toMatchObject([{ old: '3-3333333', new: '2-2222222' }]);
    expect(branch.messages().at(-1)).not.toContain('of-this-run');
  });

  test('of a roll-back that holds nothing ends where it began', async () => {
    const branch = start();
    await bump(branch, 'prod', { 'cart-service': '2-2222222' }, two);
    for (const tag of ['1-1111111', '2-2222222', '1-1111111']) {
      await promote(branch, { services: ['cart-service'], hold: null });
      expect(tags(branch, 'prod')['cart-service']).toBe(tag);
    }
  });

  test('of all takes each back, and says which have nothing to go back to', async () => {
    const branch = start();
    await bump(branch, 'prod', { 'cart-service': '2-2222222' }, two);
    const result = await promote(branch, {});
    expect(tags(branch, 'prod')).toEqual({ 'cart-service': '1-1111111', 'user-service': '1-1111111' });
    expect(result.skipped).toEqual([{ service: 'user-service', why: 'nothing came before "1-1111111"' }]);
  });

  test('is of one environment where two share a branch', async () => {
    const branch = branchInMemory('main', shop({ dev: { 'cart-service': '1-a' }, prod: { 'cart-service': '1-a' } }));
    await bump(branch, 'dev', { 'cart-service': '2-b' });
    await bump(branch, 'prod', { 'cart-service': '2-b' });
    await bump(branch, 'dev', { 'cart-service': '3-c' });
    await bump(branch, 'dev', { 'cart-service': '2-b' });
    await promote(branch, { services: ['cart-service'] });
    expect([tags(branch, 'dev'), tags(branch, 'prod')]).toEqual([{ 'cart-service': '2-b' }, { 'cart-service': '1-a' }]);
  });

  const byHand = (branch: BranchInMemory, tag: string) =>
    branch.push({ [applicationFile('cart-service', 'prod')]: applicationText('cart-service', 'prod', tag) });

  test('reads what the file said where people wrote it by hand', async () => {
    const branch = start();
    byHand(branch, '2-b');
    byHand(branch, '3-c');
    branch.push({
      [applicationFile('cart-service', 'prod')]: `${applicationText('cart-service', 'prod', '3-c')}# seen\n`,
    });
    for (let count = 0; count < 40; count += 1) branch.push({ 'README.md': String(count) });
    expect((await promote(branch, {})).changes).toMatchObject([{ old: '3-c', new: '2-b' }]);
  });

  test('does not believe a commit that was overwritten by hand', async () => {
    const branch = start();
    await bump(branch, 'prod', { 'cart-service': '2-b' });
    byHand(branch, '3-c');
    expect((await promote(branch, {})).changes).toMatchObject([{ old: '3-c', new: '2-b' }]);
  });

  test('finds the tag in another file, where the Application moved', async () => {
    const branch = start();
    byHand(branch, '2-b');
    const moved = 'k8s/argocd/apps/prod/renamed.yaml';
    branch.push({
      [applicationFile('cart-service', 'prod')]: null,
      [moved]: applicationText('cart-service', 'prod', '3-c'),
    });
    expect((await promote(branch, {})).changes).toMatchObject([{ file: moved, old: '3-c', new: '2-b' }]);
  });

  test('says what there was instead of a tag', async () => {
    const branch = branchInMemory('main', shop({ prod: { 'user-service': '1-a' } }));
    byHand(branch, '1-a');
    expect(reasons(await promote(branch, { services: ['cart-service'] }))).toEqual([
      expect.stringMatching(/^nothing came before "1-a": "cart-service" has no Application/),
    ]);
    const empty = branchInMemory('main', shop({ prod: { 'cart-service': '' } }));
    await bump(empty, 'prod', { 'cart-service': '1-a' });
    expect(reasons(await promote(empty, {}))).toEqual(['nothing came before "1-a"']);
  });

  test('of two places that said different tags writes neither', async () => {
    const second = (tag: string) => applicationText('cart-service', 'prod', tag).replace('name: ', 'name: second-');
    const branch = branchInMemory('main', {
      ...shop({ prod: { 'cart-service': '1-a' } }),
      'k8s/argocd/apps/prod/second.yaml': second('0-z'),
    });
    // One of them is written, and said nothing wrong before.
    for (const tag of ['2-b', '1-a']) {
      await bump(branch, 'prod', { 'cart-service': tag });
      expect(reasons(await promote(branch, {}))).toEqual([
        `nothing came before "${tag}": "cart-service" has different tags ("1-a", "0-z") in prod`,
      ]);
      branch.push({ 'k8s/argocd/apps/prod/second.yaml': second('0-z') });
      byHand(branch, '1-a');
    }
  });

  test('says how far it looked, and what to do', async () => {
    const branch = start();
    byHand(branch, '2-b');
    for (let count = 0; count < 120; count += 1)
      branch.push({
        [applicationFile('cart-service', 'prod')]: `${applicationText('cart-service', 'prod', '2-b')}# ${count}\n`,
      });
    expect(reasons(await promote(branch, { services: ['cart-service'] }))).toEqual([
      'what came before "2-b" is not in the trailers of the last 1000 commits of main and the last 100 changes of its files; bump it to the tag that you want, with allow-older',
    ]);
  });

  test('of a pinned image says how far it looked, too: trailers tell no digest', async () => {
    const file = applicationFile('cart-service', 'prod');
    const pinned = applicationText('cart-service', 'prod', '2-b').replace(
      '  destination',
      `        - name: image.digest\n          value: sha256:${'b'.repeat(64)}\n  destination`,
    );
    const branch = start();
    for (let count = 0; count < 101; count += 1) branch.push({ [file]: `${pinned}# ${count}\n` });
    expect(reasons(await promote(branch, { services: ['cart-service'] }))).toEqual([
      'what came before "2-b" is not in the last 100 changes of its files; bump it to the tag that you want, with allow-older',
    ]);
  });

  test('of one service passes over what was written of others', async () => {
    const branch = start();
    await bump(branch, 'prod', { 'cart-service': '2-b' });
    await bump(branch, 'prod', { 'user-service': '2-b' });
    expect((await promote(branch, { services: ['cart-service'] })).changes).toMatchObject([{ new: '1-1111111' }]);
    expect(tags(branch, 'prod')).toEqual({ 'cart-service': '1-1111111', 'user-service': '2-b' });
  });

  test('names a service that has no tag now, and takes the others back', async () => {
    const branch = start();
    await bump(branch, 'prod', { 'cart-service': '2-b' });
    branch.push({ [applicationFile('user-service', 'prod')]: applicationText('user-service', 'prod', '') });
    expect(reasons(await promote(branch, {}))).toEqual(['"user-service" has no tag in prod']);
    expect(tags(branch, 'prod')['cart-service']).toBe('1-1111111');
  });

  describe('by trailers', () => {
    const file = applicationFile('cart-service', 'prod');
    const wrote = (branch: BranchInMemory, tag: string, ...trailers: string[]) =>
      branch.push({ [file]: applicationText('cart-service', 'prod', tag) }, `s\n\n${trailers.join('\n')}\n`);

    test('believes those that name no environment', async () => {
      const branch = start();
      wrote(branch, '2-b', 'Bump-Service: cart-service 0-x -> 2-b');
      expect((await promote(branch, {})).changes).toMatchObject([{ old: '2-b', new: '0-x' }]);
    });

    test('passes over a commit that wrote another part of the same image', async () => {
      const branch = start();
      await bump(branch, 'prod', { 'cart-service': '2-b' });
      wrote(branch, '2-b', 'Bump-Environment: prod', 'Bump-Service: cart-service 2-b -> 2-b');
      expect((await promote(branch, {})).changes).toMatchObject([{ old: '2-b', new: '1-1111111' }]);
    });

    test('goes back to what was undone by hand, not behind it', async () => {
      const branch = start();
      await bump(branch, 'prod', { 'cart-service': '2-b' });
      await bump(branch, 'prod', { 'cart-service': '3-c' });
      byHand(branch, '2-b');
      expect((await promote(branch, {})).changes).toMatchObject([{ old: '2-b', new: '3-c' }]);
    });

    test('reads the file where what came before was no tag', async () => {
      const branch = start();
      wrote(branch, '2-b', 'Bump-Service: cart-service {{tag}} -> 2-b');
      expect((await promote(branch, {})).changes).toMatchObject([{ old: '2-b', new: '1-1111111' }]);
    });

    test('looks no further than the commit that wrote the tag, nor than 1000 commits', async () => {
      const branch = start();
      for (let count = 0; count < 10; count += 1) branch.push({});
      wrote(branch, '2-b', 'Bump-Service: cart-service 0-x -> 2-b');
      const asked = { services: ['cart-service'], dryRun: true };
      expect((await promote(branch, asked)).changes).toMatchObject([{ new: '0-x' }]);
      // Holds are looked for behind it, by the roll-back and by its plan: it does not say that it tells them all.
      expect(branch.taken).toBe(24);
      wrote(branch, '2-b', 'Bump-Parent: 11', 'Bump-Service: cart-service 0-x -> 2-b');
      branch.taken = 0;
      expect((await promote(branch, asked)).changes).toMatchObject([{ new: '0-x' }]);
      expect(branch.taken).toBe(2);
      for (let count = 0; count < 1_000; count += 1) branch.push({});
      branch.taken = 0;
      expect((await promote(branch, asked)).changes).toMatchObject([{ new: '1-1111111' }]);
      // Those of the plan, and the commit that changed its file.
      expect(branch.taken).toBe(2_001);
    });
  });

  describe('holds', () => {
    const cart = { services: ['cart-service'] };
    const tagNow = (branch: BranchInMemory) => tags(branch, 'prod')['cart-service'];
    /** Four tags, one after the other. */
    async function deployed() {
      const branch = start();
      for (const tag of ['2-b', '3-c', '4-d']) await bump(branch, 'prod', { 'cart-service': tag });
      return branch;
    }

    test('go further back each time, and end at what nothing came before', async () => {
      const branch = await deployed();
      for (const tag of ['3-c', '2-b', '1-1111111']) {
        await promote(branch, cart);
        expect(tagNow(branch)).toBe(tag);
      }
      expect(reasons(await promote(branch, cart))).toEqual(['nothing that is not held came before "1-1111111"']);
    });

    test('of a tag that was deployed again in between are walked past as well', async () => {
      const branch = await deployed();
      await promote(branch, cart); // 4-d is held
      await bump(branch, 'prod', { 'cart-service': '5-e' });
      await promote(branch, cart);
      expect(tagNow(branch)).toBe('3-c');
      await promote(branch, cart);
      expect(tagNow(branch)).toBe('2-b');
    });

    test('are of what it wrote, and not of a service that somebody else was first with', async () => {
      const branch = start();
      await bump(branch, 'prod', { 'cart-service': '2-b', 'user-service': '2-b' });
      branch.before = () => {
        branch.before = () => {};
        branch.push({ [applicationFile('user-service', 'prod')]: applicationText('user-service', 'prod', '3-fix') });
      };
      const { holds } = await promote(branch, {});
      expect(tags(branch, 'prod')).toEqual({ 'cart-service': '1-1111111', 'user-service': '3-fix' });
      expect(holds.map(({ service, tag }) => `${service} ${tag}`)).toEqual(['cart-service 2-b']);
      expect(branch.messages().at(-1)).not.toContain('Bump-Hold: prod user-service');
    });

    test('are walked past in files, where people wrote by hand', async () => {
      const branch = start();
      byHand(branch, '2-b');
      byHand(branch, '3-c');
      await promote(branch, cart);
      byHand(branch, '4-d');
      await promote(branch, cart);
      expect(tagNow(branch)).toBe('2-b');
      // What 4-d and 3-c replaced is held, or the current tag itself.
      await promote(branch, cart);
      expect(tagNow(branch)).toBe('1-1111111');
      expect(reasons(await promote(branch, cart))).toEqual([
        expect.stringMatching(/^nothing that is not held came before "1-1111111"/),
      ]);
    });

    test('stop a bump of the tag with the reason, and no other', async () => {
      const branch = await deployed();
      const until = Date.parse('2027-01-31T00:00:00Z');
      await promote(branch, { ...cart, hold: { until, reason: 'it leaks' } });
      const again = await bump(branch, 'prod', { 'cart-service': '4-d', 'user-service': '4-d' });
      expect(again.changes).toMatchObject([{ service: 'user-service' }]);
      expect(again.kept).toEqual(['cart-service']);
      expect(reasons(again)).toEqual([
        '"4-d" is held since it was rolled back ("it leaks", until 2027-01-31T00:00:00Z); a newer build is not, and release lets it go: cart-service',
      ]);
      expect(again.holds).toEqual([
        { environment: 'prod', service: 'cart-service', tag: '4-d', until, reason: 'it leaks' },
      ]);
      expect(await bump(branch, 'dev', { 'cart-service': '4-d' })).toMatchObject({ changed: true });
      expect(await bump(branch, 'prod', { 'cart-service': '5-e' })).toMatchObject({ changed: true });
      // And still, behind whatever was written since.
      expect(await bump(branch, 'prod', { 'cart-service': '4-d' })).toMatchObject({ changed: false });
    });

    test('are over at their time', async () => {
      const branch = await deployed();
      const until = Date.parse('2027-01-31T00:00:00Z');
      await promote(branch, { ...cart, hold: { until, reason: null }, now: until - 1 });
      await bump(branch, 'dev', { 'cart-service': '4-d' });
      const promoted = (now: number) => promote(branch, { ...cart, from: 'dev', sourceHistory: null, now });
      expect(await promoted(until - 1)).toMatchObject({ changed: false });
      expect(await promoted(until)).toMatchObject({ changed: true, holds: [] });
      expect(branch.messages().at(-1)).not.toContain('Bump-Hold');
    });

    test('are let go by name, in the commit that writes the tag', async () => {
      const branch = await deployed();
      await promote(branch, cart);
      await bump(branch, 'dev', { 'cart-service': '4-d' });
      const log = memoryLog();
      const asked = {
        from: 'dev',
        services: ['cart-service', 'user-service'],
        release: ['cart-service', 'user-service'],
      };
      const released = await promote(branch, { ...asked, onMissing: 'warn', sourceHistory: null, log });
      expect(released.released).toEqual([{ environment: 'prod', service: 'cart-service', tag: '4-d' }]);
      expect(branch.messages().at(-1)).toContain('\nBump-Release: prod cart-service 4-d\n');
      expect(log.warnings).toEqual(['"user-service" is not released: nothing holds it in prod']);
      await bump(branch, 'prod', { 'cart-service': '5-e' });
      expect(await bump(branch, 'prod', { 'cart-service': '4-d' })).toMatchObject({ changed: true });
    });

    test('stay where their service is not written', async () => {
      const branch = await deployed();
      await promote(branch, cart);
      const log = memoryLog();
      await bump(branch, 'dev', { 'cart-service': '3-c' });
      branch.push({ [applicationFile('user-service', 'dev')]: applicationText('user-service', 'dev', '3-c') });
      await promote(branch, { from: 'dev', release: ['cart-service'], sourceHistory: null, log });
      expect(log.warnings).toEqual(['"cart-service" stays held: nothing is written for it']);
      expect(await bump(branch, 'prod', { 'cart-service': '4-d' })).toMatchObject({ changed: false });
    });
  });

  test('leaves alone what somebody else deployed in the meantime', async () => {
    const branch = start();
    await bump(branch, 'prod', { 'cart-service': '2-b' });
    branch.before = () => {
      branch.before = () => {};
      byHand(branch, '3-fix');
    };
    const result = await promote(branch, { services: ['cart-service'] });
    expect(result).toMatchObject({ changed: false, attempts: 2 });
    expect(reasons(result)).toEqual(['somebody else replaced "2-b" by "3-fix" in the meantime']);
    expect(tags(branch, 'prod')['cart-service']).toBe('3-fix');
  });

  test('by two people at once happens once', async () => {
    const branch = start();
    await bump(branch, 'prod', { 'cart-service': '2-b' });
    const results = await Promise.all([promote(branch, {}), promote(branch, {})]);
    expect(results.map(({ changed }) => changed).sort()).toEqual([false, true]);
    expect(tags(branch, 'prod')['cart-service']).toBe('1-1111111');
  });

  test('needs a history', async () => {
    const tree = memoryTree(start().files());
    const promotion: Promotion = {
      from: null,
      to: { settings: settings('prod'), manifests: tree },
      services: null,
      onMissing: null,
      loadCatalog: catalogOf,
      log: memoryLog(),
      dryRun: false,
      sourceHistory: null,
    };
    const error = await promoteImages(promotion, () => Promise.reject(new Error('written'))).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({
      message: 'a roll-back needs the history of the deploy branch, which files alone do not have',
      help: expect.stringContaining('give the tags yourself with bump'),
    });
  });
});
