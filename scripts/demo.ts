import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * The whole job on the example repository: a copy of it with a bare origin, a change of the package that six
 * services share, then every step as a release pipeline would run it, from the committed bundle.
 */
const folder = mkdtempSync(join(tmpdir(), 'rollcall-demo-'));
const shop = join(folder, 'shop');
const origin = join(folder, 'origin.git');
const bundle = resolve('packages/cli/dist/rollcall.js');
const colour = process.stdout.isTTY === true && !process.env.NO_COLOR;
const started = performance.now();
let step = 0;

try {
  prepare();
  detect();
  const images = matrix();
  bump(images);
  verify();
  say('');
  say(
    `That was the whole pipeline, in ${((performance.now() - started) / 1000).toFixed(1)} s, on a temporary copy of examples/shop.`,
  );
  say('Try it on your own repository:  node packages/cli/dist/rollcall.js verify --root PATH');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function prepare(): void {
  cpSync('examples/shop', shop, { recursive: true });
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', origin]);
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'A Person');
  git('config', 'user.email', 'person@example.com');
  git('config', 'commit.gpgsign', 'false');
  git('config', 'core.hooksPath', '/dev/null');
  git('add', '--all', '--force');
  git('commit', '--quiet', '--message', 'The shop');
  git('remote', 'add', 'origin', origin);
  git('push', '--quiet', 'origin', 'main', 'main:k8s-deploy-dev', 'main:k8s-deploy-prod');
  git('remote', 'set-head', 'origin', 'main');
  appendFileSync(join(shop, 'packages/go-common/httpserver/httpserver.go'), '\n// Changed by the demo.\n');
  git('commit', '--quiet', '--all', '--message', 'httpserver: a change that six services share');
  git('push', '--quiet', 'origin', 'main');
  title('A change is pushed', 'One file of a package changed. No service folder did.');
  say(indent(git('log', '--oneline', '--stat', '--format=%h %s', '-1')));
}

function detect(): void {
  title(
    'Which services does it affect?',
    'Read from each Dockerfile and manifest: nothing is configured, no service is listed.',
  );
  rollcall(['detect', '--base', 'HEAD~1', '--scope', 'image', '--explain']);
}

function matrix(): { service: string; tag: string }[] {
  const { services } = JSON.parse(
    rollcall(['detect', '--base', 'HEAD~1', '--scope', 'image', '--json'], { quiet: true }),
  );
  title('What is built?', 'One job per service, with its own Dockerfile and build context.');
  const args = ['matrix', '--services', services.join(','), '--environment', 'prod', '--tag', '142-{short_sha}'];
  rollcall(args);
  return JSON.parse(rollcall([...args, '--json'], { quiet: true })).images;
}

function bump(images: { service: string; tag: string }[]): void {
  title(
    'The new tags go to the deploy branch',
    'One commit on k8s-deploy-prod. report-service has no Application in prod, so it is skipped, and said so.',
  );
  rollcall([
    'bump',
    '--environment',
    'prod',
    '--push',
    '--on-missing',
    'warn',
    ...images.map(({ service, tag }) => `${service}=${tag}`),
  ]);
  say('');
  say('What Argo CD sees on the branch now:');
  say('');
  say(indent(git('--git-dir', origin, 'show', '--format=%h %s%n%n%b', '--unified=1', 'k8s-deploy-prod')));
}

function verify(): void {
  title(
    'Is every service in every place?',
    'The example has two faults on purpose: one service is half-added, one is retired and left over.',
  );
  rollcall(['verify'], { expect: 1 });
}

function title(text: string, detail: string): void {
  step += 1;
  const heading = `${step}. ${text}`;
  say('');
  say(colour ? `\u001b[1m${heading}\u001b[0m` : heading);
  say(colour ? `\u001b[2m${detail}\u001b[0m` : detail);
  say('');
}

function rollcall(args: string[], options: { quiet?: boolean; expect?: number } = {}): string {
  if (!options.quiet) say(`$ rollcall ${args.join(' ')}\n`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...args], {
    cwd: shop,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (!options.quiet) say(indent(`${stdout}${stderr}`.trimEnd()));
  if (status !== (options.expect ?? 0)) throw new Error(`rollcall ${args[0]} left with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: shop, encoding: 'utf8' }).trimEnd();
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}

function say(text: string): void {
  console.log(text);
}
