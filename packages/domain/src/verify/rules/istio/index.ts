import type { RuleCategory } from '../../rule/rule.ts';
import { authzCallerMissing } from './authz-caller-missing.ts';
import { authzCallerUnknown } from './authz-caller-unknown.ts';
import { authzSelectorNoMatch } from './authz-selector-no-match.ts';
import { istioAmbientLeftover } from './istio-ambient-leftover.ts';
import { istioWebhookPortClosed } from './istio-webhook-port-closed.ts';
import { sidecarInjectMissing } from './sidecar-inject-missing.ts';

export const istioRules: RuleCategory = {
  folder: 'istio',
  title: 'Istio',
  rules: [
    authzCallerMissing,
    authzCallerUnknown,
    authzSelectorNoMatch,
    istioAmbientLeftover,
    istioWebhookPortClosed,
    sidecarInjectMissing,
  ],
};
