import { readDockerfile } from '@rollcall/domain/dockerfile/dockerfile';
import { fuzz } from './fuzz.ts';

fuzz({
  reader: 'dockerfile',
  share: 4,
  seeds: [
    '# syntax=docker/dockerfile:1\nARG VERSION=22\nFROM node:${VERSION:-20}-alpine AS build\nWORKDIR /app\nCOPY package.json pnpm-lock.yaml ./\nRUN --mount=type=bind,source=packages,target=/packages npm ci\nCOPY --exclude=*.md . .\nFROM scratch\nCOPY --from=build /app/dist /app\nCMD ["/app"]\n',
    '# escape=`\nFROM mcr.microsoft.com/windows AS base\nCOPY ["with space", "other/", "C:\\\\app\\\\"]\nADD https://example.org/a.tgz /tmp/\nONBUILD COPY --parents src/**/x.go /\n',
    'FROM golang AS build\nCOPY <<EOF /etc/config\nkey: ${VALUE}\nEOF\nRUN <<-"END" bash\n\tcp $A/b c\n\tEND\nCOPY --chown=$USER:x go.mod \\\n  # a comment\n  go.sum ./\nARG DIR\nCOPY ${DIR:+services/$DIR}/ ./\nCOPY ${DIR#x} ${DIR%%/*} ${DIR/a/b} ./\n',
  ],
  pieces: [
    ...['FROM', 'COPY', 'ADD', 'ARG', 'ENV', 'RUN', 'ONBUILD', 'WORKDIR', 'AS', 'SHELL', 'VOLUME', 'LABEL'],
    ...['--from=', '--exclude=', '--parents', '--mount=type=bind,source=', '--link', '--chown=a:b'],
    ...['${', '}', '$', '${A:-', '${A:+', '${A#*', '${A//', '\\', '`', '\\\n', '`\n', '["', '"]', '[', ']', '"', "'"],
    ...[
      '<<EOF',
      '<<-EOF',
      '<<"EOF"',
      'EOF',
      '<<A <<B',
      '# escape=`',
      '# syntax=x/y',
      '#',
      '../',
      './',
      '/',
      '**',
      '*.go',
      '?',
      '[a-z]',
      '=',
      ' ',
    ],
  ],
  check: (text) => {
    const read = readDockerfile(text, new Map([['A', 'value']]));
    const lines = text.split('\n').length;
    const places = [...read.copies, ...read.binds, ...read.stages, ...read.notes];
    for (const { line } of places) if (line < 1 || line > lines) throw new Error(`line ${line} of ${lines}`);
    // A path leaves its context only as one that is not complete.
    const sources = [...read.copies, ...read.binds.map(({ source, from }) => ({ sources: [source], from }))];
    for (const { sources: paths, from } of sources)
      for (const path of paths)
        if (from === null && /^\/|(^|\/)\.\.(\/|$)|\/\/|\n/.test(path))
          throw new Error(`takes ${JSON.stringify(path)}`);
    if (!read.complete && read.notes.length === 0) throw new Error('incomplete without a note');
    if (read.complete && read.stages.length === 0) throw new Error('complete without a stage');
  },
});
