import { nearest } from '../../../nearest.ts';
import type { Rule } from '../../rule/rule.ts';

export const configUnknownService: Rule = {
  id: 'config-unknown-service',
  title: 'The configuration names services that exist',
  severity: 'error',
  incident: '003 7',
  help: 'Correct the name in rollcall.yaml, or remove it.',
  needs: [],
  *check({ config, configDocument, services, catalog }) {
    if (!configDocument) return;
    const names = catalog.services.map(({ name }) => name);
    for (const name of Object.keys(config.services?.overrides ?? {})) {
      if (services.has(name)) continue;
      const meant = nearest(name, names);
      yield {
        location: configDocument.locate(['services', 'overrides', name]),
        subject: name,
        message: `services.overrides names ${JSON.stringify(name)}, which is no service: the entry has no effect${meant === undefined ? '' : ` (did you mean ${meant}?)`}`,
      };
    }
  },
};
