import { serviceKinds } from '@rollcall/domain/catalog/catalog';
import { present } from '@rollcall/domain/present';
import { newServicePlanner } from '@rollcall/domain/service-change/new-service';
import { parseKind, parsePort, parseTag } from '@rollcall/domain/service-change/new-service-options';
import type { CommandInput } from '../command.ts';
import { changeService } from './change-service.ts';

export function run(input: CommandInput): Promise<number> {
  const wanted = {
    environments: input.list('environment'),
    ...present({
      like: input.text('like'),
      kind: parseKind(input.text('kind'), serviceKinds),
      port: parsePort(input.text('port')),
      tag: parseTag(input.text('tag')),
    }),
  };
  return changeService(input, 'new', (name) => newServicePlanner({ ...wanted, name }));
}
