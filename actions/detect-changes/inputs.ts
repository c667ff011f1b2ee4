import { choiceInput, listInput, textInput } from '@rollcall/adapters/runner/inputs';

export interface Inputs {
  config: string | undefined;
  scope: 'source' | 'image';
  base: string | undefined;
  head: string | undefined;
  services: string[] | undefined;
  changes: string[] | undefined;
  token: string | undefined;
}

export function readInputs(): Inputs {
  return {
    config: textInput('config'),
    scope: choiceInput('scope', ['source', 'image'], 'source'),
    base: textInput('base'),
    head: textInput('head'),
    services: listInput('services'),
    changes: listInput('changes'),
    token: textInput('token'),
  };
}
