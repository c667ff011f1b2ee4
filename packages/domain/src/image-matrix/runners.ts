import { quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import { requirePlatform } from './matrix-entry.ts';

/** The runner of each platform, from items such as `linux/arm64=ubuntu-24.04-arm`. */
export function parseRunners(items: readonly string[]): Map<string, string> {
  const runners = new Map<string, string>();
  for (const item of items) {
    const [, platform, runner] = /^([^=]*)=(.+)$/.exec(item) ?? [];
    if (platform === undefined || runner === undefined)
      throw new UserError(`input runners: ${quoteName(item)} is not PLATFORM=RUNNER`, {
        help: 'Write the label of runs-on behind the platform: linux/arm64=ubuntu-24.04-arm.',
      });
    requirePlatform(platform.trim(), 'input runners');
    runners.set(platform.trim(), runner.trim());
  }
  return runners;
}
