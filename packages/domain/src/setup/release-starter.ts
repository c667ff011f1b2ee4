import { plainOrQuoted } from '../yaml/replace-scalar.ts';
import type { SourceBranch } from './source-branches.ts';
import { starterTexts } from './starter-texts.ts';

/** What a release workflow of one repository differs in from the starter. */
export interface ReleaseFit {
  /** At least one. */
  environments: readonly string[];
  /** None: it is started by hand alone. */
  branches: readonly SourceBranch[];
  /** What is put before the images; null for the repository's own place at ghcr.io. */
  registry: string | null;
  /** Whether another repository holds the manifests, so that another token writes them. */
  elsewhere: boolean;
}

/** The starter of the release, for the environments and branches of a repository. */
export function fitRelease({ environments, branches, registry, elsewhere }: ReleaseFit): string {
  const text = changer(starterTexts['release.yml']);
  text.change(
    '# Copy it to .github/workflows/release.yml. In branch protection, require the check "release / gate".\n# The branches and environments below are an example: write your own.\n',
    '# In branch protection, require the check "release / gate".\n',
  );
  const listed = branches.map(({ branch }) => plainOrQuoted(branch)).join(', ');
  if (branches.length > 0) text.change('branches: [service-deploy-dev, service-deploy-prod]', `branches: [${listed}]`);
  else text.cut('  push:\n', '  workflow_dispatch:\n');
  const [first = '', second] = environments;
  if (second === undefined) text.cut('      environment:\n', '      services:\n');
  else {
    text.change('options: [dev, prod]', `options: [${environments.map(plainOrQuoted).join(', ')}]`);
    text.change('default: dev\n', `default: ${plainOrQuoted(branches[0]?.environment ?? first)}\n`);
  }
  text.change(
    "${{ inputs.environment || (github.ref_name == 'service-deploy-prod' && 'prod' || 'dev') }}",
    second === undefined ? plainOrQuoted(first) : `\${{ ${chosen(branches)} }}`,
  );
  const login = registry === null ? null : loginOf(registry);
  if (registry !== null)
    text.change('registry: ghcr.io/${{ github.repository }}', `registry: ${plainOrQuoted(registry)}`);
  if (login !== null) fitLogin(text, login);
  text.cut('    # Another registry: call release-by-password.yml', '    # secrets:');
  const named = [
    ...(login?.way === 'password' ? ['registry-username', 'registry-password'] : []),
    ...(elsewhere ? ['deploy-token'] : []),
  ];
  if (named.length === 0) text.cut('    # secrets:', null);
  else {
    text.change('    # secrets:', '    secrets:');
    for (const name of ['registry-username', 'registry-password', 'deploy-token']) {
      if (named.includes(name)) text.change(`    #   ${name}:`, `      ${name}:`);
      else text.cutLine(`    #   ${name}:`);
    }
  }
  return text.done();
}

/** How a run logs in to a registry that does not take the token of the workflow. */
export interface RegistryLogin {
  way: 'password' | 'oidc';
  /** What the workflow is given of the variables of the repository, by the name of its input. */
  variables: Readonly<Record<string, string>>;
}

/** Null for a registry that takes the token of the workflow. */
export function loginOf(registry: string): RegistryLogin | null {
  const [host = ''] = registry.split('/');
  if (host === 'ghcr.io') return null;
  const variables = clouds.find(({ hosts }) => hosts.test(host))?.variables;
  return variables ? { way: 'oidc', variables } : { way: 'password', variables: {} };
}

/** The clouds whose registries take what GitHub signs about a run. */
const clouds = [
  { hosts: /\.dkr\.ecr\.[\w-]+\.amazonaws\.com(?:\.cn)?$/, variables: { 'aws-role': 'AWS_ROLE' } },
  {
    hosts: /-docker\.pkg\.dev$/,
    variables: { 'google-provider': 'GOOGLE_PROVIDER', 'google-service-account': 'GOOGLE_SERVICE_ACCOUNT' },
  },
  { hosts: /\.azurecr\.io$/, variables: { 'azure-client': 'AZURE_CLIENT', 'azure-tenant': 'AZURE_TENANT' } },
] as const;

/** Calls the workflow that logs in so, and grants what it asks for: GitHub refuses a run that grants less. */
function fitLogin(text: ReturnType<typeof changer>, { way, variables }: RegistryLogin): void {
  const granted = '      packages: write # images are pushed to ghcr.io\n';
  text.change(granted, way === 'oidc' ? "      id-token: write # shows the registry's cloud who runs this\n" : '');
  text.change('/release.yml@', `/release-by-${way}.yml@`);
  const given = Object.entries(variables).map(([input, name]) => `      ${input}: \${{ vars.${name} }}\n`);
  text.change('      # What a red or cancelled run', `${given.join('')}      # What a red or cancelled run`);
}

/** The environment of a run: the chosen one, else that of the branch that was pushed; the last branch is what is left. */
function chosen(branches: readonly SourceBranch[]): string {
  const [last, ...others] = [...branches].reverse();
  if (!last) return 'inputs.environment';
  if (others.length === 0) return `inputs.environment || '${last.environment}'`;
  const asked = others.map(({ branch, environment }) => `github.ref_name == '${branch}' && '${environment}'`);
  return `inputs.environment || (${[...asked, `'${last.environment}'`].join(' || ')})`;
}

/** Changes a text at places that it has once. Another starter than the one this was written for is a bug. */
export function changer(original: string) {
  let text = original;
  const placeOf = (wanted: string, from = 0): number => {
    const at = text.indexOf(wanted, from);
    if (at === -1 || (from === 0 && text.includes(wanted, at + 1)))
      throw new Error(`the starter has not once: ${wanted}`);
    return at;
  };
  return {
    change(wanted: string, replacement: string): void {
      const at = placeOf(wanted);
      text = text.slice(0, at) + replacement + text.slice(at + wanted.length);
    },
    /** Takes out what lies between the beginnings of two texts; null is the end. */
    cut(first: string, next: string | null): void {
      const at = placeOf(first);
      text = text.slice(0, at) + (next === null ? '' : text.slice(placeOf(next, at)));
    },
    /** Takes out the line that begins with a text. */
    cutLine(first: string): void {
      const at = placeOf(first);
      text = text.slice(0, at) + text.slice(placeOf('\n', at) + 1);
    },
    done: () => text,
  };
}
