import type { Application } from '../../../argocd/application.ts';
import { environmentConfig } from '../../../catalog/config-schema.ts';
import { deploymentPrefix, healthNames } from '../../../gates/health.ts';
import { compareText } from '../../../location.ts';
import { listFew, quoteName, showPath } from '../../../names.ts';
import { nearest } from '../../../nearest.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { notificationsNeeds, notificationsOf } from './notifications.ts';
import { mayPost, type PostedName } from './posted-names.ts';

export const healthNotPosted: Rule = {
  id: 'health-not-posted',
  title: 'A notification of Argo CD posts each status that health waits for',
  severity: 'warning',
  help: 'Let a template that a trigger sends post it as github.status.label (rollcall init --with health writes them), or correct the name in rollcall.yaml.',
  needs: [...notificationsNeeds],
  *check(context) {
    for (const environment of Object.keys(context.config.environments ?? {}).sort(compareText))
      for (const [index, name] of (environmentConfig(context.config, environment)?.health ?? []).entries()) {
        const message = whyNever(name, environment, context);
        if (message !== null) yield healthFinding(context, environment, { name, index }, message);
      }
  },
};

/** Why a name never reports for some Application, as far as the notifications of its environment tell; null otherwise. */
function whyNever(name: string, environment: string, context: RuleContext): string | null {
  const config = notificationsOf(environment, context);
  if (config === null) return null;
  const deployed = deployedIn(environment, context);
  const posting = (application: Application): PostedName[] =>
    config.posts.filter((posted) =>
      healthNames([name], application.service ?? '', [application.name]).some((wanted) =>
        mayPost(posted, wanted, application.name),
      ),
    );
  if (config.refused)
    return `health of ${environment} waits for ${quoteName(name)}, and Argo CD refuses all notifications of ${listFew(config.files.map(showPath))}: ${config.refused.field} of ${config.refused.key} is no text (put it into quotes)`;
  const silent = deployed.filter((application) => posting(application).length === 0);
  const known = [...new Set(config.posts.map((posted) => posted.name))].sort(compareText);
  const where = listFew(config.files.map(showPath));
  if (deployed.length > 0 && silent.length === deployed.length) {
    const near = nearest(asTemplate(name), known);
    // What names no Application may be posted by anything: a workflow, a test.
    if (near === undefined && (!name.includes('{application}') || name.startsWith(deploymentPrefix))) return null;
    const posted = known.length === 0 ? 'they post nothing to GitHub' : `they post ${listFew(known.map(quoteName))}`;
    return `health of ${environment} waits for ${quoteName(name)}, which no notification of ${where} posts: each wait ends by its time (${near === undefined ? posted : `is ${quoteName(near)} meant?`})`;
  }
  const refused = deployed.flatMap(posting).find(({ badAddress }) => badAddress !== null);
  if (refused)
    return `health of ${environment} waits for ${quoteName(name)}, and GitHub refuses what template ${quoteName(refused.template)} of ${where} posts: its targetURL ${quoteName(refused.badAddress ?? '')} is no address that begins with https:// (set argocdUrl in its context)`;
  const mute = deployed.find(
    (application) => application.sources.length > 1 && posting(application).some((posted) => !posted.hasRepository),
  );
  if (!mute || silent.includes(mute)) return null;
  const template = posting(mute).find((posted) => !posted.hasRepository)?.template ?? '';
  return `health of ${environment} waits for ${quoteName(name)}, which is never posted for Application ${quoteName(mute.name)}: it has several sources, and template ${quoteName(template)} of ${where} looks for the repository in spec.source (set its github.repoURLPath and revisionPath)`;
}

/** The Applications of services, which alone are waited for. */
function deployedIn(environment: string, { catalog }: RuleContext): Application[] {
  return catalog.applications.filter((one) => one.environment === environment && one.service !== null);
}

/** As a label says it. */
function asTemplate(name: string): string {
  return name.replaceAll('{application}', () => '{{.app.metadata.name}}');
}

function healthFinding(
  { configDocument }: RuleContext,
  environment: string,
  { name, index }: { name: string; index: number },
  message: string,
): RuleFinding {
  const path = ['environments', environment, 'health', index];
  const location = configDocument?.locateValue(path) ?? { path: 'rollcall.yaml', line: 1, column: 1 };
  return { location, subject: name, environment, message };
}
