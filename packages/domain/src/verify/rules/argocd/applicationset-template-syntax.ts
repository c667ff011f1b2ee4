import { addAll } from '../../../grouping.ts';
import { quoteName } from '../../../names.ts';
import { yamlFiles } from '../../../tree/file-types.ts';
import { fieldsAt, listAt, plainValue, textAt, textsIn, valueAt } from '../../../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../../../yaml/yaml-document.ts';
import type { Rule } from '../../rule/rule.ts';
import { applicationSets } from './application-sets.ts';

export const applicationsetTemplateSyntax: Rule = {
  id: 'applicationset-template-syntax',
  title: 'The template of an ApplicationSet is written in the language that it is read in',
  severity: 'error',
  incident: '004 4.2',
  help: 'Set spec.goTemplate to true, and write {{ .name }}; or leave it out, and write {{name}}.',
  needs: [yamlFiles],
  *check(context) {
    for (const document of applicationSets(context)) {
      const set = plainValue(document);
      const isGo = valueAt(set, ['spec', 'goTemplate']) === true;
      const found = [...textsOf(document)].find(({ text }) => (isGo ? hasPlain(text) : hasGo(text)));
      if (!found) continue;
      const name = textAt(set, 'metadata', 'name') ?? '';
      const start = `ApplicationSet ${quoteName(name)} writes ${quoteName(found.text)}`;
      yield {
        location: document.locate(found.path),
        subject: name,
        message: isGo
          ? `${start} with goTemplate: true, which takes the word for a function that does not exist: none of its Applications is made`
          : `${start} without goTemplate: true: nothing fills it in, and no Application is made that anybody meant`,
      };
    }
  },
};

/** The texts of the template that decide what an Application is: in values of charts, braces may be meant for Helm. */
function* textsOf(document: YamlDocument): Iterable<{ path: YamlPath; text: string }> {
  const template = valueAt(plainValue(document), ['spec', 'template']);
  const at: YamlPath[] = [
    ['metadata', 'name'],
    ['metadata', 'namespace'],
    ['spec', 'project'],
    ...fieldsAt(template, 'spec', 'destination').map(([key]) => ['spec', 'destination', key]),
  ];
  const sources: YamlPath[] = [
    ['spec', 'source'],
    ...listAt(valueAt(template, ['spec']), 'sources').map((_source, index) => ['spec', 'sources', index]),
  ];
  for (const source of sources) {
    for (const key of ['path', 'repoURL', 'chart', 'targetRevision']) at.push([...source, key]);
    const files = [...source, 'helm', 'valueFiles'];
    addAll(
      at,
      textsIn(valueAt(template, files)).map((_file, index) => [...files, index]),
    );
  }
  for (const path of at) {
    const text = textAt(template, ...path);
    if (text?.includes('{{')) yield { path: ['spec', 'template', ...path], text };
  }
}

/** What stands between braces, without the marks that trim. */
function actionsIn(text: string): string[] {
  return text
    .split('{{')
    .slice(1)
    .flatMap((rest) => {
      const end = rest.indexOf('}}');
      return end === -1 ? [] : [rest.slice(0, end).replace(/^-|-$/g, '').trim()];
    });
}

/** An action of text/template of Go: a field, a pipeline or a call. A name of fasttemplate has neither. */
function hasGo(text: string): boolean {
  return actionsIn(text).some((action) => /^[.$(]/.test(action) || /[\s|]/.test(action));
}

/** Words that stand alone in text/template, or are functions of sprig without arguments. */
const words = new Set(['end', 'else', 'break', 'continue', 'now', 'uuidv4', 'true', 'false', 'nil']);

/** A name of fasttemplate, with the fields that generators supply: text/template takes it for a function. */
function hasPlain(text: string): boolean {
  return actionsIn(text).some((action) => /^[A-Za-z_][\w.-]*$/.test(action) && !words.has(action));
}
