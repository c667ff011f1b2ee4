import type { Rule } from './rule.ts';
import { actionRefMutable } from './rules/action-ref-mutable.ts';
import { appBranchStale } from './rules/app-branch-stale.ts';
import { appNameDuplicate } from './rules/app-name-duplicate.ts';
import { appNamespaceMismatch } from './rules/app-namespace-mismatch.ts';
import { appNotificationMissing } from './rules/app-notification-missing.ts';
import { appOfAppsSelfReference } from './rules/app-of-apps-self-reference.ts';
import { appOrphaned } from './rules/app-orphaned.ts';
import { appProjectDenied } from './rules/app-project-denied.ts';
import { appProjectMissing } from './rules/app-project-missing.ts';
import { appReplaceWithServerSideApply } from './rules/app-replace-with-server-side-apply.ts';
import { appRepoUrlMismatch } from './rules/app-repo-url-mismatch.ts';
import { appSetDrift } from './rules/app-set-drift.ts';
import { appSharedSourcePath } from './rules/app-shared-source-path.ts';
import { appSourcePathMissing } from './rules/app-source-path-missing.ts';
import { appSyncWaveMissing } from './rules/app-sync-wave-missing.ts';
import { appSyncWaveOrder } from './rules/app-sync-wave-order.ts';
import { appTargetRevisionFloating } from './rules/app-target-revision-floating.ts';
import { appTargetRevisionMissing } from './rules/app-target-revision-missing.ts';
import { appValueFileMissing } from './rules/app-value-file-missing.ts';
import { argocdNamespacePrune } from './rules/argocd-namespace-prune.ts';
import { argocdSecretBootstrapCycle } from './rules/argocd-secret-bootstrap-cycle.ts';
import { authzCallerMissing } from './rules/authz-caller-missing.ts';
import { authzCallerUnknown } from './rules/authz-caller-unknown.ts';
import { authzSelectorNoMatch } from './rules/authz-selector-no-match.ts';
import { buildListMissing } from './rules/build-list-missing.ts';
import { chartAppMissing } from './rules/chart-app-missing.ts';
import { ciBuildCaseMissing } from './rules/ci-build-case-missing.ts';
import { ciDispatchOptionsMissing } from './rules/ci-dispatch-options-missing.ts';
import { ciDockerfileMissing } from './rules/ci-dockerfile-missing.ts';
import { ciLangListMissing } from './rules/ci-lang-list-missing.ts';
import { ciPathsFilterMissing } from './rules/ci-paths-filter-missing.ts';
import { ciServiceListMissing } from './rules/ci-service-list-missing.ts';
import { ciUpdaterManifestMissing } from './rules/ci-updater-manifest-missing.ts';
import { configChecksumMissing } from './rules/config-checksum-missing.ts';
import { configUnknownService } from './rules/config-unknown-service.ts';
import { crdBeforeOperator } from './rules/crd-before-operator.ts';
import { danglingPathReference } from './rules/dangling-path-reference.ts';
import { databaseNotProvisioned } from './rules/database-not-provisioned.ts';
import { duplicateDefinitionDiverged } from './rules/duplicate-definition-diverged.ts';
import { duplicateResourceOwner } from './rules/duplicate-resource-owner.ts';
import { ecrRepositoryMissing } from './rules/ecr-repository-missing.ts';
import { externalDnsHostnameMissing } from './rules/external-dns-hostname-missing.ts';
import { externalRegisterMissing } from './rules/external-register-missing.ts';
import { externalSecretMergeUnderPrune } from './rules/external-secret-merge-under-prune.ts';
import { externalSecretStoreMissing } from './rules/external-secret-store-missing.ts';
import { goWorkMissing } from './rules/go-work-missing.ts';
import { iamActionMissing } from './rules/iam-action-missing.ts';
import { imageRepositoryMismatch } from './rules/image-repository-mismatch.ts';
import { imageTagImmutableConflict } from './rules/image-tag-immutable-conflict.ts';
import { imageTagMutable } from './rules/image-tag-mutable.ts';
import { istioAmbientLeftover } from './rules/istio-ambient-leftover.ts';
import { istioWebhookPortClosed } from './rules/istio-webhook-port-closed.ts';
import { meshServiceListMissing } from './rules/mesh-service-list-missing.ts';
import { nodeEslintConfigMissing } from './rules/node-eslint-config-missing.ts';
import { nodeLockfileDuplicate } from './rules/node-lockfile-duplicate.ts';
import { nodeLockfileMissing } from './rules/node-lockfile-missing.ts';
import { nodeViteEnvTypesMissing } from './rules/node-vite-env-types-missing.ts';
import { notificationServiceUndefined } from './rules/notification-service-undefined.ts';
import { notificationTriggerUndefined } from './rules/notification-trigger-undefined.ts';
import { otelEndpointNoScheme } from './rules/otel-endpoint-no-scheme.ts';
import { otelExporterProtocolMismatch } from './rules/otel-exporter-protocol-mismatch.ts';
import { otelPipelineDisconnected } from './rules/otel-pipeline-disconnected.ts';
import { otelPortProtocolMismatch } from './rules/otel-port-protocol-mismatch.ts';
import { podIdentityMissing } from './rules/pod-identity-missing.ts';
import { rolloutWiring } from './rules/rollout-wiring.ts';
import { scrapeTargetMissing } from './rules/scrape-target-missing.ts';
import { serviceChartMissing } from './rules/service-chart-missing.ts';
import { serviceEnvDrift } from './rules/service-env-drift.ts';
import { serviceLeftover } from './rules/service-leftover.ts';
import { serviceSourceMissing } from './rules/service-source-missing.ts';
import { serviceTemplateDrift } from './rules/service-template-drift.ts';
import { sidecarInjectMissing } from './rules/sidecar-inject-missing.ts';
import { terraformChartUnpinned } from './rules/terraform-chart-unpinned.ts';
import { terraformPlanCommitted } from './rules/terraform-plan-committed.ts';
import { valuesKeyUnread } from './rules/values-key-unread.ts';
import { versionDrift } from './rules/version-drift.ts';
import { versionEndOfLife } from './rules/version-end-of-life.ts';
import { versionUnpinnedDownload } from './rules/version-unpinned-download.ts';
import { waiverExpired } from './rules/waiver-expired.ts';
import { waiverUnused } from './rules/waiver-unused.ts';

/** Every rule, by id. A test compares this list with the folder `rules/`. */
export const rules: readonly Rule[] = [
  actionRefMutable,
  appBranchStale,
  appNameDuplicate,
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
  appSourcePathMissing,
  appSyncWaveMissing,
  appSyncWaveOrder,
  appTargetRevisionFloating,
  appTargetRevisionMissing,
  appValueFileMissing,
  argocdNamespacePrune,
  argocdSecretBootstrapCycle,
  authzCallerMissing,
  authzCallerUnknown,
  authzSelectorNoMatch,
  buildListMissing,
  chartAppMissing,
  ciBuildCaseMissing,
  ciDispatchOptionsMissing,
  ciDockerfileMissing,
  ciLangListMissing,
  ciPathsFilterMissing,
  ciServiceListMissing,
  ciUpdaterManifestMissing,
  configChecksumMissing,
  configUnknownService,
  crdBeforeOperator,
  danglingPathReference,
  databaseNotProvisioned,
  duplicateDefinitionDiverged,
  duplicateResourceOwner,
  ecrRepositoryMissing,
  externalDnsHostnameMissing,
  externalRegisterMissing,
  externalSecretMergeUnderPrune,
  externalSecretStoreMissing,
  goWorkMissing,
  iamActionMissing,
  imageRepositoryMismatch,
  imageTagImmutableConflict,
  imageTagMutable,
  istioAmbientLeftover,
  istioWebhookPortClosed,
  meshServiceListMissing,
  nodeEslintConfigMissing,
  nodeLockfileDuplicate,
  nodeLockfileMissing,
  nodeViteEnvTypesMissing,
  notificationServiceUndefined,
  notificationTriggerUndefined,
  otelEndpointNoScheme,
  otelExporterProtocolMismatch,
  otelPipelineDisconnected,
  otelPortProtocolMismatch,
  podIdentityMissing,
  rolloutWiring,
  scrapeTargetMissing,
  serviceChartMissing,
  serviceEnvDrift,
  serviceLeftover,
  serviceSourceMissing,
  serviceTemplateDrift,
  sidecarInjectMissing,
  terraformChartUnpinned,
  terraformPlanCommitted,
  valuesKeyUnread,
  versionDrift,
  versionEndOfLife,
  versionUnpinnedDownload,
  waiverExpired,
  waiverUnused,
];
