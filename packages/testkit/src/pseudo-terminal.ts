import { spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pathWith } from './render-programs.ts';
import { temporaryFolder } from './repository.ts';

const commandLine = resolve(dirname(fileURLToPath(import.meta.url)), '../../cli/dist');

/** What somebody types as soon as a text is shown. */
export interface Typed {
  after: string;
  keys: string;
}

/**
 * Runs the command line's bundle on a pseudo-terminal, which `script` makes (of util-linux on Linux, of BSD on macOS), and
 * types. What is shown is all that the program writes, to either stream.
 */
export function runOnTerminal(
  args: readonly string[],
  { cwd, typed }: { cwd: string; typed: readonly Typed[] },
): Promise<{ status: number; shown: string }> {
  const temp = temporaryFolder('terminal');
  cpSync(commandLine, join(temp, 'dist'), { recursive: true });
  const words = [process.execPath, join(temp, 'dist', 'rollcall.js'), ...args];
  const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const ofScript =
    process.platform === 'darwin'
      ? ['-q', '/dev/null', ...words]
      : ['--quiet', '--return', '--command', quoted, '/dev/null'];
  const env = {
    PATH: pathWith(),
    HOME: temp,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    TERM: 'xterm',
  };
  return new Promise((done, fail) => {
    const child = spawn('script', ofScript, { cwd, env, stdio: ['pipe', 'pipe', 'inherit'] });
    const waiting = [...typed];
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
      const [next] = waiting;
      if (!next || !shown.includes(next.after)) return;
      waiting.shift();
      child.stdin.write(next.keys);
    });
    child.on('error', fail);
    child.on('close', (code) => done({ status: code ?? 1, shown }));
  });
}
