import { hasSource, type Service } from '../../../catalog/catalog.ts';
import { listFew, showPath } from '../../../names.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { isComposeFile } from '../../../tree/file-types.ts';
import { buildDefinitions, buildDefinitionsNeeds } from '../../facts/ci/build-definitions.ts';
import { wordsOfBuilds } from '../../facts/ci/words-of-builds.ts';
import { missingEntries } from '../../fixes/missing-entry.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { serviceWorkflowMissing } from './service-workflow-missing.ts';

export const serviceNeverBuilt: Rule = {
  id: 'service-never-built',
  title: 'Every service is built by something, where the others are',
  severity: 'warning',
  help: 'Build it where the others are built.',
  needs: [registerFiles, ...buildDefinitionsNeeds],
  *check(context) {
    const definitions = buildDefinitions(context);
    // What cannot be read may build any of them.
    if (definitions.buildsAnything || definitions.unread.length > 0) return;
    const services = context.listed.filter(isBuiltHere);
    const buildsOf = ({ dockerfiles }: Service) =>
      dockerfiles.flatMap((path) => {
        const { builds, anywhere } = definitions.of(path);
        return anywhere ? [] : builds;
      });
    const built = services.filter((service) => buildsOf(service).length > 0);
    if (built.length < 2) return;
    // What is deployed has to come from somewhere; of what is not, only what most are tells that it was to be built.
    const areMost = built.length * 2 >= services.length;
    const files = [...new Set(built.flatMap((service) => buildsOf(service).map(({ file }) => file)))].sort();
    const isLocal = files.every(isComposeFile);
    const told = missingElsewhere(context);
    for (const service of services) {
      const { name, dockerfile } = service;
      if (!areMost && !context.deployedBy.has(name)) continue;
      if (built.includes(service) || dockerfile === null || told.has(name) || wordsOfBuilds(context).has(name))
        continue;
      yield {
        location: { path: dockerfile, line: 1, column: 1 },
        subject: name,
        // The number of those that are built is of the others.
        key: name,
        confidence: 'likely',
        ...(isLocal && { severity: 'notice' }),
        message: `nothing here builds service ${name}, as ${listFew(files.map(showPath))} ${files.length === 1 ? 'builds' : 'build'} ${built.length} of ${services.length}: a change of it is in no image`,
      };
    }
  },
};

function isBuiltHere(service: Service): boolean {
  return hasSource(service) && !service.elsewhere && service.kind !== 'infra' && service.dockerfile !== null;
}

/** The kinds of lists by which something is built, or started: what lacks there is told by the rules about them. */
const listsOfBuilds =
  /^(?:make-variable|shell-array|shell-loop|code-list|matrix-list|json-array|bash-case|workflow-choices|paths-filter)$/;

/** The services of which a list that lacks them tells already. */
function missingElsewhere(context: RuleContext): Set<string> {
  const words = { list: '', consequence: '' };
  const lists = context.registers.filter(({ kind }) => listsOfBuilds.test(kind));
  const missing = lists.flatMap((register) => [...missingEntries(register, context, words)]);
  return new Set([...missing, ...serviceWorkflowMissing.check(context, [])].map(({ subject }) => subject));
}
