import { describe, expect, test } from '@jest/globals';
import { readDockerfile } from '@rollcall/domain/dockerfile/dockerfile';

/** What is taken from the context, as `instruction:source`, in order. */
function taken(text: string): string[] {
  const { copies, binds } = readDockerfile(text);
  return [
    ...copies
      .filter((copy) => copy.from === null)
      .flatMap(({ instruction, sources }) => sources.map((s) => `${instruction}:${s}`)),
    ...binds.filter((bind) => bind.from === null).map(({ source }) => `bind:${source}`),
  ];
}

const cases: [string, string, string[]][] = [
  ['one source', 'COPY a /x', ['COPY:a']],
  ['several sources', 'COPY a b/c ./d/ /x/', ['COPY:a', 'COPY:b/c', 'COPY:d']],
  ['the whole context', 'COPY . .', ['COPY:.']],
  ['the whole context, absolute', 'COPY / /x', ['COPY:.']],
  ['absolute is relative to the context', 'COPY /a/b /x', ['COPY:a/b']],
  ['nothing leaves the context', 'COPY ../../a b/../c /x', ['COPY:a', 'COPY:c']],
  ['any case', 'copy a /x\nAdd b /x', ['COPY:a', 'ADD:b']],
  ['flags', 'COPY --chown=1:1 --chmod=0755 --link a /x', ['COPY:a']],
  ['--from a stage, an image, an index', 'COPY --from=build a /x\nCOPY --from=nginx:1 b /x\nCOPY --from=0 c /x', []],
  ['JSON form', 'COPY ["a", "b", "/x"]', ['COPY:a', 'COPY:b']],
  ['JSON form with spaces', 'COPY ["a b/c  d", "/x y"]', ['COPY:a b/c  d']],
  ['JSON form after flags', 'COPY --chown=a ["b c", "/x"]', ['COPY:b c']],
  ['not quite JSON is words', "COPY ['a', '/x']", ['COPY:[a,']],
  ['quotes do not join words', 'COPY "a" /x', ['COPY:a']],
  ['globs', 'COPY *.go a?.txt [ab]/c /x/', ['COPY:*.go', 'COPY:a?.txt', 'COPY:[ab]/c']],
  ['--parents with a pivot', 'COPY --parents ./a/./b/*.txt **/go.mod /x/', ['COPY:a/b/*.txt', 'COPY:**/go.mod']],
  ['continuation', 'COPY a \\\n  b \\\n /x', ['COPY:a', 'COPY:b']],
  ['continuation with trailing blanks', 'COPY a \\  \t\n  /x', ['COPY:a']],
  ['comments and empty lines between', 'COPY a \\\n# COPY no /no\n\n  # indented\n  b /x', ['COPY:a', 'COPY:b']],
  ['a comment does not continue', '# COPY no \\\nCOPY a /x', ['COPY:a']],
  ['CRLF', 'COPY a \\\r\n  b /x\r\nCOPY c /x\r\n', ['COPY:a', 'COPY:b', 'COPY:c']],
  ['heredoc alone', 'COPY <<EOF /x\nCOPY no /no\nEOF\nCOPY a /x', ['COPY:a']],
  ['heredoc beside a file', 'COPY <<EOF a /x/\nCOPY no /no\nEOF', ['COPY:a']],
  ['two heredocs', 'COPY <<ONE <<TWO a /x/\nCOPY no /no\nONE\nCOPY no /no\nTWO\nCOPY b /x', ['COPY:a', 'COPY:b']],
  ['quoted heredoc', 'COPY <<"EOF" /x\nCOPY no $UNKNOWN\nEOF\nCOPY a /x', ['COPY:a']],
  ['heredoc with tabs', 'RUN <<-EOF\n\tCOPY no /no\n\tEOF\nCOPY a /x', ['COPY:a']],
  ['heredoc of a command', 'RUN cat <<EOF > /x\nCOPY no /no\nEOF\nCOPY a /x', ['COPY:a']],
  ['a shift is no heredoc', 'RUN echo $(( 1 <<2 ))\nCOPY a /x', ['COPY:a']],
  ['a quoted heredoc mark is none', 'RUN echo "x <<EOF y"\nCOPY a /x\nEOF', ['COPY:a']],
  ['ADD of URLs and git', 'ADD https://example.com/a.tgz git@example.com:o/r.git git://example.com/r b /x/', ['ADD:b']],
  ['ONBUILD', 'ONBUILD COPY a /x', ['COPY:a']],
  ['bind mount', 'RUN --mount=type=bind,source=a,target=/a make', ['bind:a']],
  ['bind mount, src and other order', 'RUN --mount=target=/a,src=./b/c,rw make', ['bind:b/c']],
  ['bind mount of the root', 'RUN --mount=type=bind,target=. make', ['bind:.']],
  ['bind mount from a stage', 'RUN --mount=type=bind,from=build,source=/a,target=/a make', []],
  ['other mounts', 'RUN --mount=type=cache,target=/a --mount=type=secret,id=b --mount=type=ssh make', []],
  [
    'several mounts over lines',
    'RUN --mount=type=cache,target=/c \\\n --mount=type=bind,source=a,target=/a \\\n make',
    ['bind:a'],
  ],
  ['words of RUN are no instructions', 'RUN echo COPY a b', []],
  ['ARG with a default', 'ARG DIR=services/a\nCOPY ${DIR}/x $DIR/y /z/', ['COPY:services/a/x', 'COPY:services/a/y']],
  ['ARG quoted', 'ARG DIR="a"\nCOPY $DIR /x', ['COPY:a']],
  [
    'less of a value',
    'ARG F=a/b.go.x\nCOPY ${F%.*} ${F%%.*} ${F#*/} ${F##*.} /x',
    ['COPY:a/b.go', 'COPY:a/b', 'COPY:b.go.x', 'COPY:x'],
  ],
  [
    'a value in part another',
    'ARG F=a/bb\nCOPY ${F/b/c} ${F//b/c} ${F/z/c} /x',
    ['COPY:a/cb', 'COPY:a/cc', 'COPY:a/bb'],
  ],
  ['the platform', 'ARG TARGETARCH\nCOPY bin/$TARGETARCH/x bin/${TARGETARCH%64} /x', ['COPY:bin/*/x', 'COPY:bin/*']],
  ['the platform, overruled', 'ARG TARGETARCH=arm64\nCOPY bin/$TARGETARCH /x', ['COPY:bin/arm64']],
  ['flags in quotes', 'COPY --exclude="*.md" --chown=\'a b\' c /x', ['COPY:c']],
  ['ARG of an ARG', 'ARG A=a\nARG B=${A}/b\nCOPY $B /x', ['COPY:a/b']],
  ['ENV, both forms', 'ENV A=a B="b"\nENV C c d\nCOPY $A ${B} /x', ['COPY:a', 'COPY:b']],
  ['ENV wins over the ARG before it', 'ARG A=a\nENV A=b\nCOPY $A /x', ['COPY:b']],
  ['a default in the expansion', 'COPY ${NONE:-a}/b ${NONE-c} /x', ['COPY:a/b', 'COPY:c']],
  ['an alternative in the expansion', 'ARG A=1\nCOPY ${A:+yes} /x', ['COPY:yes']],
  ['an escaped dollar', 'COPY \\$a /x', ['COPY:$a']],
];

test.each(cases)('%s', (_name, body, expected) => {
  const parsed = readDockerfile(`FROM scratch\n${body}\n`);
  expect(parsed.notes).toEqual([]);
  expect(parsed.complete).toBe(true);
  expect(taken(`FROM scratch\n${body}\n`)).toEqual(expected);
  const crlf = `\uFEFFFROM scratch\n${body}\n`.replaceAll('\r', '').replaceAll('\n', '\r\n');
  expect(taken(crlf)).toEqual(expected);
});

const incomplete: [string, string, number][] = [
  ['a variable without a value', 'FROM a\nARG TARGETVARIANT\nCOPY bin/$TARGETVARIANT /x', 3],
  ['an unknown variable', 'FROM a\nCOPY ${X}/a /x', 2],
  ['a form of expansion we do not do', 'FROM a\nARG X=a\nCOPY ${X%"b"} /x', 3],
  ['a mount of a variable', 'FROM a\nRUN --mount=type=bind,source=$X,target=/x make', 2],
  ['an ARG before FROM that is not taken in', 'ARG X=a\nFROM a\nCOPY $X /x', 3],
  ['another frontend', '# syntax=example.com/mine:1\nFROM a', 1],
  ['no FROM', 'COPY a /x', 1],
  ['values without measure', `FROM a\nENV A=aaaaaaaaaaaaaaaa\n${'ENV A=$A$A\n'.repeat(60)}COPY $A /x`, 63],
];

test.each(incomplete)('not understood completely: %s', (_name, text, line) => {
  const { complete, notes } = readDockerfile(text);
  expect(complete).toBe(false);
  expect(notes.map((note) => note.line)).toEqual([line]);
});

describe('directives', () => {
  test.each(['docker/dockerfile:1', 'docker/dockerfile-upstream:master', 'docker.io/docker/dockerfile:1.7-labs'])(
    'the syntax %s is Docker’s own',
    (syntax) => expect(readDockerfile(`# syntax = ${syntax}\nFROM a`).complete).toBe(true),
  );

  test('the escape character', () => {
    expect(taken('# escape=`\nFROM a\nCOPY a `\n b c\\d /x')).toEqual(['COPY:a', 'COPY:b', 'COPY:c\\d']);
  });

  test('not after the first comment or instruction', () => {
    expect(taken('# hello\n# escape=`\nFROM a\nCOPY a \\\n b /x')).toEqual(['COPY:a', 'COPY:b']);
  });
});

describe('stages', () => {
  const text = [
    'ARG DIR=services/a',
    'FROM golang:1 AS Build',
    'ARG DIR',
    'COPY --exclude=*.md --exclude=docs ${DIR} /src',
    'FROM --platform=$BUILDPLATFORM build AS test',
    'COPY ${DIR}/testdata /t',
    'FROM scratch',
    'COPY --from=build /out /out',
  ].join('\n');
  const parsed = readDockerfile(text);

  test('names, bases, lines', () => {
    expect(parsed.stages).toEqual([
      { name: 'build', base: 'golang:1', line: 2 },
      { name: 'test', base: 'build', line: 5 },
      { name: null, base: 'scratch', line: 7 },
    ]);
  });

  test('a stage knows the variables of the one it is built on', () => {
    expect(parsed.copies.map(({ sources, from, exclude, line }) => ({ sources, from, exclude, line }))).toEqual([
      { sources: ['services/a'], from: null, exclude: ['*.md', 'docs'], line: 4 },
      { sources: ['services/a/testdata'], from: null, exclude: [], line: 6 },
      { sources: ['out'], from: 'build', exclude: [], line: 8 },
    ]);
  });

  test('a given build argument wins over a default', () => {
    const given = readDockerfile('FROM a\nARG DIR=x\nCOPY $DIR /x', new Map([['DIR', 'y']]));
    expect(given.copies[0]?.sources).toEqual(['y']);
  });
});

test('a name such as __proto__ or constructor is a name', () => {
  expect(taken('FROM a\nCOPY __proto__ constructor /x')).toEqual(['COPY:__proto__', 'COPY:constructor']);
  expect(readDockerfile('FROM a\nCOPY $constructor /x').complete).toBe(false);
});
