import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { WrittenApplication } from '@rollcall/domain/argocd/application';
import { readApplicationSets } from '@rollcall/domain/argocd/application-sets';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';

/**
 * What Argo CD 3.6.1 made of an ApplicationSet: recorded by test/oracles/applicationsets. The continuous integration does not
 * build that: with nothing in Go's cache it took more than twenty minutes on two busy cores, and a gigabyte.
 */
interface Recorded {
  name: string;
  set: string;
  files?: Record<string, string>;
  applications: { metadata: { name?: string }; spec: { source?: Source; sources?: Source[] } }[];
  error?: string;
}

interface Source {
  repoURL: string;
  path?: string;
  targetRevision?: string;
  helm?: { valueFiles?: string[] };
}

const file = new URL('../../fixtures/argocd/application-sets.json', import.meta.url);
const recorded: Recorded[] = JSON.parse(readFileSync(file, 'utf8'));

/** What is not computed: braces stay. Argo CD writes `<no value>` there, which is no path that anybody means. */
const notComputed = new Set<string>(['function: a missing name', 'a merge by two keys']);

function shown(name: string, sources: readonly Source[]): string {
  const texts = sources.map(({ repoURL, path, targetRevision, helm }) =>
    JSON.stringify([repoURL, path?.replace(/^\.$/, '') ?? null, targetRevision ?? null, helm?.valueFiles ?? []]),
  );
  return [name, ...texts].join(' ');
}

function isWhole({ generated, name, sources }: WrittenApplication): boolean {
  const texts = [
    name,
    ...sources.flatMap(({ path, repoURL, valueFiles }) => [path ?? '', repoURL ?? '', ...valueFiles]),
  ];
  // Without Go templates braces stay that nothing fills in, in Argo CD too.
  const isFilled = generated?.goTemplate === false || !texts.some((text) => text.includes('{{'));
  return generated?.unread === null && isFilled;
}

function made({ set, files = {} }: Recorded): WrittenApplication[] {
  const paths = Object.keys(files).sort();
  return readApplicationSets(parseYamlFile('set.yaml', set).documents, {
    paths,
    file: (path) => parseYamlFile(path, files[path] ?? ''),
    isOurs: () => true,
  });
}

describe('ApplicationSets, beside what Argo CD makes of them', () => {
  test.each(recorded.map((one) => [one.name, one] as const))('%s', (name, one) => {
    const applications = made(one);
    const isKnown = applications.every(isWhole) && one.error === undefined;
    if (!isKnown) {
      // What Argo CD refuses must not be taken for Applications, nor half of them for all.
      expect(applications.every(isWhole)).toBe(false);
      if (one.error === undefined) expect([...notComputed]).toContain(name);
      return;
    }
    expect([...notComputed]).not.toContain(name);
    const texts = applications.map((application) =>
      shown(
        application.name,
        application.sources.map(({ repoURL, path, targetRevision, valueFiles }) => ({
          repoURL: repoURL ?? '',
          ...(path !== null && { path }),
          ...(targetRevision !== null && { targetRevision }),
          helm: { valueFiles },
        })),
      ),
    );
    const wanted = one.applications.map(({ metadata, spec }) =>
      shown(metadata.name ?? '', spec.sources ?? (spec.source ? [spec.source] : [])),
    );
    expect(texts.sort()).toEqual(wanted.sort());
  });
});
