// Runs one of the project's TypeScript scripts, after installing what it needs. This file is plain
// JavaScript because it is what runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const installed = join(root, 'node_modules', '.pnpm', 'lock.yaml');

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

function isCurrent() {
  return (
    existsSync(installed) && readFileSync(installed, 'utf8') === readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')
  );
}

if (!isCurrent()) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  console.error(`installing dependencies with ${packageManager} …`);
  run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile', '--prefer-offline', '--reporter=silent']);
}
const [script, ...args] = process.argv.slice(2);
run(process.execPath, ['--conditions=rollcall-source', '--import', 'tsx', script, ...args]);
