import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { licenceFaults } from './bundled-packages.ts';
import { buildBundles } from './bundles.ts';

// Builds every bundle into an empty folder and compares it, byte for byte, with what is committed; says by name which
// licence a committed bundle lacks of what it holds.
const target = mkdtempSync(join(tmpdir(), 'check-dist-'));
try {
  const stale: string[] = [];
  for (const { name, packages } of await buildBundles(target)) {
    const built = readFolder(join(target, name));
    const committed = readFolder(resolve(name));
    for (const file of new Set([...built.keys(), ...committed.keys()])) {
      const [a, b] = [built.get(file), committed.get(file)];
      if (!a || !b || !a.equals(b))
        stale.push(`${name}/${file}${a ? (b ? ' differs' : ' is not committed') : ' is not built any more'}`);
    }
    const licences = committed.get('licenses.txt')?.toString('utf8') ?? '';
    stale.push(...licenceFaults(licences, packages).map((fault) => `${name}/licenses.txt ${fault}`));
  }
  if (stale.length > 0) {
    console.error(`The committed bundles are not what the sources build:\n  ${stale.join('\n  ')}\nRun: npm run build`);
    process.exitCode = 1;
  } else {
    console.log('The committed bundles are byte for byte what the sources build.');
  }
} finally {
  rmSync(target, { recursive: true });
}

function readFolder(folder: string): Map<string, Buffer> {
  if (!existsSync(folder)) return new Map();
  return new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file))]));
}
