import { readFileSync } from 'node:fs';
import type { GeneratedFile } from './generated-file.ts';

/**
 * GitHub refuses a run whose called jobs ask for more than the caller grants, also jobs that would be skipped: so there is
 * a workflow for each way of logging in, which asks for what that way needs and for nothing else.
 */
const ways = [
  { way: 'password', registries: 'a name and a password: Docker Hub, and any other', permission: null },
  {
    way: 'oidc',
    registries: 'what GitHub signs about the run: ECR, Artifact Registry, ACR',
    permission: "id-token: write # shows the registry's cloud who runs this",
  },
] as const;

const sources = ['release', 'build-images'] as const;
const folder = '.github/workflows';

/** The workflows that push images to other registries than ghcr.io, each made of the one that does so there. */
export const registryVariants: readonly GeneratedFile[] = sources.flatMap((name) =>
  ways.map(({ way, registries, permission }) => ({
    path: `${folder}/${name}-by-${way}.yml`,
    content: () => {
      const source = readFileSync(new URL(`../${folder}/${name}.yml`, import.meta.url), 'utf8');
      const body = source
        .replace(/^(?:#.*\n)+/, '')
        .replace(/^name: (.*)$/m, `name: $1 by ${way}`)
        .replace(/(\/build-images)\.yml@/g, `$1-by-${way}.yml@`);
      return `# Generated from ${name}.yml by \`npm run docs\`: the same for registries that take\n# ${registries}.\n${withPermission(body, permission)}`;
    },
  })),
);

/** Every line that grants something at ghcr.io replaced, or taken out; a job that is left without any is granted nothing. */
function withPermission(text: string, permission: string | null): string {
  const line = / {6}packages: (?:read|write) #.*\n/;
  if (permission !== null) return text.replace(new RegExp(line, 'g'), `      ${permission}\n`);
  return text
    .replace(new RegExp(`( {4}permissions:)\n${line.source}(?! {6})`, 'g'), '$1 {} # logs in by the secrets\n')
    .replace(new RegExp(line, 'g'), '');
}
