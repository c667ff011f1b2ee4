import { listInput, textInput } from '@rollcall/adapters/runner/inputs';
import { runAction } from '@rollcall/adapters/runner/runner';
import { serviceKinds } from '@rollcall/domain/catalog/catalog';
import { present } from '@rollcall/domain/present';
import { newServicePlanner } from '@rollcall/domain/service-change/new-service';
import { parseKind, parsePort, parseTag } from '@rollcall/domain/service-change/new-service-options';
import { changeInputs, changeService } from '@rollcall/shell/run-service-change';

await runAction(async (runner) => {
  const inputs = changeInputs();
  const wanted = {
    environments: listInput('environments') ?? [],
    ...present({
      like: textInput('like'),
      kind: parseKind(textInput('kind'), serviceKinds),
      port: parsePort(textInput('port')),
      tag: parseTag(textInput('tag')),
    }),
  };
  await changeService(runner, inputs, newServicePlanner({ ...wanted, name: inputs.service }));
});
