import { groupBy } from '../../../grouping.ts';
import { placeIn } from '../../../location.ts';
import { quoteName, showPath } from '../../../names.ts';
import { classifyShell, shellHeredoc } from '../../../shell/shell-text.ts';
import { readHcl } from '../../../terraform/hcl-tokens.ts';
import { type PathSelector, scripts, terraformFiles } from '../../../tree/file-types.ts';
import {
  baseName,
  folderOf,
  foldersUp,
  isInside,
  joinPath,
  normaliseRepositoryPath,
  relativePath,
} from '../../../tree/repository-paths.ts';
import { linesWithoutComments } from '../../facts/ci/comments.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';

const workflows: PathSelector = (path) => /^\.github\/.*\.ya?ml$/.test(path);

export const danglingPathReference: Rule = {
  id: 'dangling-path-reference',
  title: 'No path leads to where a file was before it moved',
  severity: 'error',
  incident: '004 4.2',
  help: 'Write the path the file has now.',
  needs: [terraformFiles, workflows, scripts],
  *check(context) {
    const named = groupBy(context.paths.all, baseName);
    for (const path of [...context.texts.keys()].sort()) {
      const text = context.text(path) ?? '';
      if (terraformFiles(path)) yield* inTerraform({ path, text }, named, context);
      else if (workflows(path) || scripts(path)) yield* inLines({ path, text }, named, context);
    }
  },
};

type FilesByName = ReadonlyMap<string, readonly string[]>;

interface File {
  path: string;
  text: string;
}

function* inTerraform(file: File, named: FilesByName, context: RuleContext): Iterable<RuleFinding> {
  const tokens = readHcl(file.text);
  for (const [index, { kind, text, start }] of tokens.entries()) {
    if (kind !== 'string' || !text.includes('/')) continue;
    // Files that Terraform writes.
    if (/^(?:filename|output_path|output_file|dest(?:ination)?)$/.test(tokens[index - 2]?.text ?? '')) continue;
    const [, root = '', written = ''] = /^(\$\{path\.(?:module|root)\}\/)?(.+)$/.exec(text) ?? [];
    if (!isPlainPath(written)) continue;
    // A default is for those who call the module: it does not say from where the path leads.
    if (root === '' && written.startsWith('.') && tokens[index - 2]?.text === 'default') continue;
    const base = folderOf(file.path);
    const target = movedTo(written, root === '' ? foldersUp(base) : [base], named, context);
    if (target === null) continue;
    const now = root === '' && !written.startsWith('.') ? target : relativePath(base, target);
    const from = start + 1 + root.length;
    yield finding(file, { written, from, target, now }, 'error');
  }
}

/** Where a command writes what it says: it reads what it is given all the same. Not `2>`, which is said of what may fail. */
const intoFile = /(?<=\s)>{1,2}[ \t]*(?!\s)(?:"[^"]*"|'[^']*'|[^\s"'|;&<>()]+)/g;

/** Words by which a line creates, looks for or removes what need not exist, or only talks about it. */
const makes =
  />|^\s*(?:-\s+)?(?:run:\s+)?(?:echo|printf)\b|\b(?:touch|mkdir|rm|cp|mv|tee|test|exists?|hashFiles|output|out|git mv|ln)\b|\s-[oO]\s|\[\s+(?:!\s*)?-[a-z]\s|--(?:exclude|ignore)/;

function* inLines(file: File, named: FilesByName, context: RuleContext): Iterable<RuleFinding> {
  const severity = workflows(file.path) ? 'error' : 'warning';
  const bases = foldersUp(folderOf(file.path));
  const checkouts = workflows(file.path) ? checkoutFolders(file.text) : [];
  for (const { written, from } of pathsIn(file)) {
    // A step may stand in one of these folders, and lead from it to another one.
    const below = written.replace(/^(?:\.\.?\/)+/, '');
    if (checkouts.some((folder) => isInside(below, folder))) continue;
    const target = movedTo(written, bases, named, context);
    if (target === null) continue;
    const now = written.startsWith('./') ? `./${target}` : target;
    yield finding(file, { written, from, target, now }, severity);
  }
}

/** The folders that a workflow checks a repository out to, its own or another one: what is in them is not of the root. */
function checkoutFolders(text: string): string[] {
  return text
    .split(/\buses:[ \t]*["']?(?=[\w.-]+\/[\w.-]+@)/)
    .filter((step) => /^[\w.-]+\/checkout@/.test(step))
    .flatMap((step) => /^[ \t]+path:[ \t]*["']?([\w./-]+)/m.exec(step)?.[1] ?? [])
    .flatMap((path) => normaliseRepositoryPath(path) || []);
}

/** The words of a workflow or a script that are the path of a file, each with its offset. */
function* pathsIn({ path, text }: File): Iterable<{ written: string; from: number }> {
  let start = 0;
  const lines = linesWithoutComments(path, text);
  // A here-document is read by people, or written to another file.
  const classes = /\.(?:sh|bash)$/.test(path) ? classifyShell(text) : null;
  const made = new Set(lines.flatMap((line) => line.split(/[|;&]+/).flatMap(writtenBy)));
  let isOtherTree = false;
  for (const [index, original] of text.split('\n').entries()) {
    const line = lines[index] ?? '';
    // Each step begins in the tree that was checked out; a script that takes another one stays in it.
    if (/^[ \t]*-[ \t]+\w+:/.test(line)) isOtherTree = false;
    isOtherTree ||= takesOtherTree.test(line);
    const command = line.replace(intoFile, '');
    const isRead = line.includes('/') && !makes.test(command) && !/\bs[/|#]/.test(/\bsed\b.*/.exec(line)?.[0] ?? '');
    for (const { 0: written, index: column } of isRead && !isOtherTree ? line.matchAll(pathWords) : []) {
      const from = start + column;
      const isSame = text.startsWith(written, from) && !made.has(withoutDot(written));
      if (isSame && isPlainPath(written) && classes?.[from] !== shellHeredoc) yield { written, from };
    }
    start += original.length + 1;
  }
}

const pathWords = /(?<![\w./$}{:@~*<>()%!+-])(?:\.\/)?[\w.-]+(?:\/[\w.-]+)+(?![\w/*{$(@:%-])/g;

/** The paths that a command writes, which are there for the lines that read them; what it reads itself is none of them. */
function writtenBy(command: string): string[] {
  const words: string[] = command.replaceAll('>', ' > ').match(/[^\s"']+/g) ?? [];
  const redirected = words.indexOf('>');
  const own = redirected === -1 ? words : words.slice(0, redirected);
  const program = own.findIndex((word) => /^(?:touch|tee|cp|mv|ln)$/.test(word));
  const given = program === -1 ? [] : own.slice(program + 1).filter((word) => !word.startsWith('-'));
  const target = given.at(-1) ?? '';
  const copied = target.endsWith('/') ? given.slice(0, -1).map((source) => `${target}${baseName(source)}`) : [target];
  const written = /^(?:touch|tee)$/.test(own[program] ?? '') ? given : copied;
  const named = words.filter((_, index) => /^(?:>|-[oO])$/.test(words[index - 1] ?? ''));
  return [...written, ...named].map(withoutDot);
}

function withoutDot(path: string): string {
  return path.startsWith('./') ? path.slice(2) : path;
}

/** A command that takes the files of another commit; a new branch has those that are there. */
const takesOtherTree = /\bgit\s+(?:switch|checkout)\s+(?!-[bBcC]\b|--(?:\s|create|orphan))/;

/** A file with an ending, in a folder, and nothing that a build makes. */
function isPlainPath(written: string): boolean {
  if (!/^[\w./-]+\/[\w.-]+\.[A-Za-z]\w{0,9}$/.test(written) || written.startsWith('/')) return false;
  return !/(?:^|\/)(?:dist|build|target|out|bin|obj|node_modules|coverage|tmp|\.terraform|\.git|vendor|generated|gen|reports?|artifacts?|results?)\//.test(
    written,
  );
}

/**
 * Where the file is now: when nothing of the repository ends with the path, the folder it starts with exists, and only
 * one file has its name. Null when it is not known to have moved.
 */
function movedTo(written: string, bases: readonly string[], named: FilesByName, { paths }: RuleContext): string | null {
  const [target, ...more] = named.get(baseName(written)) ?? [];
  if (target === undefined || more.length > 0) return null;
  const candidates = bases.flatMap((base) => normaliseRepositoryPath(joinPath(base, written)) ?? []);
  if (candidates.length === 0 || candidates.some((path) => paths.at(path) !== null)) return null;
  const plain = written.replace(/^(?:\.\.?\/)+/, '');
  if (`/${target}`.endsWith(`/${plain}`)) return null;
  const isNear = candidates.some(
    (path) => folderOf(path) !== '' && sharesFolders(path, target) && isFolder(path, paths),
  );
  return isNear ? target : null;
}

/** Whether both begin in the same folder of the root: two files that share a name by accident rarely do. */
function sharesFolders(path: string, target: string): boolean {
  const [first] = path.split('/');
  return target.startsWith(`${first}/`);
}

function isFolder(path: string, paths: RuleContext['paths']): boolean {
  return paths.at(path.split('/')[0] ?? '') === 'folder';
}

function finding(
  file: File,
  { written, from, target, now }: { written: string; from: number; target: string; now: string },
  severity: 'error' | 'warning',
): RuleFinding {
  return {
    location: placeIn(file, from),
    subject: written,
    severity,
    message: `${showPath(file.path)} names ${quoteName(written)}, which does not exist: what reads it fails (${showPath(target)} has the same name)`,
    fix: {
      description: `write ${now} for ${written}`,
      safe: false,
      edits: [{ path: file.path, range: [from, from + written.length], newText: now }],
    },
  };
}
