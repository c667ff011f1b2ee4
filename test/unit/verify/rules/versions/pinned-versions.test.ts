import { describe, expect, test } from '@jest/globals';
import { lifecycles } from '@rollcall/domain/verify/rules/versions/end-of-life-dates';
import { pinnedVersions } from '@rollcall/domain/verify/rules/versions/pinned-versions';
import { terraformVersions } from '@rollcall/domain/verify/rules/versions/terraform-versions';
import fc from 'fast-check';
import { junk } from '../../../terraform/hcl-pieces.ts';
import { contextOf } from '../../rule/context-of-texts.ts';

describe('versions', () => {
  test('any text is read, and each version is on the line it is said to be', () => {
    const paths = ['Dockerfile', 'k8s/a.yaml', '.github/workflows/a.yaml', 'Makefile', 'a.sh', 'a.tf', 'a.tfvars'];
    fc.assert(
      fc.property(junk, (text) => {
        const files = Object.fromEntries(paths.map((path) => [path, text]));
        for (const { location, version, product } of pinnedVersions(contextOf(files))) {
          expect(lifecycles.has(product)).toBe(true);
          const line = text.split('\n')[location.line - 1] ?? '';
          if (location.path !== 'Dockerfile')
            expect(line.slice(location.column - 1)).toContain(version.replace(/^v/, ''));
        }
      }),
      { numRuns: 500 },
    );
  });

  const images = fc.record({
    registry: fc.constantFrom('', 'docker.io/', 'docker.io/library/', 'public.ecr.aws/docker/library/', 'example.com/'),
    version: fc.constantFrom('18', '18.2', '18.2.1'),
    suffix: fc.constantFrom('', '-alpine', '-slim@sha256:0'),
  });
  test('an image is the official one, from wherever it is mirrored, and no other', () => {
    fc.assert(
      fc.property(images, fc.boolean(), ({ registry, version, suffix }, known) => {
        const text = `spec:\n  image: ${registry}${known ? 'node' : 'node-exporter'}:${version}${suffix.split('@')[0]}\n`;
        const found = pinnedVersions(contextOf({ 'k8s/a.yaml': text })).map((one) => [
          one.product,
          one.version,
          one.location.line,
        ]);
        expect(found).toEqual(known && registry !== 'example.com/' ? [['node', version, 2]] : []);
      }),
    );
  });

  test('a version is where it is set; a default counts where nothing sets it', () => {
    const minor = fc.integer({ min: 20, max: 40 });
    fc.assert(
      fc.property(minor, minor, fc.boolean(), fc.constantFrom('', '# x\n', '\n\n'), (one, other, set, before) => {
        const files = {
          'variables.tf': `${before}variable "cluster_version" {\n  default = "1.${one}"\n}\n`,
          'prod.tfvars': set ? `${before}cluster_version = "1.${other}"\n` : '',
        };
        const found = terraformVersions(contextOf(files)).map(({ version, location }) => [
          version,
          location.path,
          location.line,
        ]);
        const line = before.split('\n').length;
        expect(found).toEqual(set ? [[`1.${other}`, 'prod.tfvars', line]] : [[`1.${one}`, 'variables.tf', line + 1]]);
      }),
    );
  });
});
