import { describe, expect, test } from '@jest/globals';
import { offsetsIn } from '@rollcall/domain/location';
import type { Register, RegisterContext, RegisterKindId } from '@rollcall/domain/registers/register';
import { applyEdits } from '@rollcall/domain/yaml/edit';
import fc from 'fast-check';
import { contextOf, only, service } from './register-cases.ts';

/** How people write a list, whatever the list is. */
interface Layout {
  /** Each on a line of its own. */
  lines: boolean;
  /** A comma or the like behind the last one too. */
  trailing: boolean;
  quote: '' | '"' | "'";
  indent: string;
  /** Blanks behind an opening bracket, and in front of a closing one. */
  space: '' | ' ';
  /** A comment behind each name, above it, or a blank line. */
  decor: readonly ('' | 'behind' | 'above' | 'blank')[];
  /** What is in front of the list, and what is behind it. */
  around: readonly [string, string];
}

const layouts: fc.Arbitrary<Layout> = fc.record({
  lines: fc.boolean(),
  trailing: fc.boolean(),
  quote: fc.constantFrom('' as const, '"' as const, "'" as const),
  indent: fc.constantFrom('  ', '    ', '\t'),
  space: fc.constantFrom('' as const, ' ' as const),
  decor: fc.array(fc.constantFrom('' as const, 'behind' as const, 'above' as const, 'blank' as const), {
    minLength: 8,
    maxLength: 8,
  }),
  around: fc.constantFrom(['', ''] as const, ['\n', '\n'] as const, ['# ü\n', '# end\n'] as const),
});

type Names = readonly string[];

/** Entries on lines of their own, with comments and blank lines between them as the layout says. */
function onLines(
  names: Names,
  { decor }: Layout,
  comment: string,
  line: (name: string, last: boolean) => string,
): string {
  return names
    .map((name, index) => {
      const what = comment === '' ? '' : decor[index];
      const text = line(name, index === names.length - 1);
      const indent = /^\s*/.exec(text)?.[0] ?? '';
      if (what === 'behind') return `${text} ${comment} of ${index}\n`;
      if (what === 'above') return `${indent}${comment} number ${index}\n${text}\n`;
      return `${what === 'blank' && index > 0 ? '\n' : ''}${text}\n`;
    })
    .join('');
}

/** `[a, b]` on one line or on several, with `separator` between. */
function bracketed(
  names: Names,
  layout: Layout,
  {
    open = '[',
    close = ']',
    comment = '',
    separator = ',',
    indent = layout.indent,
    write = (name: string) => name,
  } = {},
): string {
  const { lines, trailing, space } = layout;
  if (!lines) return `${open}${space}${names.map(write).join(separator === ',' ? ', ' : separator)}${space}${close}`;
  const end = (last: boolean): string => (last && !trailing ? '' : separator.trim());
  return `${open}\n${onLines(names, layout, comment, (name, last) => indent + write(name) + end(last))}${close}`;
}

const step = (script: string): string =>
  `jobs:\n  build:\n    steps:\n      - run: |\n${script.replace(/^(?=.)/gm, '          ')}`;
const spaces = (layout: Layout): Layout => ({ ...layout, indent: layout.indent.replace('\t', '  ') });
const double = (name: string): string => `"${name}"`;

interface Kind {
  kind: RegisterKindId;
  title: string;
  path: string;
  write(names: Names, layout: Layout): string;
  /** Fewer show nothing: what all share is not seen in one. */
  least?: number;
}

const kinds: readonly Kind[] = [
  {
    kind: 'paths-filter',
    title: 'filters',
    path: '.github/workflows/ci.yaml',
    write: (names, layout) =>
      `jobs:\n  a:\n    steps:\n      - uses: dorny/paths-filter@v3\n        with:\n          filters: |\n${onLines(
        names,
        layout,
        '#',
        (name) =>
          layout.lines
            ? `            ${name}:\n              - ${layout.quote || "'"}services/${name}/**${layout.quote || "'"}`
            : `            ${name}: services/${name}/**`,
      )}`,
  },
  {
    kind: 'json-array',
    title: 'JSON in a script',
    path: 'scripts/a.sh',
    write: (names, layout) => `ALL='${bracketed(names, { ...layout, trailing: false }, { write: double })}'\n`,
  },
  {
    kind: 'bash-case',
    title: 'arms',
    path: 'scripts/a.sh',
    write: (names, layout) =>
      `case "$1" in\n${onLines(names, layout, '#', (name) => `${layout.indent}${layout.quote}${name}${layout.quote})${layout.lines ? `\n${layout.indent.repeat(2)}DIR=services/${name}\n${layout.indent.repeat(2)}` : ` DIR=services/${name} `};;`)}  *) exit 1 ;;\nesac\n`,
  },
  {
    kind: 'workflow-choices',
    title: 'options',
    path: '.github/workflows/ci.yaml',
    write: (names, layout) =>
      `on:\n  workflow_dispatch:\n    inputs:\n      service:\n        options:${layout.lines ? `\n${onLines(names, layout, '#', (name) => `          - ${layout.quote}${name}${layout.quote}`)}` : ` ${bracketed(names, layout, { write: (name) => layout.quote + name + layout.quote })}\n`}jobs: {}\n`,
  },
  {
    kind: 'matrix-list',
    title: 'a matrix',
    path: '.github/workflows/ci.yaml',
    write: (names, layout) =>
      `jobs:\n  a:\n    strategy:\n      matrix:\n        service:${layout.lines ? `\n${onLines(names, layout, '#', (name) => `${layout.space === '' ? '        ' : '          '}- ${layout.quote}${name}${layout.quote}`)}` : ` ${bracketed(names, layout, { write: (name) => layout.quote + name + layout.quote })}\n`}`,
  },
  {
    kind: 'matrix-list',
    title: 'a matrix with entries',
    path: '.github/workflows/ci.yaml',
    write: (names, layout) =>
      `jobs:\n  a:\n    strategy:\n      matrix:\n        include:\n${onLines(names, layout, '#', (name) => `          - ${layout.lines ? `service: ${name}\n            path: services/${name}` : `{ service: ${name}, path: services/${name} }`}`)}`,
  },
  {
    kind: 'shell-array',
    title: 'an array',
    path: 'scripts/a.sh',
    write: (names, layout) =>
      `S=${bracketed(names, layout, { open: '(', close: ')', separator: ' ', comment: '#', write: (name) => layout.quote + name + layout.quote })}\n`,
  },
  {
    kind: 'shell-array',
    title: 'an array of a step',
    path: '.github/workflows/ci.yaml',
    write: (names, layout) =>
      step(`S=${bracketed(names, spaces(layout), { open: '(', close: ')', separator: ' ', comment: '#' })}\n`),
  },
  {
    kind: 'shell-loop',
    title: 'a loop',
    path: 'scripts/a.sh',
    write: (names, layout) =>
      `for s in ${names.map((name) => layout.quote + name + layout.quote).join(layout.lines ? ` \\\n${layout.indent}` : ' ')}; do\n  build "$s"\ndone\n`,
  },
  {
    kind: 'make-variable',
    title: 'a variable of make',
    path: 'Makefile',
    write: (names, layout) =>
      `SERVICES :=${layout.lines ? ' \\\n\t' : ' '}${names.join(layout.lines ? ' \\\n\t' : ' ')}${layout.lines && layout.trailing ? ' \\\n' : ''}\n\nall:\n\t@echo\n`,
  },
  {
    kind: 'hcl-list',
    title: 'a list',
    path: 'terraform/ecr.tf',
    write: (names, layout) => `names = ${bracketed(names, layout, { comment: '#', write: double })}\n`,
  },
  {
    kind: 'hcl-map',
    title: 'an object',
    path: 'terraform/services.tf',
    write: (names, layout) =>
      `services = ${bracketed(names, layout, { open: '{', close: '}', comment: '//', separator: layout.lines && !layout.trailing ? '' : ',', write: (name) => `${layout.quote === '' ? name : double(name)} = { path = "/${name}" }` })}\n`,
  },
  {
    kind: 'hcl-blocks',
    title: 'blocks',
    least: 2,
    path: 'terraform/ids.tf',
    write: (names, layout) =>
      onLines(names, layout, '#', (name) => `module "id_${name}" {\n${layout.indent}name = "${name}"\n}`),
  },
  {
    kind: 'yaml-list',
    title: 'names',
    path: 'k8s/env.yaml',
    write: (names, layout) =>
      `a: 1\nservices:${layout.lines ? `\n${onLines(names, layout, '#', (name) => `${spaces(layout).indent}- ${layout.quote}${name}${layout.quote}`)}` : ` ${bracketed(names, layout, { write: (name) => layout.quote + name + layout.quote })}\n`}b: 2\n`,
  },
  {
    kind: 'yaml-list',
    title: 'maps with a name',
    path: 'k8s/env.yaml',
    write: (names, layout) =>
      `databases:\n${onLines(names, layout, '#', (name) => `${spaces(layout).indent}- ${layout.lines ? `name: ${layout.quote}${name}${layout.quote}\n${spaces(layout).indent}  size: 1` : `{ name: ${name}, size: 1 }`}`)}`,
  },
  {
    kind: 'yaml-map',
    title: 'keys',
    path: 'k8s/env.yaml',
    write: (names, layout) =>
      `replicas:${layout.lines ? `\n${onLines(names, layout, '#', (name) => `${spaces(layout).indent}${layout.quote}${name}${layout.quote}: 2`)}` : ` ${bracketed(names, layout, { open: '{', close: '}', write: (name) => `${layout.quote}${name}${layout.quote}: 2` })}\n`}last: 1\n`,
  },
  {
    kind: 'compose',
    title: 'services',
    path: 'compose.yaml',
    write: (names, layout) =>
      `services:\n${onLines(names, layout, '#', (name) => `${spaces(layout).indent}${name}:\n${spaces(layout).indent.repeat(2)}build: services/${name}`)}`,
  },
  {
    kind: 'go-work',
    title: 'modules',
    path: 'go.work',
    write: (names, layout) =>
      `go 1.26\n\n${layout.lines ? `use (\n${onLines(names, layout, '//', (name) => `\t./services/${name}`)})\n` : onLines(names, layout, '//', (name) => `use ./services/${name}`)}`,
  },
  {
    kind: 'workspaces',
    title: 'workspaces',
    path: 'package.json',
    write: (names, layout) =>
      `{\n  "workspaces": ${bracketed(names, { ...layout, trailing: false }, { write: (name) => `"services/${name}"` })}\n}\n`,
  },
  {
    kind: 'workspaces',
    title: 'packages of pnpm',
    path: 'pnpm-workspace.yaml',
    write: (names, layout) =>
      `packages:\n${onLines(names, layout, '#', (name) => `  - ${layout.quote}services/${name}${layout.quote}`)}`,
  },
  {
    kind: 'settings-gradle',
    title: 'projects',
    path: 'settings.gradle.kts',
    write: (names, layout) =>
      `${layout.lines ? `include(\n${onLines(names, layout, '', (name, last) => `${layout.indent}":services:${name}"${last && !layout.trailing ? '' : ','}`)})\n` : onLines(names, layout, '//', (name) => `include(":services:${name}")`)}`,
  },
  {
    kind: 'routes',
    title: 'rules',
    path: 'k8s/route.yaml',
    write: (names, layout) =>
      `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nspec:\n  rules:\n${onLines(names, layout, '#', (name) => `    - matches: [{ path: { value: /${name} } }]\n      backendRefs:\n        - name: ${layout.quote}${name}${layout.quote}\n          port: 80`)}`,
  },
];

const pool = ['cart-service', 'order-service', 'a', 'zebra', 'b2b', 'audit-log-service'];

/** As many services as are listed, and the one to be added. */
function contextFor(listed: Names, added: string): RegisterContext {
  const more = [...listed, added].map((name) => service(name, 'other'));
  return { ...contextOf(), services: more, byName: new Map(more.map((one) => [one.name, one])) };
}

interface Endings {
  crlf: boolean;
  bom: boolean;
  final: boolean;
}

function withEndings(written: string, { crlf, bom, final }: Endings): string {
  const text = final ? written : written.replace(/\n+$/, '');
  return `${bom ? '\uFEFF' : ''}${crlf ? text.replaceAll('\n', '\r\n') : text}`;
}

function expectPlaces(register: Register, text: string, names: readonly string[]): void {
  const offsetOf = offsetsIn(text);
  for (const name of names) {
    const rest = text.slice(offsetOf(register.entryLocation(name) ?? { line: 1, column: 1 }));
    expect(rest.indexOf(name)).toBeGreaterThanOrEqual(0);
    expect(rest.slice(0, rest.indexOf(name))).not.toMatch(/service\b.*\n.*\n/);
  }
}

describe.each(kinds)('$kind: $title', ({ kind, path, write, least = 1 }) => {
  test('however it is written', () => {
    const lists = fc.shuffledSubarray(pool, { minLength: least + 1 });
    const endings = fc.record({ crlf: fc.boolean(), bom: fc.boolean(), final: fc.boolean() });
    fc.assert(
      fc.property(lists, layouts, endings, fc.nat(), ([added = '', ...listed], layout, ends, pick) => {
        // Gradle and Go have no such comment.
        const [before, after] = /gradle|go\.work|json$/.test(path) ? ['', ''] : layout.around;
        const text = withEndings(before + write(listed, layout) + after, ends);
        const context = contextFor(listed, added);
        const register = only(path, text, context);
        expect([register.kind, register.entries]).toEqual([kind, listed]);
        expectPlaces(register, text, listed);

        const edits = register.insert(added, listed[pick % listed.length]);
        expect(edits).toHaveLength(1);
        const inserted = applyEdits(text, edits);
        const wider = only(path, inserted, context);
        if (kind === 'routes') expect([...wider.entries].sort()).toEqual([...listed, added].sort());
        else expect(wider.entries).toEqual([...listed, added]);
        expect([wider.id, wider.insert(added)]).toEqual([register.id, []]);
        expect(applyEdits(inserted, wider.remove(added))).toBe(text);
        expect(inserted.startsWith('\uFEFF')).toBe(ends.bom);
        if (text.includes('\r\n')) expect(inserted.replaceAll('\r\n', '')).not.toContain('\n');
        expect(/\n$/.test(inserted)).toBe(/\n$/.test(text));

        for (const gone of listed.length > least ? listed : []) {
          const kept = listed.filter((name) => name !== gone);
          const rest = applyEdits(text, register.remove(gone));
          expect(only(path, rest, contextFor(kept, added)).entries).toEqual(kept);
        }
      }),
      { numRuns: 60 },
    );
  });
});
