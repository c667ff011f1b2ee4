/** One section of an incident report: what went wrong there, and what a repository can show of it. */
export interface Incident {
  /** Number of the report. */
  document: string;
  /** Number of the section; the reports that number none are counted from their first one. */
  section: string;
  what: string;
  /** Rules that prevent it, besides those whose `incident` it is. */
  also?: readonly string[];
  /** What no rule can find, and why. Where no rule prevents any of it, this says all. */
  beyond?: string;
}

/** Every section of the incident reports that tells of something that went wrong, or of how to avoid it. */
export const incidents: readonly Incident[] = [
  {
    document: '000',
    section: '1',
    what: 'A sync fails on a validating webhook, and calls of the webhook time out',
    also: ['istio-webhook-port-closed', 'app-replace-with-server-side-apply'],
    beyond: 'The conflict of versions in the cluster itself: only the cluster has it.',
  },
  {
    document: '000',
    section: '2',
    what: 'No rule of the firewall names the port behind the webhook; two ways of applying fight over one object',
    also: ['istio-webhook-port-closed', 'app-replace-with-server-side-apply'],
  },
  {
    document: '000',
    section: '3',
    what: 'The port is opened, and Replace is added beside ServerSideApply, which drops the bundle that calls of the webhook need',
    also: ['istio-webhook-port-closed'],
  },
  {
    document: '001',
    section: '1',
    what: 'Argo CD does not start, because its own Secret is missing',
    also: ['argocd-secret-bootstrap-cycle', 'external-secret-merge-under-prune'],
  },
  { document: '001', section: '2', what: 'Argo CD waits for a Secret that only what it deploys can make' },
  {
    document: '001',
    section: '3.2',
    what: 'The operator and its store are installed before Argo CD, and types before what is of them',
    also: ['argocd-secret-bootstrap-cycle'],
    beyond: 'The order in which Terraform applies is checked by Terraform, from `depends_on`.',
  },
  {
    document: '001',
    section: '4',
    what: 'What Terraform installs now has to go from the Applications, or two own it',
    also: ['argocd-secret-bootstrap-cycle', 'duplicate-resource-owner', 'external-secret-store-missing'],
  },
  {
    document: '001',
    section: '5',
    what: 'The same on other clouds',
    beyond: 'Nothing went wrong here: the rules read no cloud’s own settings of a store.',
  },
  {
    document: '001',
    section: '6',
    what: 'Checks after the deployment',
    beyond: 'They ask a running cluster.',
  },
  {
    document: '001',
    section: '8',
    what: 'A store without identity, a Secret without permission, an operator whose image cannot be pulled',
    also: ['pod-identity-missing', 'external-secret-store-missing', 'argocd-secret-bootstrap-cycle'],
    beyond: 'Contents of the secrets manager, routes of the network and credentials of Git are outside the repository.',
  },
  {
    document: '001',
    section: '9',
    what: 'What has to exist before Argo CD is not Argo CD’s to deploy',
    also: ['argocd-secret-bootstrap-cycle'],
  },
  {
    document: '001',
    section: '10',
    what: 'No pod starts, because the control plane cannot reach the webhook that adds the sidecar',
    also: ['istio-webhook-port-closed'],
    beyond: 'Rules of groups that the cloud makes by itself are in no file.',
  },
  {
    document: '001',
    section: '11',
    what: 'A service stops over an endpoint without a scheme; services of two languages speak two protocols to one collector',
    also: ['otel-endpoint-no-scheme', 'otel-port-protocol-mismatch', 'otel-exporter-protocol-mismatch'],
  },
  {
    document: '002',
    section: '1',
    what: 'The gateway’s chart does not fit the mode of the mesh, and its load balancer never comes',
    also: ['app-project-denied', 'crd-before-operator'],
    beyond:
      'Whether a chart’s schema takes its values is for `helm template` to say; whether the controller is installed, where nothing in the repository installs it, for the cluster.',
  },
  { document: '002', section: '2', what: 'The policy of a controller lacks the actions that the controller calls' },
  {
    document: '002',
    section: '3',
    what: 'A new load balancer has a new address, and the name still leads to the old one',
  },
  {
    document: '002',
    section: '4',
    what: 'Settings of the gateway stand under one key, and its template reads them under another',
    beyond: 'Which of load balancer and gateway ends TLS is a choice.',
  },
  { document: '002', section: '5', what: 'A ConfigMap changes, all is in sync, and the pods keep the old values' },
  {
    document: '003',
    section: '1',
    what: 'The mesh moves from ambient mode to sidecars: labels, profiles, policies, waypoints in many files',
  },
  { document: '003', section: '1.4', what: 'Policies that were attached to a waypoint have to select pods' },
  {
    document: '003',
    section: '2',
    what: 'Databases and caches get a sidecar that they must not have',
  },
  {
    document: '003',
    section: '3',
    what: 'Terraform keeps the resources, the profile and the ports of the old mode',
    also: ['istio-ambient-leftover'],
  },
  { document: '003', section: '4.1', what: 'A script installs whatever is the latest version today' },
  {
    document: '003',
    section: '4.2',
    what: 'A rollout names services, and a route of a VirtualService, that other files define',
    also: ['rollout-wiring'],
  },
  {
    document: '003',
    section: '5',
    what: 'A cluster runs a version that is no longer supported, and the version stands in scripts and makefiles four times',
    also: ['version-drift'],
  },
  {
    document: '003',
    section: '6',
    what: 'Connectors, pipelines and a flag of the receiver have to fit each other',
    also: ['otel-pipeline-disconnected'],
  },
  {
    document: '003',
    section: '7',
    what: 'A service is removed for good',
  },
  {
    document: '003',
    section: '7.4',
    what: 'Twenty places name the service: lists, routes, databases, identities, scrape jobs, alerts, scripts, documents',
    also: ['service-leftover', 'ci-paths-filter-missing', 'ci-service-list-missing'],
  },
  {
    document: '003',
    section: '7.5',
    what: 'The image repository stays in Terraform',
    also: ['service-leftover'],
    beyond: 'Images in the registry are to be deleted by hand.',
  },
  {
    document: '003',
    section: '7.6',
    what: 'Bringing the service back means the same places again',
    also: ['chart-app-missing', 'ecr-repository-missing', 'pod-identity-missing'],
  },
  { document: '003', section: '8.1', what: 'Environments run different versions of the same thing' },
  {
    document: '003',
    section: '8.2',
    what: 'Each version has a day on which its support ends',
    also: ['version-end-of-life'],
  },
  {
    document: '003',
    section: '9.1',
    what: 'A pod that should have a sidecar has none',
    also: ['istio-ambient-leftover'],
    beyond: 'A label that was never set on a namespace that no file defines is only in the cluster.',
  },
  { document: '003', section: '9.2', what: 'A call is refused, because the callee’s policy does not list the caller' },
  {
    document: '003',
    section: '9.3',
    what: 'New metrics do not arrive: an exporter, a pipeline or a flag is missing',
    beyond: 'Whether Prometheus is started with the flag that lets it take remote writes is not read.',
  },
  {
    document: '003',
    section: '9.4',
    what: 'A canary does not move: a service, a route or a subset it names is not there',
  },
  {
    document: '004',
    section: '1',
    what: 'Changes in Git do not reach the cluster, and a service with a chart is not deployed',
    also: ['app-of-apps-self-reference', 'chart-app-missing'],
  },
  {
    document: '004',
    section: '2.2',
    what: 'The root Application waits for itself to become healthy',
    also: ['app-of-apps-self-reference'],
  },
  { document: '004', section: '2.3', what: 'The root Application lies in the folder that it deploys' },
  { document: '004', section: '2.4', what: 'A service has source and chart, but no Application and no entry in CI' },
  {
    document: '004',
    section: '3.1',
    what: 'The root Application is among what it watches, so that every sync of its children waits',
    also: ['app-of-apps-self-reference'],
  },
  {
    document: '004',
    section: '3.2',
    what: 'A service was added without its Application: the checklist was not followed',
    also: ['chart-app-missing', 'service-env-drift'],
  },
  {
    document: '004',
    section: '3.3',
    what: 'The webhook of an operator is late with its certificate, and everything behind it waits',
    also: ['app-sync-wave-order', 'crd-before-operator'],
    beyond: 'How long a certificate takes is seen in the cluster only.',
  },
  {
    document: '004',
    section: '4.1',
    what: 'An operation that hangs is released by hand',
    beyond: 'A repair of the cluster’s state; `app-of-apps-self-reference` prevents that it is needed.',
  },
  {
    document: '004',
    section: '4.2',
    what: 'The root Applications move, and what names their old place has to follow, on the deploy branch as well',
    also: ['app-of-apps-self-reference', 'app-branch-stale'],
  },
  {
    document: '004',
    section: '4.3',
    what: 'The Applications that were missing are written by hand, one unlike the other and with a tag that moves',
  },
  {
    document: '004',
    section: '4.4',
    what: 'Four lists of one workflow need the new service, two of them by its language',
  },
  { document: '004', section: '4.5', what: 'Two Applications define the same objects' },
  {
    document: '004',
    section: '6.1',
    what: 'The checklist for a new service',
    also: ['chart-app-missing', 'ci-paths-filter-missing', 'ci-service-list-missing', 'ci-build-case-missing'],
  },
  {
    document: '004',
    section: '6.3',
    what: 'Where root Applications belong',
    also: ['app-of-apps-self-reference', 'app-orphaned'],
  },
  {
    document: '004',
    section: '9.3',
    what: 'Argo CD prunes the Secret that it needs, and an ExternalSecret can only merge into one that exists',
  },
  {
    document: '004',
    section: '9.4',
    what: 'The Secret gets one owner: Helm stops making it, and the ExternalSecret owns it',
    also: ['external-secret-merge-under-prune', 'argocd-secret-bootstrap-cycle'],
    beyond: 'Whether the secrets manager holds the keys is outside the repository.',
  },
  { document: '004', section: '9.7', what: 'Argo CD prunes the namespace that it runs in' },
  {
    document: '004',
    section: '10',
    what: 'A front end does not build: no lockfile, no types of the environment, no configuration that ESLint reads',
  },
];
