import { describe, expect, test } from '@jest/globals';
import {
  boxesOf,
  declinedIn,
  type Offer,
  standingBranchName,
  standingText,
  untickedIn,
} from '@rollcall/domain/bump/standing-text';
import { UserError } from '@rollcall/domain/user-error';

const edge = { from: 'dev', to: 'prod' };
const offer = (service: string, more: Partial<Offer> = {}): Offer => ({
  ...{ service, old: '1-a', new: '2-b', ticked: true },
  ...more,
});

function bodyOf(offers: readonly Offer[], present = '', brings = 'What it brings.'): string {
  return standingText(edge, { boxes: boxesOf(edge, offers), title: 'Promote', brings }, present).body;
}

test('the branch of an edge, whatever the environments are called', () => {
  expect(standingBranchName(edge)).toBe('rollcall/prod/from-dev');
  expect(standingBranchName({ from: 'a b', to: 'prod.lock' })).toMatch(
    /^rollcall\/environment-[0-9a-f]{16}\/from-environment-[0-9a-f]{16}$/,
  );
});

describe('a body', () => {
  test('is read as it is written, with a box for each service', () => {
    const offers = [offer('cart'), offer('order', { ticked: false }), offer('a"b`c', { ticked: false })];
    const services = offers.map(({ service }) => service);
    const body = bodyOf(offers);
    expect(body).toContain('\n- [x] <code>cart</code> <code>1-a</code> → <code>2-b</code>\n');
    expect(untickedIn(body, services)).toEqual(new Set(['order', 'a"b`c']));
    expect(untickedIn(body.replaceAll('\n', '\r\n'), services)).toEqual(new Set(['order', 'a"b`c']));
    expect(untickedIn(body, ['new-service'])).toEqual(new Set());
  });

  test('keeps what somebody wrote around its part', () => {
    const first = bodyOf([offer('cart')]);
    const edited = `Please wait for the fair.\n\n${first.replace('- [x]', '- [ ]')}\n\ncc the shop team`;
    expect(untickedIn(edited, ['cart'])).toEqual(new Set(['cart']));
    const again = bodyOf([offer('cart', { ticked: false, new: '3-c' })], edited);
    expect(again).toMatch(/^Please wait for the fair\.\n\n<!--/);
    expect(again).toMatch(/-->\n\ncc the shop team$/);
    expect(again).toContain('- [ ] <code>cart</code> <code>1-a</code> → <code>3-c</code>');
    expect(again).not.toContain('2-b');
  });

  test('that somebody rewrote keeps that, and gets its part behind it', () => {
    expect(untickedIn('I wrote all anew.', ['cart'])).toBeNull();
    expect(bodyOf([offer('cart')], 'I wrote all anew.')).toMatch(/^I wrote all anew\.\n\n<!-- rollcall/);
  });

  test.each<[string, (list: string) => string]>([
    ['with a star for a dash', (list) => list.replace('- [ ]', '* [ ]')],
    ['with a number', (list) => list.replace('- [ ]', '2. [ ]')],
    ['indented', (list) => list.replace('- [ ]', '   - [ ]')],
    ['struck through', (list) => list.replace(/(<code>order.*)/, '~~$1~~')],
    ['in words of their own', (list) => list.replace(/<code>order.*/, 'order: not before Monday')],
    ['in backticks', (list) => list.replace(/<code>order.*/, '`order` waits')],
    ['behind words between', (list) => list.replace('- [ ]', 'This one waits.\n\n- [ ]')],
    ['without the marks', (list) => list.replace(/<!--.*?-->/g, '')],
    ['alone', () => '- [ ] <code>order</code> is not wanted'],
  ])('of which somebody wrote a box %s says the same', (_how, write) => {
    const body = write(bodyOf([offer('cart'), offer('order', { ticked: false }), offer('order-service')]));
    expect(untickedIn(body, ['cart', 'order', 'order-service'])).toEqual(new Set(['order']));
  });

  test('without marks takes no list of somebody for its own', () => {
    expect(untickedIn('- [ ] order is tested\n- [x] <code>cart</code>', ['cart', 'order'])).toEqual(new Set());
    expect(untickedIn('- [ ] order is tested', ['order'])).toBeNull();
  });

  test('from before its boxes had an end is read as it was', () => {
    const brings = '```diff\n- [ ] <code>cart</code> <code>1-a</code>\n```';
    const body = bodyOf([offer('cart'), offer('order', { ticked: false })], '', brings);
    expect(untickedIn(body.replace('<!-- rollcall: the boxes end here -->\n\n', ''), ['cart', 'order'])).toEqual(
      new Set(['order']),
    );
  });

  test('ticks by its own list alone, whatever a diff below it holds', () => {
    const brings = '```diff\n- [ ] <code>cart</code> <code>1-a</code>\n<!-- rollcall: to here is renewed -->\n```';
    const body = bodyOf([offer('cart')], '', brings);
    expect(untickedIn(body, ['cart'])).toEqual(new Set());
    expect(bodyOf([offer('cart')], body)).toBe(bodyOf([offer('cart')]));
  });

  test('of a request that was closed says which tags nobody wants', () => {
    const closed = bodyOf([offer('cart'), offer('order', { ticked: false })]);
    expect(declinedIn(closed, [offer('cart'), offer('order', { new: '3-c' }), offer('user')])).toEqual(
      new Set(['cart']),
    );
    expect(declinedIn('something else', [offer('cart')])).toEqual(new Set());
  });

  test('has no room for thousands of services', () => {
    const many = Array.from({ length: 2_000 }, (_, at) => offer(`service-${at}`));
    expect(() => boxesOf(edge, many)).toThrow(UserError);
    expect(boxesOf(edge, many.slice(0, 300)).split('\n')).toHaveLength(301);
  });
});
