import { describe, expect, test } from '@jest/globals';
import type { Service, ServiceKind } from '@rollcall/domain/catalog/catalog';
import type { Config } from '@rollcall/domain/catalog/config-schema';
import { findRegisters } from '@rollcall/domain/registers/discovery/find-registers';
import type { Register, RegisterContext, RegisterKindId } from '@rollcall/domain/registers/register';
import { UserError } from '@rollcall/domain/user-error';
import { applyEdits } from '@rollcall/domain/yaml/edit';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';
import fc from 'fast-check';

/** Services and lists of them, for the tests of every kind of register. */

export function service(name: string, kind: ServiceKind): Service {
  const path = `services/${name}`;
  return { name, path, kind, dockerfile: `${path}/Dockerfile`, dockerfiles: [], chart: `charts/${name}` };
}

export const services: readonly Service[] = [
  service('cart-service', 'go'),
  service('order-service', 'go'),
  service('audit-log-service', 'go'),
  service('account-service', 'java'),
  service('storefront', 'static-site'),
  service('admin-portal', 'node'),
];
export const names = services.map(({ name }) => name);

export function contextOf(
  options: { configured?: Config['registers']; more?: readonly Service[] } = {},
): RegisterContext {
  const all = [...services, ...(options.more ?? [])];
  return {
    services: all,
    byName: new Map(all.map((one) => [one.name, one])),
    text: () => undefined,
    ...(options.configured ? { configured: options.configured } : {}),
  };
}

export function registersOf(path: string, text: string, context = contextOf()): Register[] {
  const yaml = /\.ya?ml$/.test(path) ? parseYamlFile(path, text) : null;
  return findRegisters([{ path, text, yaml }], context);
}

export function only(path: string, text: string, context = contextOf()): Register {
  const [register, second] = registersOf(path, text, context);
  if (!register || second) throw new Error(`not exactly one register: ${second ? second.id : 'none'}`);
  return register;
}

/** A list in some layout. */
interface ListCase {
  title: string;
  kind: RegisterKindId;
  path: string;
  write(names: readonly string[]): string;
  /** The line the register is at, with the first four services listed. */
  line: number;
  /** What the list names besides, in front of the services. */
  foreign?: readonly string[];
  /** Added behind the sibling, not at the end. */
  besideSibling?: boolean;
  /** Services a list of this kind is of. */
  of?: readonly string[];
  configured?: Config['registers'];
  /** Services beside the usual ones. */
  more?: readonly Service[];
}

function* variants(text: string): Iterable<[string, string]> {
  yield ['LF', text];
  yield ['CRLF', text.replaceAll('\n', '\r\n')];
  yield ['no line break at the end', text.replace(/\n$/, '')];
}

/** What holds for every list that is a register, over generated lists. */
export function describeLists(cases: readonly ListCase[]): void {
  describe.each(cases)(
    '$title',
    ({ kind, path, write, line, foreign = [], besideSibling, of = names, configured, more = [] }) => {
      const context = contextOf({ configured, more });

      test('is found where it is', () => {
        const listed = of.slice(0, 4);
        const text = write(listed);
        const register = only(path, text, context);
        expect(register).toMatchObject({ kind, file: path, line, entries: [...foreign, ...listed] });
        for (const name of register.entries) {
          const place = register.entryLocation(name);
          expect(place?.line).toBeGreaterThan(0);
          expect(text.split('\n').length).toBeGreaterThanOrEqual(place?.line ?? 0);
        }
        expect(register.entryLocation('constructor')).toBeUndefined();
        expect(() => register.insert('a"b')).toThrow(UserError);
        expect(() => register.insert('../x')).toThrow(UserError);
      });

      test('adding and removing are inverse, adding twice is adding once', () => {
        const lists = fc.shuffledSubarray([...of], { minLength: Math.min(4, of.length), maxLength: of.length });
        fc.assert(
          fc.property(lists, fc.nat(), (order, pick) => {
            const [added = '', ...listed] = order;
            for (const [, text] of variants(write(listed))) {
              const before = only(path, text, context);
              expect(before.entries).toEqual([...foreign, ...listed]);
              const edits = before.insert(added, listed[pick % listed.length]);
              expect(edits).toHaveLength(1);
              const inserted = applyEdits(text, edits);
              const after = only(path, inserted, context);
              if (besideSibling) expect([...after.entries].sort()).toEqual([...before.entries, added].sort());
              else expect(after.entries).toEqual([...before.entries, added]);
              expect(after.id).toBe(before.id);
              expect(after.insert(added)).toEqual([]);
              expect(applyEdits(inserted, after.remove(added))).toBe(text);
              if (text.includes('\r\n')) expect(inserted.replaceAll('\r\n', '')).not.toContain('\n');
            }
          }),
          { numRuns: 25 },
        );
      });

      test('removing takes out one name and keeps the others', () => {
        const text = write(of);
        const before = only(path, text, context);
        for (const gone of of) {
          const after = only(path, applyEdits(text, before.remove(gone)), context);
          expect(after.entries).toEqual(before.entries.filter((entry) => entry !== gone));
        }
        expect(before.remove('no-such-service')).toEqual([]);
      });
    },
  );
}

export function stem(name: string): string {
  return name.replace(/-service$/, '');
}

export function snake(name: string): string {
  return name.replaceAll('-', '_');
}

export function camel(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
