import { markdownText, printable } from '../printable.ts';
import { textTable } from '../text-table.ts';
import type { DeployedService } from './deploy-health.ts';

/** Where the health of a commit is reported. */
export interface DeployHealthContext {
  environment: string;
  commit: string;
  /** `https://github.com/owner/repository`; null for no links. */
  repositoryUrl: string | null;
  /** How long was waited at most, such as `15 min`. */
  limit: string;
}

const words: Readonly<Record<DeployedService['state'], string>> = {
  healthy: 'healthy',
  unhealthy: 'not healthy',
  pending: 'waiting',
  silent: 'said nothing',
  replaced: 'replaced',
};

const signs: Readonly<Record<DeployedService['state'], string>> = {
  healthy: '✅',
  unhealthy: '❌',
  pending: '⏳',
  silent: '❌',
  replaced: '↪️',
};

/** Those that are to be rolled back: what failed, and what said nothing in time. */
export function unhealthyOf(services: readonly DeployedService[]): DeployedService[] {
  return services.filter(({ state }) => state === 'unhealthy' || state === 'silent');
}

/** One line of the log. */
export function deployedLine({ service, tag, state, why }: DeployedService): string {
  return printable(`${service} ${tag}: ${words[state]}, ${why}`);
}

/** A table for the log. */
export function deployHealthTable(services: readonly DeployedService[], context: DeployHealthContext): string {
  const rows = services.map(({ service, tag, state, why }) => [service, tag, words[state], why].map(printable));
  return `${printable(headline(services, context))}\n${rows.length > 0 ? `\n${textTable([['service', 'tag', 'state', ''], ...rows]).join('\n')}\n` : ''}`;
}

/** The job summary in Markdown. */
export function deployHealthSummary(services: readonly DeployedService[], context: DeployHealthContext): string {
  const { commit, repositoryUrl } = context;
  const short = `\`${commit.slice(0, 12)}\``;
  const linked = repositoryUrl === null ? short : `[${short}](${repositoryUrl}/commit/${commit})`;
  const rows = services.map(
    ({ service, tag, state, why }) =>
      `| ${markdownText(service)} | ${markdownText(tag)} | ${signs[state]} ${words[state]} | ${markdownText(why)} |`,
  );
  const table = rows.length > 0 ? ['', '| service | tag | | |', '| --- | --- | --- | --- |', ...rows] : [];
  return [`### ${markdownText(headline(services, context))}`, '', `Commit ${linked}`, ...table, ''].join('\n');
}

/** What became of the commit, in one sentence. */
export function headline(services: readonly DeployedService[], { environment, limit }: DeployHealthContext): string {
  const bad = unhealthyOf(services);
  if (services.length === 0) return `The commit changes no tag of ${environment}`;
  if (bad.length === 0) return `Healthy in ${environment}`;
  const late = bad.every(({ state }) => state === 'silent') ? ` after ${limit}` : '';
  return `Not healthy in ${environment}${late}: ${bad.map(({ service }) => service).join(', ')}`;
}
