import { describe, expect, test } from '@jest/globals';
import { isTellingName, serviceRenamer } from '@rollcall/domain/verify/fixes/clone/service-renamer';
import fc from 'fast-check';

const services = ['cart-service', 'cart-service-worker', 'order-service', 'cart'];

describe('every spelling of the name is replaced, and nothing else', () => {
  const rename = serviceRenamer('cart-service', 'gift-card-api', services);
  test.each([
    ['cart-service', 'gift-card-api'],
    ['cart_service', 'gift_card_api'],
    ['CART_SERVICE_URL', 'GIFT_CARD_API_URL'],
    ['cartService', 'giftCardApi'],
    ['cartServiceUrl', 'giftCardApiUrl'],
    ['CartService', 'GiftCardApi'],
    ['NewCartServiceClient', 'NewGiftCardApiClient'],
    ['cart-service-dev', 'gift-card-api-dev'],
    ['prod-cart-service', 'prod-gift-card-api'],
    ['k8s/cart-service.yaml', 'k8s/gift-card-api.yaml'],
    ['{{ include "cart-service.fullname" . }}', '{{ include "gift-card-api.fullname" . }}'],
    ['$values/cart-service/values.yaml', '$values/gift-card-api/values.yaml'],
    ['cart_db', 'gift_card_db'],
    ['/svc/cart/', '/svc/gift-card/'],
    ['/svc/cart-service', '/svc/gift-card-api'],
    ['cart-service cart-service', 'gift-card-api gift-card-api'],
  ])('%s becomes %s', (text, expected) => expect(rename(text)).toBe(expected));

  test.each([
    'cart',
    'carts',
    'my_cart',
    'cart-services',
    'precart-service',
    'cart-service2',
    'cartServices',
    'CARTServiceX',
    'cart-service-worker',
    'prod/cart-service-worker-2',
    'CART_SERVICE_WORKER_URL',
    '/svc/carts',
    'order-service',
  ])('%s stays', (text) => expect(rename(text)).toBe(text));
});

describe('a name without a dash is spelled with one by others, and the other way round', () => {
  const rename = serviceRenamer('checkoutservice', 'refundservice', ['checkoutservice', 'cartservice']);
  test.each([
    ['checkoutservice', 'refundservice'],
    ['checkoutService', 'refundService'],
    ['checkoutServiceAddr', 'refundServiceAddr'],
    ['CheckoutService', 'RefundService'],
    ['NewCheckoutServiceClient', 'NewRefundServiceClient'],
    ['CHECKOUT_SERVICE_ADDR', 'REFUND_SERVICE_ADDR'],
    ['CHECKOUTSERVICE_PORT', 'REFUNDSERVICE_PORT'],
    ['Checkoutservice', 'Refundservice'],
    ['checkout-service', 'refund-service'],
    ['checkout_service', 'refund_service'],
  ])('%s becomes %s', (text, expected) => expect(rename(text)).toBe(expected));

  test.each(['checkout', 'checkoutservices', 'checkoutServices', 'precheckoutservice', 'cartService', 'checkout_db'])(
    '%s stays',
    (text) => expect(rename(text)).toBe(text),
  );

  test.each([
    ['cart-service', 'gift-api', 'com.acme.cartservice', 'com.acme.giftapi'],
    ['cart-service', 'giftapi', 'CartService CART_SERVICE cart_service', 'GiftApi GIFTAPI giftapi'],
    [
      'checkoutservice',
      'refunds',
      'checkoutService CheckoutService CHECKOUT_SERVICE_ADDR',
      'refunds Refunds REFUNDS_ADDR',
    ],
    [
      'checkoutservice',
      'gift-card',
      'checkoutService checkoutservice CHECKOUT_SERVICE',
      'giftCard gift-card GIFT_CARD',
    ],
  ])('%s for %s: %s', (from, to, text, expected) => expect(serviceRenamer(from, to, [])(text)).toBe(expected));
});

test('a name of one word is replaced where it is a word of its own', () => {
  const rename = serviceRenamer('cart', 'wishes', ['cart', 'cart-service']);
  expect(rename('cart CART_URL Cart cart-dev cart-service cartoon carts myCart cart.port')).toBe(
    'wishes WISHES_URL Wishes wishes-dev cart-service cartoon carts myCart wishes.port',
  );
});

test('a name that Kubernetes would refuse is spelled there as it takes it', () => {
  const rename = serviceRenamer('cart_svc.v2', 'wish_svc', []);
  expect(rename('cart_svc.v2 cart-svc-v2-prod cart_svc_v2 CART_SVC_V2')).toBe(
    'wish_svc wish-svc-prod wish_svc WISH_SVC',
  );
});

test('names that are patterns are plain text', () => {
  expect(serviceRenamer('a.b-c', '$&', [])('a.b-c axb-c')).toBe('$& axb-c');
});

test('a name and back is the same text, where the new one was not in it', () => {
  const name = fc.stringMatching(/^[a-z]{3,6}-[a-z]{3,6}$/);
  const around = fc.constantFrom('', ' ', '/', '-dev', '_URL', '.', '"', 'x', '\n', 'ü');
  fc.assert(
    fc.property(name, name, fc.array(fc.tuple(around, fc.boolean()), { maxLength: 8 }), (from, to, parts) => {
      fc.pre(from !== to && !from.includes(to) && !to.includes(from));
      const text = parts.map(([piece, named]) => (named ? from : '') + piece).join(' ');
      const there = serviceRenamer(from, to, []);
      const back = serviceRenamer(to, from, []);
      fc.pre(back(text) === text);
      expect(back(there(text))).toBe(text);
      expect(there(there(text))).toBe(there(text));
    }),
  );
});

test('names that are words of every manifest tell nothing', () => {
  expect(['cart-service', 'cart', 'ledger', 'web-shop'].every(isTellingName)).toBe(true);
  expect(['api', 'web', 'Frontend', 'user', 'ab'].some(isTellingName)).toBe(false);
});

test('a service that is called by a namespace is renamed in its project, in its image and in its folder', () => {
  const rename = serviceRenamer('backend.API', 'refund-api', ['public.API']);
  expect(
    rename('backend.API/Backend.API.csproj, namespace Backend.API.Models, acme/backend-api:1, public.API, Public.API'),
  ).toBe('refund-api/Refund.Api.csproj, namespace Refund.Api.Models, acme/refund-api:1, public.API, Public.API');
});
