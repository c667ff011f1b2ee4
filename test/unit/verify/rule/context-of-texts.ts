import type { RuleContext } from '@rollcall/domain/verify/rule/context';

/** What readers of text see of a context. */
export function contextOf(files: Readonly<Record<string, string>>): RuleContext {
  const texts = new Map(Object.entries(files));
  const catalog: Partial<RuleContext['catalog']> = { charts: [], applications: [], generated: [] };
  const context: Partial<RuleContext> = {
    texts,
    text: (path) => texts.get(path),
    catalog: catalog as RuleContext['catalog'],
  };
  return context as RuleContext;
}
