import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '@rollcall/domain/user-error';
import { changeEdits } from '@rollcall/domain/yaml/change';
import { checkEdits } from '@rollcall/domain/yaml/check-edits';
import { applyEdits } from '@rollcall/domain/yaml/edit';
import { formatYamlPath } from '@rollcall/domain/yaml/replace-scalar';
import { decodeUtf8, parseYamlFile, type YamlDocument, type YamlPath } from '@rollcall/domain/yaml/yaml-document';
import { compareReaders } from '@rollcall/testkit/yaml-readers';

/** A tag as it is usual, one that is a number to YAML, one that has to be quoted or escaped. */
const newValues = ['7-abc1234', '0123456', `it's "x": #1`];

/**
 * Edits every value of every case of yaml-test-suite (a checkout of its branch `data`), one at a time, and counts
 * how it ends. Whatever is neither made with all of its proofs nor refused with a reason has failed, and so has
 * the run.
 */
export async function run(words: string[]): Promise<void> {
  const { positionals } = parseArgs({ args: words, allowPositionals: true });
  const [folder] = positionals;
  if (folder === undefined) throw new Error('Usage: npm run bench -- yaml-suite FOLDER');
  const cases = caseFolders(folder).map((path) => ({ name: relative(folder, path), ...readCase(path) }));
  if (cases.length === 0) throw new Error(`${folder} holds no in.yaml: check out the suite's branch data`);

  console.log(`${filesTable(cases)}\n`);
  const taken = cases.filter(({ text }) => compareReaders(text) !== 'nothing').length; // throws where the two differ
  console.log(`The reader of block YAML takes ${taken} of them, and reads them as the \`yaml\` package does.\n`);
  const readable = cases.flatMap(({ name, file }) => (file && file.errors.length === 0 ? [{ name, file }] : []));
  const counts = newValues.map((value): Counts => {
    const count: Counts = { value, edited: 0, same: 0, refused: new Map(), failed: [] };
    for (const { name, file } of readable)
      for (const document of file.documents)
        for (const path of placesOf(document).paths) tryEdit(count, name, document, path);
    return count;
  });
  console.log(`${editsTable(counts)}\n`);
  const documents = readable.flatMap(({ file }) => file.documents);
  const withoutPath = documents.reduce((sum, document) => sum + placesOf(document).withoutPath, 0);
  console.log(
    `${withoutPath} entries are beyond every path: behind a key that is a list, a map or an alias, or in an \`!!omap\`.`,
  );
  for (const { failed } of counts) for (const failure of failed) console.error(`FAILED ${failure}`);
  if (counts.some(({ failed }) => failed.length > 0)) process.exitCode = 1;
}

interface Counts {
  value: string;
  edited: number;
  /** The place says it already. */
  same: number;
  /** How often, by reason. */
  refused: Map<string, number>;
  failed: string[];
}

/** Everything that holds an in.yaml, without the suite's links to the same cases by name and by tag. */
function caseFolders(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === 'in.yaml')
    .map(({ parentPath }) => parentPath)
    .filter((path) =>
      dirname(relative(folder, path))
        .split('/')
        .every((part) => part !== 'name' && part !== 'tags'),
    )
    .sort();
}

function readCase(folder: string) {
  const invalid = readdirSync(folder).includes('error');
  const bytes = readFileSync(join(folder, 'in.yaml'));
  const text = bytes.toString('utf8');
  try {
    return { invalid, text, file: parseYamlFile('in.yaml', decodeUtf8('in.yaml', bytes)) };
  } catch (error) {
    if (error instanceof UserError) return { invalid, text, file: undefined };
    throw error;
  }
}

type Case = { name: string } & ReturnType<typeof readCase>;

/** What is YAML to the suite and what to us. */
function filesTable(cases: readonly Case[]): string {
  const named = (invalid: boolean, readable: boolean): string => {
    const found = cases.filter((one) => one.invalid === invalid && (one.file?.errors.length === 0) === readable);
    const names = invalid === readable ? `: ${found.map(({ name }) => name).join(', ')}` : '';
    return `${found.length}${found.length > 0 ? names : ''}`;
  };
  return [
    `| ${cases.length} files | read | not valid YAML: nothing in them is edited |`,
    '|---|---|---|',
    `| valid to the suite | ${named(false, true)} | ${named(false, false)} |`,
    `| an error to the suite | ${named(true, true)} | ${named(true, false)} |`,
  ].join('\n');
}

/** The places of single values (a scalar, nothing, or an alias), as paths name them: by a key's text, or by index. */
function placesOf({ contents }: YamlDocument): { paths: YamlPath[]; withoutPath: number } {
  const paths: YamlPath[] = [];
  let withoutPath = 0;
  const walk = (node: unknown, path: YamlPath): void => {
    if (!hasItems(node)) {
      paths.push(path);
      return;
    }
    for (const [index, item] of node.items.entries()) {
      if (isOrdered(node)) withoutPath += 1;
      else if (!isPair(item)) walk(item, [...path, index]);
      else if (isScalar(item.key)) walk(item.value, [...path, String(item.key.value)]);
      else withoutPath += 1;
    }
  };
  walk(contents, []);
  return { paths, withoutPath };
}

// By shape: the root package depends on no parser.
function hasItems(node: unknown): node is { items: unknown[] } {
  return typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items);
}

/** `!!omap`: entries that stand in a list. */
function isOrdered(node: { items: unknown[] }): boolean {
  return 'tag' in node && node.tag === 'tag:yaml.org,2002:omap';
}

function isPair(item: unknown): item is { key: unknown; value: unknown } {
  return typeof item === 'object' && item !== null && 'key' in item;
}

function isScalar(node: unknown): node is { value: unknown } {
  return typeof node === 'object' && node !== null && 'value' in node && !('key' in node);
}

function tryEdit(count: Counts, name: string, document: YamlDocument, path: YamlPath): void {
  const { text } = document.file;
  const { value } = count;
  try {
    const { edits, expectations } = changeEdits({ kind: 'replace', document, path, value });
    const after = applyEdits(text, edits);
    checkEdits(text, after, edits, expectations);
    const read = parseYamlFile('in.yaml', after).documents[document.index]?.node(path);
    if (!isScalar(read) || read.value !== value) throw new Error(`reads as ${String(read)}`);
    if (edits.length === 0) count.same += 1;
    else count.edited += 1;
  } catch (error) {
    const where = `${name}, document ${document.index}, ${formatYamlPath(path)}, ${JSON.stringify(value)}`;
    const reason = error instanceof UserError ? reasons.find(([pattern]) => pattern.test(error.message)) : undefined;
    if (reason) count.refused.set(reason[1], (count.refused.get(reason[1]) ?? 0) + 1);
    else count.failed.push(`${where}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** By what a refusal says at its end: it begins with the path. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/ is a block or spans several lines$/, 'a block (`\\|`, `>`) or several lines'],
  [/ is an alias \(\*.*\)$/s, 'an alias'],
  [/ has the anchor &.*, which line \d+ uses as well$/s, 'an anchor that is used elsewhere, on the value or around it'],
  [/ has the tag .*$/s, 'a tag other than `!!str`'],
  [/ has no value$/, 'nothing to write behind: no colon, or an anchor or a tag alone'],
  [/ is a (map|list), not one value$/, 'another entry of the same key is a map or a list'],
];

function editsTable(counts: readonly Counts[]): string {
  const row = (what: string, of: (count: Counts) => number): string =>
    `| ${what} | ${counts.map((count) => String(of(count))).join(' | ')} |`;
  const refused = (count: Counts): number => [...count.refused.values()].reduce((sum, number) => sum + number, 0);
  return [
    `| every value of these files, replaced by | ${counts.map(({ value }) => `\`${value}\``).join(' | ')} |`,
    `|---|${counts.map(() => '---').join('|')}|`,
    row('edited, every proof holds', ({ edited }) => edited),
    row('said so already', ({ same }) => same),
    row('refused with a reason and its line', refused),
    ...reasons
      .filter(([, reason]) => counts.some((count) => count.refused.has(reason)))
      .map(([, reason]) => row(`– ${reason}`, (count) => count.refused.get(reason) ?? 0)),
    row('**failed**', ({ failed }) => failed.length),
  ].join('\n');
}
