import { quoteName } from '../names.ts';
import { insteadOf } from '../nearest.ts';
import { UserError } from '../user-error.ts';
import { plainOrQuoted } from '../yaml/replace-scalar.ts';
import { changer } from './release-starter.ts';
import type { Plan } from './setup.ts';
import { starterTexts } from './starter-texts.ts';

/** The starters beside verify and release, each written where somebody asks for it. */
export const moreStarters = ['new-service', 'promote', 'retire-service', 'rollback', 'verify-nightly'] as const;
export type MoreStarter = (typeof moreStarters)[number];

/** All that `--with` names: starters, and what makes Argo CD tell of health. */
export const moreParts = ['health', ...moreStarters] as const;
type MorePart = (typeof moreParts)[number];

/** The parts of these names. UserError for a name that is none. */
export function chooseParts(names: readonly string[]): MorePart[] {
  return [...new Set(names)].map((name) => {
    const found = moreParts.find((one) => one === name);
    if (found) return found;
    throw new UserError(`there is no starter ${quoteName(name)}`, {
      help: insteadOf(name, 'starters', moreParts),
    });
  });
}

/** A starter for the environments of a repository, of plain names; `waits` for health. UserError where it has too few for it. */
export function fitStarter(name: MoreStarter, environments: readonly string[], waits: boolean): string {
  const text = changer(starterTexts[`${name}.yml`]);
  const [first = '', second] = environments;
  const last = environments.at(-1) ?? '';
  const options = `options: [${environments.map(plainOrQuoted).join(', ')}]`;
  if (name === 'promote') {
    if (second === undefined)
      throw new UserError('there are no two environments to promote between', {
        help: 'Leave promote out of --with, or name the environments, --environment dev --environment prod.',
      });
    const to = environments.find((one) => /^(?:prod|production|live)$/i.test(one)) ?? last;
    const from = environments.find((one) => one !== to) ?? first;
    text.change('options: [dev, prod]\n        default: dev', `${options}\n        default: ${plainOrQuoted(from)}`);
    text.change('options: [dev, prod]\n        default: prod', `${options}\n        default: ${plainOrQuoted(to)}`);
    text.change('make the environment "prod"', `make the environment "${to}"`);
    if (waits)
      text.change(
        '      services: ${{ inputs.services }}\n',
        '      services: ${{ inputs.services }}\n      wait-for-health: 15m\n',
      );
  }
  if (name === 'rollback') {
    if (environments.length === 0)
      throw new UserError('there is no environment to roll back', {
        help: 'Leave rollback out of --with, or name the environment, --environment prod.',
      });
    text.change('options: [dev, prod]\n        default: prod', `${options}\n        default: ${plainOrQuoted(last)}`);
    text.change('environment "prod"', `environment "${last}"`);
  }
  if (name === 'promote' || name === 'rollback')
    text.change('# The environments below are an example: write your own.\n', '');
  return text.done();
}

/** A starter without the sentence that says where to copy it: nobody has to when it is there. */
function inPlace(text: string): string {
  return text
    .replace(/^#\n# Copy it to \.github\/workflows\/[\w-]+\.yml\.\n(?=name:)/m, '')
    .replace(/^# Copy it to \.github\/workflows\/[\w-]+\.yml\. /m, '# ');
}

/** What only a person can do for a starter, in the settings of the repository; null for nothing. */
function settingFor(name: 'verify' | 'release' | MoreStarter): string | null {
  return settings.get(name) ?? null;
}

const reviewed = 'give the environments of GitHub that are called as yours the reviewers who have to agree';
const requests = 'allow GitHub Actions to create pull requests';
const settings: ReadonlyMap<string, string> = new Map([
  ['verify', 'require the check "verify" in branch protection'],
  ['release', 'require the check "release / gate" in branch protection'],
  ['promote', reviewed],
  ['rollback', reviewed],
  ['new-service', requests],
  ['retire-service', requests],
]);

/** Where a starter of this name lies. */
export function workflowPath(name: string): string {
  return `.github/workflows/${name}.yml`;
}

/** Puts a starter where nothing is; false where both its names are taken. */
export function placeStarter(
  plan: Plan,
  name: 'verify' | 'release' | MoreStarter,
  text: string,
  isThere: (path: string) => boolean,
): boolean {
  const wanted = [workflowPath(name), workflowPath(`rollcall-${name}`)];
  const path = wanted.find((one) => !isThere(one));
  if (path === undefined) {
    plan.kept.push(`${wanted.join(' and ')}, which are something else`);
    return false;
  }
  plan.files.set(path, inPlace(text));
  const setting = settingFor(name);
  if (setting !== null && !plan.settings.includes(setting)) plan.settings.push(setting);
  return true;
}
