import { resolve } from 'node:path';
import { buildBundles } from './bundles.ts';

// Writes every committed bundle from the sources.
for (const { name, bytes } of await buildBundles(resolve('.')))
  console.log(`${name.padEnd(40)} ${(bytes / 1024).toFixed(0).padStart(6)} KiB`);
