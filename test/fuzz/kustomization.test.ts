import { isDeepStrictEqual } from 'node:util';
import { parseImages } from '@rollcall/domain/bump/parse-images';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { parseAllDocuments } from 'yaml';
import { applicationFile, applicationText, planOf } from '../unit/bump/catalog-of.ts';
import { fuzz } from './fuzz.ts';

const application = applicationFile('user-service', 'prod');
const path = 'k8s/overlays/prod/user-service/kustomization.yaml';
const written = { newTag: '187-c513bdf' };

fuzz({
  reader: 'kustomization',
  seeds: [
    'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../../base]\nimages:\n- name: user-service\n  newName: ghcr.io/example/user-service\n  # the build\n  newTag: 165-cf185b1\n- name: other\n  newTag: "1.0"\n',
    "images:\n  - {name: user-service, newTag: '165-cf185b1'}\npatches:\n  - path: a.yaml\n",
    'images:\n- name: user-service\n  digest: sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n- name: ghcr.io/example/user-service\n',
  ],
  pieces: [
    ': ',
    '- ',
    '&x ',
    '*x',
    '<<: *x',
    '!!str ',
    '---\n',
    '#',
    '|',
    '>',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ',',
    '\n',
    '\t',
    'images:',
    'name:',
    'newTag:',
    'newName:',
    'digest:',
    'user-service',
    'other',
    'resources:',
    'components:',
    '../',
    '1_000',
    'null',
    'NewTag:',
  ],
  check: async (generated) => {
    // The bytes of a file hold no half of a character.
    const text = Buffer.from(generated).toString();
    const tree = memoryTree({
      [application]: applicationText('user-service', 'prod', '1').replace(
        / {4}path:[\s\S]*?(?= {2}destination)/,
        '    path: k8s/overlays/prod/user-service\n',
      ),
      'services/user-service/Dockerfile': 'FROM scratch\n',
      [path]: text,
    });
    const request = {
      environment: 'prod',
      images: parseImages('user-service=187-c513bdf'),
      onMissing: 'error' as const,
      mutableTags: 'forbid' as const,
    };
    const { files, changes } = await planOf(request, tree);
    for (const [file, { after }] of files) {
      if (file !== path) throw new Error(`writes ${file}`);
      checkKustomization(text, after);
    }
    if (changes.length > 0 && files.size === 0) throw new Error('a change without a file');
  },
});

interface Entry {
  [key: string]: unknown;
}

/** Only the entries of the image have another tag, and no digest that would win over it; all else reads as before. */
function checkKustomization(before: string, after: string): void {
  const [old, now] = [before, after].map((text) =>
    parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false }).map((one) => one.toJS() as { images?: Entry[] }),
  );
  const different = (now ?? []).flatMap(({ images = [] }, index) =>
    images.flatMap((entry, at) => {
      const was = old?.[index]?.images?.[at];
      return isDeepStrictEqual(entry, was) ? [] : [{ entry, was }];
    }),
  );
  if (different.length === 0) throw new Error('a file is written, and no image reads otherwise');
  for (const { entry, was } of different) {
    // A name with a tag in it keeps its tag there: kustomize puts the one of `newTag` behind it.
    const pasted = String(was?.newName ?? '').replace(/:[^:/]*$/, `:${written.newTag}`);
    if (was?.newName !== undefined && pasted !== was.newName && entry.newName === pasted) continue;
    if (entry.newTag !== written.newTag || Object.hasOwn(entry, 'digest'))
      throw new Error(`an entry reads as ${JSON.stringify(entry)}`);
    if (![entry.name, entry.newName].some((name) => /(^|\/)user-service$/.test(String(name))))
      throw new Error(`the entry of ${JSON.stringify(entry.name)} is written`);
    const others = ({ newTag: _tag, digest: _digest, ...rest }: Entry): Entry => rest;
    if (!isDeepStrictEqual(others(entry), others(was ?? {})))
      throw new Error(`an entry reads as ${JSON.stringify(entry)} instead of ${JSON.stringify(was)}`);
  }
  const rest = (documents: typeof old) =>
    (documents ?? []).map((document) => ({ ...document, images: document?.images?.length }));
  if (!isDeepStrictEqual(rest(old), rest(now))) throw new Error('what is no image reads otherwise');
}
