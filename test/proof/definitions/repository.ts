import fc from 'fast-check';

/** A service of a generated repository: how its image is built, before a definition says it. */
export interface Plan {
  name: string;
  /** '' is the root. */
  context: string;
  /** Relative to the context, as both tools take it. */
  dockerfile: string;
  target: string | null;
  args: Record<string, string>;
  /** Folders of the repository, or `build:name`. */
  contexts: Record<string, string>;
}

export interface Repository {
  files: Record<string, string>;
  plans: Plan[];
}

export const serviceNames = ['api', 'web', 'worker'] as const;

const ofService = ['main.go', 'x.md', 'conf/a.json', 'conf/b.json', 'static/app.js', 'static/app.css'];

const shared = [
  ...['libs/common/c.go', 'libs/common/d.go', 'libs/common/docs/r.md', 'libs/other/o.go', 'assets/logo.svg'],
  ...['assets/fonts/f.ttf', 'base/b.sh', 'base/unused', 'README.md', 'scripts/run.sh'],
];

/** What a Dockerfile copies of its context, with the folder of the service before it. */
const ownLine = fc.constantFrom(
  ...['COPY @main.go /', 'COPY @conf /conf', 'COPY @static/*.js /s/', 'COPY @conf/${CONF:-a}.json /c', 'COPY @. /all'],
  ...['ARG CONF\nCOPY @conf/$CONF.json /c', 'ARG DIR=conf\nCOPY @$DIR /d', 'ARG DIR\nCOPY @${DIR:-static} /d'],
  'RUN --mount=type=bind,source=@static,target=/s true',
);

const rootLine = fc.constantFrom(
  'COPY libs/common /c',
  'COPY README.md /',
  'ARG LIB=other\nCOPY libs/$LIB /l',
  'COPY scripts /s',
);

const namedLine = fc.constantFrom(
  ...['COPY --from=lib . /l', 'COPY --from=lib *.go /l/', 'COPY --from=base /o* /o/', 'COPY --from=pics *s* /f/'],
  ...['COPY --from=lib *o* /l/', 'RUN --mount=type=bind,from=lib,target=/m true'],
);

const stages = fc.record({
  base: fc.constantFrom('alpine', 'alpine', 'base', '${BASE}'),
  own: fc.array(ownLine, { minLength: 1, maxLength: 2 }),
  root: fc.array(rootLine, { maxLength: 1 }),
  named: fc.array(namedLine, { maxLength: 2 }),
});

const contexts = fc.record({
  lib: fc.constantFrom('libs/common', 'libs/other', 'libs/common', 'libs'),
  base: fc.constantFrom('build:base', 'build:base', 'base'),
  pics: fc.constantFrom('assets', 'assets', '@static'),
});

const service = fc.record({
  atRoot: fc.boolean(),
  file: fc.constantFrom('Dockerfile', 'Dockerfile', 'Dockerfile', 'build/Dockerfile'),
  stages: fc.array(stages, { minLength: 1, maxLength: 2 }),
  target: fc.option(fc.constantFrom('s0', 's1'), { freq: 1 }),
  args: fc.record(
    {
      CONF: fc.constantFrom('a', 'b'),
      DIR: fc.constantFrom('conf', 'static'),
      LIB: fc.constantFrom('common', 'other'),
    },
    { requiredKeys: [] },
  ),
  contexts,
  ignore: fc.option(
    fc.constantFrom('*.md\n', 'conf/b.json\n', '**/*.css\n!static/app.css\n', '*\n!main.go\n!conf\n!static\n'),
    {
      freq: 1,
    },
  ),
});

const baseLines = fc.constantFrom('COPY b.sh /out/', 'COPY . /out', 'ARG SH=b.sh\nCOPY $SH /out/');

/** Services with Dockerfiles that take from their context, from contexts with names and from one another's images. */
export const repositories: fc.Arbitrary<Repository> = fc
  .record({ services: fc.tuple(service, service, service), base: baseLines })
  .map(({ services, base }) => {
    const files: Record<string, string> = { 'base/Dockerfile': `FROM alpine\n${base}\n` };
    for (const path of shared) files[path] = '';
    const plans = services.map((one, index): Plan => {
      const name = serviceNames[index] ?? '';
      const prefix = one.atRoot ? `${name}/` : '';
      for (const path of ofService) files[`${name}/${path}`] = '';
      files[`${name}/${one.file}`] = one.stages
        .map(({ base: image, own, root, named }, at) => {
          const lines = [...own.map((line) => line.replace(/@/g, prefix)), ...(one.atRoot ? root : []), ...named];
          const built =
            at === 0 ? `ARG BASE=alpine\nFROM ${image} AS s0\n` : `FROM ${image} AS s${at}\nCOPY --from=s0 /x /\n`;
          return `${built}${lines.join('\n')}\n`;
        })
        .join('');
      if (one.ignore !== null && !one.atRoot) files[`${name}/.dockerignore`] = one.ignore;
      const named = Object.entries(one.contexts).map(([key, value]) => [key, value.replace('@', `${name}/`)]);
      return {
        ...{ name, context: one.atRoot ? '' : name, dockerfile: `${prefix}${one.file}`, args: { ...one.args } },
        target: one.target === 's1' && one.stages.length < 2 ? 's0' : one.target,
        contexts: Object.fromEntries(named),
      };
    });
    const basePlan = { context: 'base', dockerfile: 'Dockerfile', target: null, args: {}, contexts: {} };
    return { files, plans: [...plans, { name: 'base', ...basePlan }] };
  });
