import { expect, test } from '@jest/globals';
import { withParsedKeys } from '@rollcall/domain/service-change/template-keys';

// Helm 3.22: `{{ .Values.gift-card.image }}` is "bad character U+002D '-'".
test.each([
  ['{{ .Values.gift-card.image.tag }}', '{{ (index .Values "gift-card").image.tag }}'],
  ['{{ if not $.Values.shop.gift-card.on }}', '{{ if not (index $.Values.shop "gift-card").on }}'],
  ['{{ .Values.giftCard.image }}', '{{ .Values.giftCard.image }}'],
  ['{{- with index .Values "gift-card" -}}', '{{- with index .Values "gift-card" -}}'],
  ['host: gift-card.shop.svc', 'host: gift-card.shop.svc'],
])('%s', (text, wanted) => {
  expect(withParsedKeys(text)).toBe(wanted);
});
