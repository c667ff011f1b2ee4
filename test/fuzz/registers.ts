import type { Register } from '@rollcall/domain/registers/register';
import type { Edit } from '@rollcall/domain/yaml/edit';
import { applyEdits } from '@rollcall/domain/yaml/edit';
import { contextOf, registersOf, service } from '../unit/registers/register-cases.ts';

const added = 'billing-service';
const context = contextOf({ more: [service(added, 'go')] });

/**
 * Adds a service to every list that is found in a text, and takes one out: what was written reads as the list with
 * that service, every other list reads as before, and to take it out again gives the same bytes.
 */
export function checkRegisters(path: string, text: string, readable: (after: string) => void): void {
  const registers = registersOf(path, text, context);
  for (const register of registers) {
    const { entries } = register;
    const inserted = register.insert(added);
    if (inserted.length > 0) {
      const after = applied(path, text, inserted);
      readable(after);
      const again = same(registersOf(path, after, context), register);
      expectEntries(register, again, [...entries, added]);
      const back = applied(path, after, again?.remove(added) ?? []);
      if (back !== text) throw new Error(`to take ${added} out of ${register.kind} leaves another text`);
    }
    const [gone] = entries.filter((name) => context.byName.has(name));
    const removed = gone === undefined ? [] : register.remove(gone);
    if (removed.length > 0) readable(applied(path, text, removed));
  }
}

function same(registers: readonly Register[], { id }: Register): Register | undefined {
  return registers.find((one) => one.id === id);
}

function expectEntries(register: Register, found: Register | undefined, entries: readonly string[]): void {
  const [wanted, got] = [entries, found?.entries ?? []].map((names) => [...new Set(names)].sort().join(' '));
  if (wanted !== got) throw new Error(`${register.kind} reads as ${got || 'nothing'} instead of ${wanted}`);
}

function applied(path: string, text: string, edits: readonly Edit[]): string {
  for (const edit of edits) {
    if (edit.path !== path) throw new Error(`writes ${edit.path} instead of ${path}`);
    if (edit.range[0] < 0 || edit.range[1] < edit.range[0] || edit.range[1] > text.length)
      throw new Error(`writes outside the text: ${edit.range}`);
  }
  return applyEdits(text, edits);
}
