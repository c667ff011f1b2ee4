/**
 * Whether a text can hold an Application, told without parsing it: most files of a repository hold none. Whoever writes
 * a file decides how the words of it are written, so that only what cannot be one, however it is written, is left out.
 */
export function mayHoldApplication(text: string): boolean {
  if (!text.includes(group) && !text.includes('\\')) return false;
  return text.split(/\r?\n---(?=\s|$)/).some((document) => {
    if (isDefinition(document)) return false;
    return namesApplication(document) || namesApplication(withoutEscapes(document));
  });
}

const group = 'argoproj.io/';

/** A word that stands for a whole scalar, be it a value, an anchor's, a tag's or the only line of a block. */
const kind = /(?<=[\s"'{[,:])(?:Application(?:Set)?|List)(?=["']?\s*(?:[,}\]#\r\n]|$))/;

function namesApplication(document: string): boolean {
  return document.includes(group) && kind.test(document);
}

/**
 * Whether a document defines a type (`kind: Application` among the names of a CustomResourceDefinition): long ones, that
 * are not worth seconds of parsing. Every line that is not indented has to be a key of one, and none comes twice.
 */
function isDefinition(document: string): boolean {
  if (!document.includes('CustomResourceDefinition')) return false;
  const lines = document.match(/^[^\s#].*$/gm) ?? [];
  const keys = lines.map((line) => /^(?:apiVersion|kind|metadata|spec|status)(?=:)/.exec(line)?.[0]);
  return (
    lines.some((line) => /^kind:\s+CustomResourceDefinition\s*$/.test(line)) &&
    !keys.includes(undefined) &&
    new Set(keys).size === keys.length
  );
}

/** A text with what escapes of double quotes stand for, wherever they are. */
function withoutEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U0{3}([0-9a-f]{5})|\r?\n[ \t]*|(\/))/gi,
    (_escape, two?: string, four?: string, eight?: string, slash?: string) => {
      const code = two ?? four ?? eight;
      return code === undefined ? (slash ?? '') : String.fromCodePoint(Number.parseInt(code, 16));
    },
  );
}

const needle = new TextEncoder().encode('argoproj.io');
const rare = needle.indexOf(0x6a); // 'j' is the letter of it that other text has least

/** Whether the bytes name Argo CD's group, be it by escapes: most files of a repository do not, and need not be decoded. */
export function mentionsArgo(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0x6a); at !== -1; at = bytes.indexOf(0x6a, at + 1)) {
    if (needle.every((byte, index) => bytes[at - rare + index] === byte)) return true;
  }
  return bytes.includes(0x5c) && withoutEscapes(new TextDecoder().decode(bytes)).includes(group);
}
