import { isBuildManifest } from '../../../catalog/service-kind.ts';
import { keyEntries, listsOf } from '../../../list-editing/yaml-lists.ts';
import { divided, programStem } from '../../../name-spellings.ts';
import { isYaml } from '../../../tree/file-types.ts';
import { baseName } from '../../../tree/repository-paths.ts';
import { parseYamlFile } from '../../../yaml/yaml-document.ts';

/** What stands in a copy for a secret of the sibling. */
export const unchosenSecret = 'CHANGE-ME';

/** The same in `data` of a Secret, which is Base64. */
const unchosenData = 'Q0hBTkdFLU1F';

/** Whether a line holds what stands for a secret. */
export function holdsUnchosen(line: string): boolean {
  return line.includes(unchosenSecret) || line.includes(unchosenData);
}

/** Names of secrets, not of what holds one or says where it is: `DB_PASSWORD`, and neither `secretName` nor `passwordKey`. */
const secretName =
  /(?:pass(?:word|wd|phrase)|[_.-]pwd|^pwd|token|api[_-]?key|private[_-]?key|secret[_-]access[_-]?key|account[_-]?key|(?:jwt|client|session|cookie|app|signing|hmac|webhook|auth|encryption)[_-]?(?:secret|key))$/i;

/** In capitals it is a variable, and else the name of an object. */
const secretVariable = /(?:^|_)SECRET(?:_KEY)?$/;

function isSecretName(name: string): boolean {
  return secretName.test(name) || secretVariable.test(name);
}

/** What stands in the place of a secret and is none: a reference, a switch, where a file is. */
const noSecret = /^(?:[$<!@%|>&*~{[]|\/|\.{1,2}\/|vault:|ref\+|ENC\[|op:\/\/|(?:true|false|null|yes|no)$)/i;

/** Files of versions and digests, which are no secrets whatever they are called. */
function holdsVersions(path: string): boolean {
  return isBuildManifest(baseName(path)) || /lock/i.test(baseName(path));
}

/** Files that say how a service is run; in what it is built from, a word after `token` is code. */
function saysSettings(path: string): boolean {
  const name = baseName(path);
  return (
    isYaml(path) || /\.(?:json|properties|env|toml|ini|conf|tpl)$|^\.env|\.env\.|Dockerfile|Containerfile/.test(name)
  );
}

/**
 * A copied text without the secrets that it came with: passwords, tokens and keys by the names that they have, those in
 * addresses and connection strings, and what a Secret holds; nor with the name of the sibling's database, which it would
 * write to. What is read from elsewhere (`${…}`, `{{ … }}`) stays.
 */
export function withoutSecrets(path: string, text: string, sibling: string | null): string {
  if (holdsVersions(path)) return text;
  if (!saysSettings(path)) return withoutConnections(text, stemOf(sibling));
  const isSecret = isYaml(path) && /^kind:[ \t]*Secret[ \t]*$/m.test(text);
  const lines = withoutPrivateKeys(text.split('\n'));
  const held = isSecret ? withoutHeld(lines) : lines;
  const stem = stemOf(sibling);
  return held
    .map((line, index) => (isSecretPair(held[index - 1], line) ? withValue(line) : inLine(line)))
    .map((line, index) => withoutDatabase(isDatabasePair(held[index - 1], line, stem) ? withValue(line) : line, stem))
    .join('\n');
}

/** A program without the passwords in its addresses and connection strings: nothing else in a program says what it is. */
function withoutConnections(text: string, stem: string | null): string {
  return text
    .split('\n')
    .map((line) =>
      line
        .replace(inAddress, `$1${unchosenSecret}`)
        .replace(
          /((?:["';][ \t]?)(?:Password|Pwd|Database|Initial Catalog)=)([^;"'\s{}$]{1,200})(?=[;"'])/gi,
          (whole, name: string, value: string) =>
            /(?:password|pwd)=$/i.test(name) || isOfSibling(value, stem) ? name + unchosenSecret : whole,
        ),
    )
    .join('\n');
}

/** What a database of a service may be called after: `order` of `order-service` and `orderservice`. */
function stemOf(name: string | null): string | null {
  if (name === null) return null;
  return (programStem(divided(name)) ?? name).toLowerCase();
}

/** A line in which what is called after the sibling, in the place of a database, is to be chosen. */
function withoutDatabase(line: string, stem: string | null): string {
  const chosen = (whole: string, before: string, name: string): string =>
    isOfSibling(name, stem) ? before + unchosenSecret : whole;
  return line
    .replace(
      /((?:postgres|postgresql|mysql|mariadb|mongodb|mongodb\+srv|sqlserver|cockroachdb):\/\/[^\s"'/]{1,400}\/)([\w-]{1,100})/g,
      chosen,
    )
    .replace(
      /((?:\b|_)(?:DB|DB_?NAME|DATABASE|DATABASE_?NAME|Initial Catalog)["']?(?:[ \t]{0,9}=[ \t]{0,9}|:[ \t]{1,99})["']?)([\w-]{1,100})/gi,
      chosen,
    );
}

/** Lines in which one placeholder stands for each key of many lines. */
function withoutPrivateKeys(lines: readonly string[]): string[] {
  let isInside = false;
  return lines.flatMap((line) => {
    const begins = line.indexOf('-----BEGIN ');
    if (!isInside && begins >= 0 && line.includes('PRIVATE KEY-----')) {
      isInside = !line.includes('-----END ');
      return isInside ? [line.slice(0, begins) + unchosenSecret] : [line];
    }
    const isOfKey = isInside;
    if (line.includes('-----END ')) isInside = false;
    return isOfKey ? [] : [line];
  });
}

/** The lines of a Secret without what it holds. */
function withoutHeld(lines: readonly string[]): string[] {
  let held: { indent: number; value: string } | null = null;
  return lines.map((line) => {
    const indent = line.search(/\S/);
    if (held && indent >= 0 && indent <= held.indent) held = null;
    if (held) return withValue(line, held.value);
    const [, key] = /^[ \t]*(data|stringData):[ \t]*$/.exec(line) ?? [];
    if (key !== undefined) held = { indent, value: key === 'data' ? unchosenData : unchosenSecret };
    return line;
  });
}

/** Whether a line is the value of a secret that the one above it names. */
function isSecretPair(above: string | undefined, line: string): boolean {
  const name = namedAbove(above, line);
  return name !== null && isSecretName(name);
}

/** Whether a line is the value of a database that the one above it names, and that is called after the sibling. */
function isDatabasePair(above: string | undefined, line: string, stem: string | null): boolean {
  const name = namedAbove(above, line);
  const [, value = ''] = /^[ \t]*value:[ \t]*["']?([\w-]{1,100})/.exec(line) ?? [];
  return name !== null && databaseName.test(name) && isOfSibling(value, stem);
}

/** What a line is the value of: `- name: X` and below it `value: …`. */
function namedAbove(above: string | undefined, line: string): string | null {
  const [, name] = /^[\s-]*name:[ \t]*["']?([\w.-]{1,200})["']?[ \t]*$/.exec(above ?? '') ?? [];
  return name !== undefined && /^[ \t]*value:/.test(line) ? name : null;
}

/** What a variable is called that names a database. */
const databaseName = /(?:^|[_.-])(?:DB|DB_?NAME|DATABASE|DATABASE_?NAME)$/i;

/** The text of an edited file in which the entries that were added for a service are adapted to it. */
export function withOwnEntries(
  path: string,
  { before, text }: { before: string; text: string },
  isOwn: (name: string) => boolean,
  adapt: (entry: string) => string,
): string {
  if (!isYaml(path)) return text;
  const known = new Set(entriesIn(path, before, isOwn).map(([start, end]) => before.slice(start, end)));
  let [written, last] = ['', 0];
  for (const [start, end] of entriesIn(path, text, isOwn)) {
    const entry = text.slice(start, end);
    if (start < last || known.has(entry)) continue;
    written += text.slice(last, start) + adapt(entry);
    last = end;
  }
  return written + text.slice(last);
}

/** The entries of maps that are called after a service, in their order, each with its key. */
function entriesIn(path: string, text: string, isOwn: (name: string) => boolean): [number, number][] {
  const { documents, errors } = parseYamlFile(path, text);
  if (errors.length > 0) return [];
  const entries = documents
    .flatMap(listsOf)
    .filter(({ shift }) => shift === 0)
    .flatMap(keyEntries);
  return entries
    .flatMap((entry): [number, number][] => (isOwn(entry.text) ? [[entry.start, entry.end]] : []))
    .sort(([a], [b]) => a - b);
}

/** A line with another value of its key; one that is a reference, or none, stays. */
function withValue(line: string, value = unchosenSecret): string {
  const [, start, written] = /^([\s-]*[\w."'/-]{1,200}:[ \t]+)(\S[^\n]*)$/.exec(line) ?? [];
  return start === undefined || written === undefined ? line : start + replaced(written, value);
}

/** A scalar by another, in the quotes that it has; what follows it stays. */
function replaced(written: string, value = unchosenSecret): string {
  const [quoted, quote = '', text = ''] = /^(["'])([^"']{0,4000})\1/.exec(written) ?? [];
  const [plain = ''] = /^(?:\$\{[^}\s]{1,400}\}|[^\s#,}\]"']+)/.exec(written) ?? [];
  const inner = quoted === undefined ? plain : text;
  const rest = written.slice((quoted ?? plain).length);
  const [, variable] = /^(\$\{\w{1,200}:?-)[^}]{1,400}\}$/.exec(inner) ?? [];
  if (variable !== undefined) return `${quote}${variable}${value}}${quote}${rest}`;
  return inner === '' || noSecret.test(inner) ? written : `${quote}${value}${quote}${rest}`;
}

/** The secrets of one line: of keys with their values, of assignments inside of those, of a pair in braces, in addresses. */
function inLine(line: string): string {
  const written = (whole: string, name: string, sign: string, value: string): string =>
    isSecretName(name) ? name + sign + replaced(value) : whole;
  return line
    .replace(
      /(?<![\w.-])([A-Za-z][\w.-]{0,200})(["']?:[ \t]{1,99})("[^"\n]{1,4000}"|'[^'\n]{1,4000}'|\$\{[^}\s]{1,400}\}|[^\s"'#,;}\]]+)/g,
      written,
    )
    .replace(
      /(?<![\w.-])([A-Za-z][\w.-]{0,200})([ \t]{0,9}=[ \t]{0,9})("[^"\n]{1,4000}"|'[^'\n]{1,4000}'|\$\{[^}\s]{1,400}\}|[^\s"'#,;}\]]+)/g,
      written,
    )
    .replace(
      /(\bname:[ \t]{0,9}["']?)([\w.-]{1,200})(["']?,[ \t]{0,9}value:[ \t]{0,9})("[^"\n]{1,4000}"|'[^'\n]{1,4000}'|[^\s"',}]+)/g,
      (whole, start: string, name: string, between: string, value: string) =>
        isSecretName(name) ? start + name + between + replaced(value) : whole,
    )
    .replace(inAddress, `$1${unchosenSecret}`);
}

/** What stands before the `@` of an address, behind the name of a user. */
const inAddress = /(:\/\/[^\s:/@"'{}]{0,200}:)[^\s:/@"'{}$<]{1,200}(?=@)/g;

/** Whether a database is called after the sibling; of one that is not known, none is. */
function isOfSibling(database: string, stem: string | null): boolean {
  return stem !== null && database.toLowerCase().startsWith(stem);
}
