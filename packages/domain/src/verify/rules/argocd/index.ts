import type { RuleCategory } from '../../rule/rule.ts';
import { appBranchStale } from './app-branch-stale.ts';
import { appNameDuplicate } from './app-name-duplicate.ts';
import { appNamespaceFixed } from './app-namespace-fixed.ts';
import { appNamespaceMismatch } from './app-namespace-mismatch.ts';
import { appNotificationMissing } from './app-notification-missing.ts';
import { appOfAppsSelfReference } from './app-of-apps-self-reference.ts';
import { appOrphaned } from './app-orphaned.ts';
import { appProjectDenied } from './app-project-denied.ts';
import { appProjectMissing } from './app-project-missing.ts';
import { appReplaceWithServerSideApply } from './app-replace-with-server-side-apply.ts';
import { appRepoUrlMismatch } from './app-repo-url-mismatch.ts';
import { appSetDrift } from './app-set-drift.ts';
import { appSharedSourcePath } from './app-shared-source-path.ts';
import { appSourceEmpty } from './app-source-empty.ts';
import { appSourcePathMissing } from './app-source-path-missing.ts';
import { appSourceRefused } from './app-source-refused.ts';
import { appSourceUnkustomized } from './app-source-unkustomized.ts';
import { appSyncWaveMissing } from './app-sync-wave-missing.ts';
import { appSyncWaveOrder } from './app-sync-wave-order.ts';
import { appTargetRevisionFloating } from './app-target-revision-floating.ts';
import { appTargetRevisionMissing } from './app-target-revision-missing.ts';
import { appValueFileMissing } from './app-value-file-missing.ts';
import { applicationsetTemplateSyntax } from './applicationset-template-syntax.ts';
import { argocdNamespacePrune } from './argocd-namespace-prune.ts';
import { crdBeforeOperator } from './crd-before-operator.ts';
import { healthNotPosted } from './health-not-posted.ts';
import { kustomizationFileMissing } from './kustomization-file-missing.ts';
import { kustomizationResourceUnlisted } from './kustomization-resource-unlisted.ts';
import { notificationServiceUndefined } from './notification-service-undefined.ts';
import { notificationTriggerUndefined } from './notification-trigger-undefined.ts';

export const argocdRules: RuleCategory = {
  folder: 'argocd',
  title: 'Argo CD',
  rules: [
    appBranchStale,
    appNameDuplicate,
    appNamespaceFixed,
    appNamespaceMismatch,
    appNotificationMissing,
    appOfAppsSelfReference,
    appOrphaned,
    appProjectDenied,
    appProjectMissing,
    appReplaceWithServerSideApply,
    appRepoUrlMismatch,
    appSetDrift,
    appSharedSourcePath,
    appSourceEmpty,
    appSourcePathMissing,
    appSourceRefused,
    appSourceUnkustomized,
    appSyncWaveMissing,
    appSyncWaveOrder,
    appTargetRevisionFloating,
    appTargetRevisionMissing,
    appValueFileMissing,
    applicationsetTemplateSyntax,
    argocdNamespacePrune,
    crdBeforeOperator,
    healthNotPosted,
    kustomizationFileMissing,
    kustomizationResourceUnlisted,
    notificationServiceUndefined,
    notificationTriggerUndefined,
  ],
};
