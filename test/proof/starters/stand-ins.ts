import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What stands for each action of others that needs an engine or a server of GitHub's, by its name. */
const stands: Readonly<Record<string, string>> = {
  'docker/setup-qemu-action': 'nothing',
  'docker/setup-buildx-action': 'nothing',
  'docker/login-action': 'nothing',
  'docker/build-push-action': 'build-push',
  'actions/upload-artifact': 'upload',
  'actions/download-artifact': 'download',
  'aws-actions/configure-aws-credentials': 'nothing',
  'google-github-actions/auth': 'nothing',
};

/** The folder of what stands for each, by the reference that the workflows of a released tree have. */
export function standIns(released: string): Record<string, string> {
  const texts = ['release-by-password', 'build-images-by-password', 'release'].map((name) =>
    readFileSync(join(released, `.github/workflows/${name}.yml`), 'utf8'),
  );
  const login = readFileSync(join(released, 'actions/registry-login/action.yml'), 'utf8');
  return Object.fromEntries(
    [...[...texts, login].join('\n').matchAll(/uses: ([\w-]+\/[\w-]+)(@[0-9a-f]{40})/g)].flatMap(
      ([, name = '', ref]) =>
        stands[name] ? [[`${name}${ref}`, join(import.meta.dirname, 'stand-ins', stands[name])]] : [],
    ),
  );
}
