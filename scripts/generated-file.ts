/** A file that is generated, so that it cannot say something else than the code does. */
export interface GeneratedFile {
  /** Relative to the repository root. */
  path: string;
  /** `present` is the file as it is, for those that are generated only in part; null where there is none. */
  content(present: string | null): string;
}

/** The first line of a generated page. */
export function generatedNote(sources: string): string {
  return `<!-- Generated from ${sources}: run \`npm run docs\`. -->\n`;
}

/** Text for one cell of a Markdown table. */
export function markdownCell(text: string): string {
  return text.trim().replace(/\s+/g, ' ').replaceAll('|', '\\|');
}

/** Order by code unit, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
