import type { Option } from './command.ts';

export const root: Option = {
  type: 'string',
  value: 'DIR',
  help: 'Folder to work on. Default: the enclosing git repository.',
};
export const config: Option = {
  type: 'string',
  value: 'FILE',
  help: 'Configuration file. Default: rollcall.yaml, then .github/rollcall.yaml.',
};
export const timeout: Option = {
  type: 'string',
  value: 'TIME',
  help: 'Longest time to wait for the network, in all: minutes, or a duration such as 90s. Default 5.',
};
export const json: Option = { type: 'boolean', help: 'Print one JSON value and nothing else.' };

/** What every command that writes images takes. */
export const deploymentOptions: Readonly<Record<string, Option>> = {
  repository: {
    type: 'string',
    value: 'REPOSITORY',
    help: 'Where the manifests are, if not here: owner/name, an address, or the path of a clone such as ../deploy.',
  },
  'in-place': { type: 'boolean', help: 'Edit the files of the work tree; commit nothing.' },
  'dry-run': {
    type: 'boolean',
    help: 'Show the diff against the deploy branch of origin, else the files on disk, and write nothing (the default).',
  },
  push: { type: 'boolean', help: 'Commit to the deploy branch of the remote origin.' },
  branch: { type: 'string', value: 'BRANCH', help: 'Deploy branch. Default: the one the Applications follow.' },
  'base-branch': { type: 'string', value: 'BRANCH', help: 'Create a missing deploy branch from this one.' },
  message: { type: 'string', value: 'TEXT', help: 'First line of the commit message.' },
  'allow-older': { type: 'boolean', help: 'Write a tag although the current one is from a newer commit.' },
  'add-missing': {
    type: 'boolean',
    help: 'Copy the Application of a service, and what it reads, to a deploy branch that does not have it yet.',
  },
  'on-skipped': {
    type: 'string',
    value: 'success|failure',
    help: 'What it is where a service keeps what is deployed, which is newer or may be. Default success.',
  },
  release: {
    type: 'string',
    multiple: true,
    value: 'A,B',
    help: 'Let go the tags of these services that a roll-back holds, and write them.',
  },
  stop: {
    type: 'string',
    value: 'REASON',
    help: 'Stop all promotions, for this reason: what a repository variable says, such as --stop "$ROLLCALL_STOP".',
  },
  emergency: {
    type: 'string',
    value: 'REASON',
    help: 'Pass the gates of the environment; the reason is recorded in the commit.',
  },
  'list-commits': {
    type: 'boolean',
    help: 'Say of each service which commits ship with its new tag.',
  },
  'verify-images': { type: 'boolean', help: 'Ask the registry that every image exists before anything is written.' },
  'pin-digests': {
    type: 'boolean',
    help: 'Ask the registry, and write the digest of each tag where the Application has a place for one.',
  },
  render: {
    type: 'string',
    value: 'auto|required|off',
    help: 'Render what is touched before and after, with the helm and kustomize of the PATH, and refuse what was not asked for. Default auto: say what could not be rendered.',
  },
  'numeric-tags': {
    type: 'string',
    value: 'refuse|force-string',
    help: 'What a tag of digits alone does that Helm would take for a number. Default refuse.',
  },
  timeout,
  'allow-insecure': {
    type: 'string',
    value: 'HOST,…',
    help: 'Servers that may be spoken to without TLS; true for all.',
  },
};

/** What the commands that add and retire a service take. */
export const changeOptions: Readonly<Record<string, Option>> = {
  'deploy-repository': {
    type: 'string',
    multiple: true,
    value: 'PATH',
    help: 'A clone of the repository of the manifests, such as ../deploy, which is written as well.',
  },
  'dry-run': { type: 'boolean', help: 'Show the diff and the checklist, and write nothing.' },
  'allow-dirty': { type: 'boolean', help: 'Write although the work tree has changes that are not committed.' },
  timeout,
  json,
};

/** What begins the use of Rollcall takes. */
export const setupOptions: Readonly<Record<string, Option>> = {
  'deploy-repository': {
    type: 'string',
    value: 'REPOSITORY',
    help: 'Where the manifests are, if not here: the path of a clone such as ../deploy; or owner/name, with --environment.',
  },
  environment: {
    type: 'string',
    multiple: true,
    value: 'E',
    help: 'Release to this environment. Default: to all that the Applications show.',
  },
  with: {
    type: 'string',
    multiple: true,
    value: 'new-service|promote|retire-service|rollback|verify-nightly|health',
    help: 'One more workflow; health is what Argo CD has to say it by. May be repeated.',
  },
  yes: { type: 'boolean', help: 'Write without asking.' },
  'dry-run': { type: 'boolean', help: 'Show what would be written, and write nothing.' },
};

/** What is compared, and how it is told. */
export const detectOptions: Readonly<Record<string, Option>> = {
  base: {
    type: 'string',
    value: 'REV',
    help: 'Revision to compare from. Default: where the head left the default branch.',
  },
  head: { type: 'string', value: 'REV', help: 'Revision to examine. Default: HEAD.' },
  scope: {
    type: 'string',
    value: 'source|image',
    help: 'source: every input (default). image: only what can change the image.',
  },
  services: {
    type: 'string',
    multiple: true,
    value: 'A,B',
    help: 'Take these services, or `all`, instead of comparing.',
  },
  explain: { type: 'boolean', help: 'Print each file, the edge it came by, and the service.' },
  filters: { type: 'boolean', help: 'Print filters for dorny/paths-filter instead.' },
};

/** Which images are built, and how they are called. */
export const matrixOptions: Readonly<Record<string, Option>> = {
  services: { type: 'string', multiple: true, value: 'A,B', help: 'Services to build, or `all`.' },
  environment: { type: 'string', value: 'E', help: 'Environment the images are for.' },
  registry: { type: 'string', value: 'HOST', help: 'Registry to put before the image repository.' },
  'image-repository': { type: 'string', value: 'TEMPLATE', help: 'Such as prod/{service}.' },
  tag: { type: 'string', value: 'TEMPLATE', help: 'Such as {run_number}-{short_sha}.' },
  platforms: { type: 'string', multiple: true, value: 'P,Q', help: 'Platforms to build for.' },
  'max-jobs': { type: 'string', value: 'N', help: 'Most jobs in one matrix. Default 256.' },
  'omit-registry': { type: 'boolean', help: 'Name images below --registry, which is put before them later.' },
  runners: {
    type: 'string',
    multiple: true,
    value: 'P=R',
    help: 'Runner of each platform: linux/arm64=ubuntu-24.04-arm.',
  },
  'allow-numeric-tags': { type: 'boolean', help: 'Let a tag pass that YAML or Helm could read as a number.' },
};

/** What `promote` says of whose images it takes, and of the holds of a roll-back. */
export const promoteOptions: Readonly<Record<string, Option>> = {
  from: { type: 'string', value: 'E', help: 'Environment whose image tags are taken.' },
  to: { type: 'string', value: 'E', help: 'Environment whose Applications are written.' },
  copy: {
    type: 'string',
    value: 'true|with-referrers',
    help: 'Copy the images to the repositories of the environment first; with their signatures.',
  },
  'to-previous': {
    type: 'boolean',
    help: 'Roll back: take the tag that each service had before, and hold the one that it has.',
  },
  'no-hold': { type: 'boolean', help: 'With --to-previous: let the next promotion bring the tags back.' },
  'hold-until': {
    type: 'string',
    value: 'TIME',
    help: 'With --to-previous: when the tags are no longer held: 2027-01-31, 2027-01-31T08:00:00Z, or 12h, 14d, 2w from now. Default: until --release.',
  },
  'hold-reason': {
    type: 'string',
    value: 'TEXT',
    help: 'With --to-previous: why the tags are held, which is said wherever one is skipped.',
  },
  services: {
    type: 'string',
    multiple: true,
    value: 'A,B',
    help: 'Services to promote. Default: all that differ.',
  },
};

/** What `changes` is asked about. */
export const changesOptions: Readonly<Record<string, Option>> = {
  service: { type: 'string', value: 'S', help: 'The service.' },
  from: {
    type: 'string',
    value: 'TAG',
    help: 'Tag that is deployed, which ends in a commit hash, or a revision.',
  },
  to: { type: 'string', value: 'TAG', help: 'Tag that is to be deployed, or a revision.' },
  format: {
    type: 'string',
    value: 'text|json|markdown',
    help: 'Default text; markdown is for release notes.',
  },
};

/** What `status` takes beside what all take. */
export const statusOptions: Readonly<Record<string, Option>> = {
  environment: { type: 'string', multiple: true, value: 'E', help: 'Only these environments. Default all.' },
  repository: { type: 'string', value: 'PATH|OWNER/NAME', help: 'Repository that holds the manifests.' },
  stop: { type: 'string', value: 'REASON', help: 'Why all promotions are stopped.' },
  format: { type: 'string', value: 'text|json|markdown', help: 'Default text; markdown is for a job summary.' },
};

/** What `verify` takes beside what all take: what is verified, against what, and what fails. */
export const verifyOptions: Readonly<Record<string, Option>> = {
  ref: {
    type: 'string',
    multiple: true,
    value: 'REV',
    help: 'Verify a revision instead of the files on disk; with the word deploy-branches, the deploy branches as well.',
  },
  base: {
    type: 'string',
    value: 'REV',
    help: 'Look for what is left of the services that this revision has and the files have not, and say what is checked less than there.',
  },
  'config-changes': {
    type: 'string',
    value: 'allow|report|base',
    help: 'With --base: tell what is checked less than there (report, the default), judge by the configuration and the baseline that are there (base), or do not look.',
  },
  'deploy-repository': {
    type: 'string',
    value: 'REPOSITORY',
    help: 'Say which services have no chart or Application in this one, too: owner/name, an address, or the path of a clone such as ../deploy. Default: the configured one; . for none.',
  },
  environment: { type: 'string', multiple: true, value: 'E', help: 'Report on this environment only.' },
  service: { type: 'string', multiple: true, value: 'S', help: 'Report on this service only.' },
  rule: { type: 'string', multiple: true, value: 'RULE', help: 'Run this rule only.' },
  render: {
    type: 'boolean',
    help: 'Render charts and kustomizations with the helm and kustomize of the PATH, and judge objects and images as they come out.',
  },
  fix: { type: 'boolean', help: 'Write the fixes that are safe to the files on disk, then verify again.' },
  unsafe: { type: 'boolean', help: 'With --fix: write the fixes that want a look, too.' },
  tag: {
    type: 'string',
    multiple: true,
    value: 'SERVICE=TAG',
    help: 'With --fix --unsafe: the tag in the Application that is made for a service without one.',
  },
  baseline: {
    type: 'string',
    value: 'FILE',
    help: 'File of accepted old findings. Default: the configured one, then rollcall.baseline.json.',
  },
  'write-baseline': {
    type: 'boolean',
    help: 'Accept what is found now: write the baseline, to FILE if one is named. It may only shrink.',
  },
  'fail-on': {
    type: 'string',
    value: 'error|warning|notice|never',
    help: 'The least that fails. Default error.',
  },
  'min-confidence': {
    type: 'string',
    value: 'proved|likely',
    help: 'Fail at what is proved only (default), or at what is likely, too.',
  },
};
