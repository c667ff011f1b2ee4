import { readFileSync } from 'node:fs';
import { parseYamlFile } from '../packages/domain/src/yaml/yaml-document.ts';
import type { BundledPackage } from './bundled-packages.ts';

interface Lockfile {
  packages: Record<string, { resolution: { integrity?: string } }>;
}

/**
 * The bill of materials of one bundle in CycloneDX 1.6: every package that it holds modules of, with its licence and
 * the hash by which the lockfile pins it. It says no day and no random number, so that the same sources give the same
 * bytes.
 */
export function sbomText(program: string, packages: readonly BundledPackage[]): string {
  const { name, version, license } = JSON.parse(readFileSync('package.json', 'utf8'));
  const hashes = lockedHashes();
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': `${name}/${program}@${version}`,
        name: `${name}/${program}`,
        version,
        licenses: [{ license: { id: license } }],
      },
    },
    components: packages.map((one) => component(one, hashes)),
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

function component({ name, version, licence }: BundledPackage, hashes: ReadonlyMap<string, string>) {
  const hash = hashes.get(`${name}@${version}`);
  if (hash === undefined) throw new Error(`pnpm-lock.yaml pins no hash of ${name}@${version}, which a bundle holds`);
  const [group, ownName = name] = name.startsWith('@') ? name.split('/') : [undefined, name];
  // https://github.com/package-url/purl-spec: the @ of a scope is written %40.
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    ...(group === undefined ? {} : { group }),
    name: ownName,
    version,
    hashes: [{ alg: 'SHA-512', content: hash }],
    licenses: [{ license: { id: licence } }],
    purl,
  };
}

/** The SHA-512, in hexadecimal digits, of every package that the lockfile pins by one; by `name@version`. */
function lockedHashes(): Map<string, string> {
  const [document] = parseYamlFile('pnpm-lock.yaml', readFileSync('pnpm-lock.yaml', 'utf8')).documents;
  const { packages } = (document?.value() ?? { packages: {} }) as Lockfile;
  return new Map(
    Object.entries(packages).flatMap(([key, { resolution }]) => {
      const [algorithm, digest] = resolution.integrity?.split(/-(.*)/s) ?? [];
      return algorithm === 'sha512' && digest ? [[key, Buffer.from(digest, 'base64').toString('hex')]] : [];
    }),
  );
}
