/** Whether a registry accepts the tag: letters, digits and `_` first, then `.` and `-` too, 128 at most. */
export function isLegalTag(tag: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(tag);
}

/** Names that move: whoever deploys them cannot say what runs. */
const mutableNames = new Set([
  'latest',
  'stable',
  'main',
  'master',
  'trunk',
  'head',
  'dev',
  'develop',
  'development',
  'devel',
  'edge',
  'nightly',
  'canary',
  'next',
  'test',
  'testing',
  'qa',
  'staging',
  'stage',
  'prod',
  'production',
  'release',
  'current',
]);

/** Whether a tag is empty, the name of something that moves, or holds an expression nobody evaluated. */
export function isMutableTag(tag: string): boolean {
  const name = tag.toLowerCase();
  return name.trim() === '' || name.includes('${{') || mutableNames.has(name) || /[._-]latest$/.test(name);
}
