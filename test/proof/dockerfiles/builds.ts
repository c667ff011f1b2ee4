import type { AskedBuild } from '@rollcall/testkit/build-inputs';
import fc from 'fast-check';

/** A repository, and one build of it. */
export interface BuildCase {
  files: Record<string, string>;
  /** Where symbolic links lead, by path. */
  links: Record<string, string>;
  build: AskedBuild;
}

/** What each context holds; the second one lies in the first. */
const inContext = [
  ...[
    'a/x.go',
    'a/x.md',
    'a/y.md',
    'a/z.txt',
    'a/b/x.go',
    'a/b/deep/n.md',
    'a/b/deep/o.txt',
    'a/docs/r.md',
    'a/docs/x.go',
  ],
  ...[
    'b/x.go',
    'b/y.md',
    'b/sub/m.txt',
    'docs/r.md',
    'docs/x.go',
    'docs/sub/r.md',
    'x.go',
    'y.md',
    'z.txt',
    'r.md',
    '.md',
  ],
  ...[
    'lib/x.go',
    'lib/1/x.go',
    'lib/2/x.go',
    'lib/2/y.md',
    'linux/x.go',
    'amd64/x.go',
    'arm64/x.go',
    'a b/x.go',
    '[q]/x.go',
  ],
];

const places = [...inContext, ...inContext.map((path) => `svc/${path}`)];

const words = fc.constantFrom(
  ...[
    '.',
    './',
    '/',
    'a',
    'a/',
    '/a',
    './a',
    'a/b',
    'a/b/deep',
    'a/x.go',
    'a/docs',
    'b',
    'docs',
    'lib',
    'lib/2',
    'z.txt',
  ],
  ...['*', '*.md', '*.go', '?.md', 'a/*', 'a/*.md', '*/x.go', '*/*.md', 'a/*/x.go', '[ab]', '[a-l]*', '[^a]', '*/docs'],
  ...['../a', 'lib/?', 'lib/*/x.go', 'd*s/*', '\\[q\\]', '$DIR', '${DIR}/x.go', '${DIR:-a}', '${NONE:-b}', '${DIR:+a}'],
  ...['${FILE%.go}.md', '${FILE#a/}', '${FILE##*/}', '${FILE%%/*}', '${FILE/x/x}', '${FILE//o/o}', '$TARGETOS', 'svc'],
  ...[
    '${TARGETARCH}/x.go',
    'lib/$N',
    '$EMPTY',
    '${NONE}',
    '$NONE/a',
    '"a"',
    'link',
    'link/',
    'link/*',
    'to-file',
    'a/up',
  ],
);

const source = fc.oneof(
  { weight: 12, arbitrary: words },
  fc.constantFrom('missing*', '<<EOF', '[a-z]/x.go', 'a/[^b]*'),
);

export const flags = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  fc.constantFrom(
    ...['--link ', '--chown=1:1 ', '--exclude=*.md ', '--exclude=docs ', '--exclude=**/*.md ', '--exclude=/docs '],
    ...['--exclude=x.go ', '--exclude=* --exclude=!x.go ', '--exclude=$DIR ', '--exclude=a/b ', '--exclude=**/x.* '],
    ...[
      '--parents ',
      '--parents --exclude=**/*.md ',
      '--parents --exclude=docs ',
      '--parents=false ',
      '--exclude=b/** ',
    ],
  ),
);

const copy = fc
  .tuple(
    fc.constantFrom('COPY', 'COPY', 'COPY', 'ADD', 'copy'),
    flags,
    fc.array(source, { minLength: 1, maxLength: 2 }),
  )
  .map(([keyword, written, sources]) => {
    const flag = keyword === 'ADD' ? written.replace('--parents', '--link') : written;
    const heredocs = sources.filter((word) => word.startsWith('<<'));
    return `${keyword} ${flag}${sources.join(' ')} /to/\n${heredocs.map(() => 'COPY no /no\nEOF\n').join('')}`;
  });

const pivoted = fc
  .tuple(
    fc.constantFrom(
      'a/./b',
      'a/./**/*.md',
      './*/./x.go',
      'lib/./2',
      '**/x.go',
      '**/docs',
      '*/b/**',
      'a/**',
      'a/b/./deep',
    ),
    flags,
  )
  .map(([path, flag]) => `COPY --parents ${flag.replace(/--parents\S* /, '')}${path} /to/\n`);

const run = fc
  .tuple(
    fc.constantFrom(
      'type=bind,source=a',
      'source=b/sub,type=bind',
      'type=bind',
      'type=cache',
      'type=bind,src=$DIR',
      'type=bind,source=lib/$N',
    ),
    fc.constantFrom('', '', ',from=s0', ',from=busybox'),
  )
  .map(([mount, from]) => `RUN --mount=${mount}${from},target=/m <<"END" cat\nCOPY no /no\nEND\n`);

const other = fc.constantFrom(
  ...[
    'RUN make\n',
    'WORKDIR /w\n',
    'ARG DIR\n',
    'ARG DIR=lib\n',
    'ENV DIR=b\n',
    'ARG FILE=a/x.go\n',
    'ENV FILE a/b/x.go\n',
  ],
  ...[
    'ARG TARGETARCH\n',
    'ARG TARGETOS\n',
    'ARG N=1\n',
    'ENV N="2"\n',
    'ARG EMPTY=\n',
    'ARG TARGETARCH TARGETOS N=2\n',
  ],
  ...[
    'ADD https://example.com/x.tgz /x\n',
    'ADD https://github.com/acme/shop.git#main /g\n',
    'ADD git@github.com:a/b.git /h\n',
  ],
  ...[
    'COPY --from=busybox /bin /bin\n',
    'COPY --from=s0 /to /to\n',
    'COPY --from=0 /to /t0\n',
    'COPY --from=s1 a /a\n',
    'ONBUILD COPY b /b\n',
  ],
  ...[
    'ONBUILD COPY *.md /md/\n',
    'COPY a \\\n  # a comment\n  docs /two/\n',
    'COPY ["a b", "/json/"]\n',
    'COPY ["docs", "[q]", "/json/"]\n',
  ],
  ...['RUN <<EOF\nCOPY a /no\nEOF\n', 'LABEL a="COPY b /b"\n', 'SHELL ["sh"]\n'],
);

const instruction = fc.oneof(
  { weight: 6, arbitrary: copy },
  { weight: 2, arbitrary: pivoted },
  { weight: 2, arbitrary: run },
  { weight: 4, arbitrary: other },
);

const images = ['busybox', 'scratch', 'busybox:${N:-1}', '${BASE:-busybox}', '--platform=$BUILDPLATFORM busybox'];

interface Stage {
  /** An image, or how many stages back. */
  base: string | number;
  instructions: string[];
}

const stage: fc.Arbitrary<Stage> = fc.record({
  base: fc.oneof(fc.constantFrom(...images), fc.constantFrom(1, 2)),
  instructions: fc.array(instruction, { minLength: 1, maxLength: 4 }),
});

const top = fc.constantFrom(
  ...[
    '',
    '',
    '# syntax=docker/dockerfile:1\n',
    '# check=skip=all\n# escape=\\\n',
    '# a comment\n# escape=`\n',
    '\uFEFF',
  ],
);

const globals = fc.constantFrom(
  '',
  'ARG N=1\nARG DIR=a\n',
  'ARG DIR=docs\nARG FILE=a/x.go\n',
  'ARG BASE=s0\n',
  'ARG N\n',
);

const dockerfiles = fc
  .tuple(top, globals, fc.array(stage, { minLength: 1, maxLength: 3 }))
  .map(([first, before, stages]) => ({
    stages: stages.length,
    text: `${first}${before}${stages.map(stageText).join('')}`,
  }));

/** Only earlier stages can be stood on or copied from. */
function stageText({ base, instructions }: Stage, index: number): string {
  const image = typeof base === 'string' ? base : index < base ? 'busybox' : `s${index - base}`;
  const from = index === 0 ? image.replace('BASE:-', 'NO:-') : image;
  const inside = instructions
    .join('')
    .replace(/\bfrom=s?([01])\b/g, (flag, number) => (Number(number) < index ? flag : 'from=busybox'));
  return `FROM ${from} AS s${index}\n${inside}`;
}

const ignoreLines = fc.constantFrom(
  ...[
    'a',
    '*',
    '!a',
    '**/*.md',
    '!docs',
    '*.md',
    'a/b',
    '!a/b/deep',
    'docs/',
    '**/docs',
    '!**/r.md',
    '/lib',
    'svc',
    '!svc/a',
  ],
  ...[
    '**.go',
    '***/x.go',
    '[ab]',
    '!b/sub',
    '# a',
    '',
    ' lib/2 ',
    'x.*',
    '!x.go',
    'a/*',
    '!a/x.go',
    'Dockerfile',
    'link',
    '**/up',
  ],
);

export const ignoreText = fc.array(ignoreLines, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n'));

/** Where the links of a context lead. */
const links = [
  { link: 'a', 'to-file': 'a/x.go', 'a/up': '../docs' },
  { link: 'docs/sub', 'to-file': 'docs/../r.md', 'a/up': 'b' },
  { link: '/b', 'to-file': '/x.go', 'a/up': '../../../docs/sub' },
  { link: 'a/up', 'to-file': 'link/r.md', 'a/up': '../docs' },
];

export const buildCases: fc.Arbitrary<BuildCase> = fc
  .record({
    left: fc.uniqueArray(fc.nat(places.length - 1), { maxLength: 6 }),
    dockerfile: dockerfiles,
    ignore: fc.option(ignoreText),
    own: fc.option(ignoreText, { freq: 6 }),
    linked: fc.option(fc.constantFrom(...links), { freq: 1, nil: undefined }),
    folder: fc.constantFrom('', 'svc', 'svc/docker'),
    context: fc.constantFrom('', '', 'svc'),
    target: fc.option(fc.constantFrom('s0', 'S0', '0', 'last'), { freq: 2 }),
    args: fc.option(fc.constantFrom({ DIR: 'docs' }, { N: '2' }, { FILE: 'a/x.go', N: '1' }, { TARGETARCH: 'arm64' }), {
      freq: 3,
    }),
  })
  .map(({ left, dockerfile: { text, stages }, ignore, own, linked, folder, context, target, args }) => {
    const at = (path: string) => (context === '' ? path : `${context}/${path}`);
    const files: Record<string, string> = {};
    for (const [index, path] of places.entries()) if (!left.includes(index)) files[path] = '';
    const dockerfile = folder === '' ? 'Dockerfile' : `${folder}/Dockerfile`;
    files[dockerfile] = text.replace(/\b(?:LINK|TO-FILE|UP)\b/g, (word) =>
      linked ? word.toLowerCase() : word === 'UP' ? 'b' : 'a',
    );
    if (ignore !== null) files[at('.dockerignore')] = ignore;
    if (own !== null) files[`${dockerfile}.dockerignore`] = own;
    const named = target === 'last' ? `s${stages - 1}` : target;
    return {
      files,
      links: Object.fromEntries(Object.entries(linked ?? {}).map(([path, leads]) => [at(path), leads])),
      build: { dockerfile, context, ...(named === null ? {} : { target: named }), ...(args === null ? {} : { args }) },
    };
  });
