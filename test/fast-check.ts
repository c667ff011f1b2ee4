import { seed } from '@rollcall/testkit/seed';
// By its place, for jest gives this file to whoever imports the package by its name.
import fc from './node_modules/fast-check/lib/fast-check.js';

fc.configureGlobal({ seed });

export * from './node_modules/fast-check/lib/fast-check.js';
// biome-ignore lint/style/noDefaultExport: as the package has it
export default fc;
