import fc from 'fast-check';
import { type BuildCase, buildCases, flags, ignoreText } from './builds.ts';

/** What the names in `--from` and `FROM` stand for, by folder; some take the place of an image or of a stage. */
const contexts = fc.constantFrom<Record<string, string>>(
  { shared: 'lib' },
  { shared: 'a', busybox: 'docs' },
  { shared: 'svc', s0: 'b' },
  { shared: '' },
  { shared: 'a/b', 'busybox:1': 'svc/docs' },
);

const names = fc.constantFrom('shared', 'shared', 'shared', 'busybox', 'busybox:1', 's0', 'docker.io/library/busybox');

const sources = fc.constantFrom(
  ...['.', '/', 'x.go', '*.md', '*', '*/x.go', 'docs', 'b', '/b/deep', '2', '[12]', 'sub/', '*.go r.md', 'none*'],
);

const line = fc
  .tuple(fc.constantFrom('copy', 'copy', 'copy', 'mount', 'cache', 'plain'), names, flags, sources)
  .map(([kind, name, flag, source]) => {
    if (kind === 'plain') return `COPY ${flag}${source === '/' ? '.' : source} /own/\n`;
    if (kind === 'copy') return `COPY ${flag}--from=${name} ${source} /named/\n`;
    const type = kind === 'cache' ? 'cache' : 'bind';
    return `RUN --mount=type=${type},from=${name},source=${source.split(' ')[0]},target=/m true\n`;
  });

/** A build whose last stage takes from contexts that have names, each with an ignore file of its own at times. */
export const contextCases: fc.Arbitrary<BuildCase> = fc
  .record({
    one: buildCases,
    contexts,
    base: fc.constantFrom('scratch', 'scratch', 'shared', 'busybox', 's0'),
    lines: fc.array(line, { minLength: 1, maxLength: 4 }),
    ignore: fc.option(ignoreText),
  })
  .map(({ one: { files, links, build }, contexts: named, base, lines, ignore }) => {
    const { dockerfile, context, args } = build;
    const folder = Object.values(named)[0] ?? '';
    const top = folder === '' ? '.dockerignore' : `${folder}/.dockerignore`;
    return {
      files: {
        ...files,
        ...(ignore === null || top in files ? {} : { [top]: ignore }),
        [dockerfile]: `${files[dockerfile] ?? ''}FROM ${base} AS named\n${lines.join('')}`,
      },
      links,
      build: { dockerfile, context, ...(args === undefined ? {} : { args }), contexts: named },
    };
  });
