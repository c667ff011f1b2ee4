import type { Application } from '../argocd/application.ts';
import type { Catalog, Environment } from '../catalog/catalog.ts';
import type { LoadedConfig } from '../catalog/config.ts';
import { environmentConfig } from '../catalog/config-schema.ts';
import { quoteName, showPath } from '../names.ts';
import type { Tree } from '../ports.ts';
import { kustomizations } from '../tree/file-types.ts';
import { textOf } from '../tree/read-text.ts';
import { baseName, folderOf, joinPath } from '../tree/repository-paths.ts';
import { UserError } from '../user-error.ts';
import { commonFolder } from './needed-config.ts';
import type { Plan } from './setup.ts';

/** What makes Argo CD say of a deploy commit whether it became healthy, and a run wait for it. */
interface HealthSetup {
  /** Where the notifications are configured already; null where nothing does. */
  configured: string | null;
  /** The ConfigMap of the notifications, where nothing configures them. */
  notifications: { path: string; text: string };
  /** The environments of which the configuration does not say what healthy is. */
  silent: readonly string[];
}

/** What healthy is in the configuration: the name that the notifications post. */
export const healthField = 'health: ["argocd/{application}"]';
const configMap = 'argocd-notifications-cm';

interface HealthFacts {
  tree: Tree;
  config: LoadedConfig;
  /** Another repository that holds the manifests; null without one. */
  manifests: { name: string; clone: { tree: Tree } | null } | null;
  deployed: Catalog;
  environments: readonly Environment[];
  isThere: (path: string) => boolean;
}

/** What lets Argo CD tell of health. The environments of which the configuration is to say what it waits for are returned. */
export async function addHealth(
  plan: Plan,
  { tree, config, manifests, deployed, environments, isThere }: HealthFacts,
): Promise<readonly string[]> {
  const names = environments.map(({ name }) => name);
  if (names.length === 0)
    throw new UserError('there is no environment whose health could be waited for', {
      help: 'Leave health out of --with, or name the environment, --environment prod.',
    });
  const health = await planHealth(manifests?.clone?.tree ?? tree, deployed, names, config);
  const { path, text } = health.notifications;
  if (health.configured !== null)
    plan.unknown.push(
      `${health.configured} configures the notifications already: let a template of it post "argocd/{{.app.metadata.name}}", as docs/how-to/health.md of Rollcall shows.`,
    );
  else if (manifests !== null)
    plan.unknown.push(
      `The notifications of Argo CD belong to ${quoteName(manifests.name)}: run rollcall init --with health there.`,
    );
  else if (isThere(path)) plan.kept.push(`${showPath(path)}, which is something else`);
  else {
    plan.files.set(path, text);
    plan.settings.push(
      `make an App of GitHub that may write commit statuses, and write its ids and the address of Argo CD into ${showPath(path)}: Argo CD posts with them`,
    );
  }
  return health.silent;
}

/** Fits it to the Applications of the environments in the tree that holds their manifests. */
async function planHealth(
  tree: Tree,
  { applications }: Catalog,
  environments: readonly string[],
  { config }: LoadedConfig,
): Promise<HealthSetup> {
  const deployed = applications.filter(({ environment, service }) => environment !== null && service !== null);
  return {
    configured: await configuredIn(tree),
    notifications: {
      // Beside the folder that all Applications lie in: that one may be what an Application applies.
      path: joinPath(folderOf(commonFolder(deployed)), `${configMap}.yaml`),
      text: notificationsText(deployed),
    },
    silent: environments.filter((name) => !environmentConfig(config, name)?.health?.length),
  };
}

/** The file that holds the ConfigMap, as its name or its text tells. */
async function configuredIn(tree: Tree): Promise<string | null> {
  const likely = (await tree.list()).flatMap(({ path }) =>
    kustomizations(path) || baseName(path).toLowerCase().includes('notification') ? [path] : [],
  );
  const contents = await tree.read(likely);
  const found = likely.find((path) => textOf(path, contents.get(path))?.includes(configMap));
  return found === undefined ? null : showPath(found);
}

/** The templates and triggers; an Application of several sources has its repository at another place. */
function notificationsText(applications: readonly Application[]): string {
  const several = applications.filter(({ sources }) => sources.length > 1);
  const [index = 0] = several.map(({ sources }) =>
    Math.max(
      0,
      sources.findIndex(({ ours }) => ours === true),
    ),
  );
  const paths =
    several.length === 0
      ? ''
      : `      # The source of ${several[0]?.name ?? ''} that holds the tags.
      repoURLPath: "{{with .app.spec.source}}{{.repoURL}}{{else}}{{(index .app.spec.sources ${index}).repoURL}}{{end}}"
      revisionPath: "{{with .app.status.operationState.syncResult.revision}}{{.}}{{else}}{{index .app.status.operationState.syncResult.revisions ${index}}}{{end}}"
`;
  const sync = 'app.status.operationState.syncResult';
  // What recovers, or fails again, says it again. It is one text: the engine refuses all of a ConfigMap with a list there.
  const once = `"[${sync}.revision, ${several.length === 0 ? '' : `${sync}.revisions, `}app.status.health.lastTransitionTime]"`;
  const status = (state: string): string => `    github:
${paths}      status:
        state: ${state}
        label: "argocd/{{.app.metadata.name}}"
        targetURL: "{{.context.argocdUrl}}/applications/{{.app.metadata.name}}"
`;
  return `# Lets Argo CD post on each deploy commit whether its Applications became healthy. Apply it where Argo CD runs, with the
# App of GitHub that may write commit statuses: its key is github-privateKey of the Secret argocd-notifications-secret.
apiVersion: v1
kind: ConfigMap
metadata:
  name: ${configMap}
  namespace: argocd
data:
  context: |
    argocdUrl: https://argocd.example.com # where its pages are: GitHub refuses a status without such an address
  service.github: |
    appID: 0 # the App's own
    installationID: 0 # of its installation in the organisation
    privateKey: $github-privateKey
  template.deploy-healthy: |
    message: "{{.app.metadata.name}} is healthy"
${status('success')}  template.deploy-failed: |
    message: "{{.app.metadata.name}}: {{.app.status.operationState.phase}}, {{.app.status.health.status}}"
${status('failure')}  trigger.deploy-healthy: |
    - when: app.status.operationState.phase == 'Succeeded' and app.status.health.status == 'Healthy'
      oncePer: ${once}
      send: [deploy-healthy]
  trigger.deploy-failed: |
    # While it syncs, the health is still that of what was there before.
    - when: app.status.operationState.phase in ['Error', 'Failed'] or (app.status.operationState.phase == 'Succeeded' and app.status.health.status == 'Degraded')
      oncePer: ${once}
      send: [deploy-failed]
  subscriptions: |
    - recipients: ["github:"]
      triggers: [deploy-healthy, deploy-failed]
`;
}

/** The job that waits in a workflow which calls the release, with what that gives its environment and its token. */
export function releaseWithHealth(release: string): string {
  const [, environment = ''] = /^ {6}environment: (.*)$/m.exec(release.slice(release.indexOf('    with:'))) ?? [];
  const [token] = /^ {6}deploy-token: .*$/m.exec(release) ?? [];
  return `${release.trimEnd()}

  # Waits for what Argo CD says of the commit, and fills the page of the environment. The run is red where a service does not
  # become healthy.
  health:
    needs: release
    if: \${{ !cancelled() && needs.release.outputs.commit != '' }}
    permissions:
      contents: write # makes the commit of a roll-back, where on-unhealthy says so
      checks: read # what says that a service is healthy
      statuses: read # the same, as statuses
      deployments: write # fills the page of the environment
    uses: owner/rollcall/.github/workflows/health.yml@v1
    with:
      environment: ${environment}
      commit: \${{ needs.release.outputs.commit }}
      timeout: 15m
      # To get the tag of before back: rollback, or rollback-request.
      on-unhealthy: fail
${token === undefined ? '' : `    secrets:\n${token}\n`}`;
}
