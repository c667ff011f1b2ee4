import { isSkipped } from '../argocd/source-contents.ts';
import { addAll } from '../grouping.ts';
import { showPath } from '../names.ts';
import { textOf } from '../tree/read-text.ts';
import { tooLongFile } from '../tree/too-long-file.ts';
import { type SourceJob, treeFolder } from './job.ts';
import { documentTexts } from './rendered-objects.ts';
import type { ManifestRenderer, RenderProgram, RunOutcome } from './renderer.ts';

/** The programs that are there, and the files that jobs name. */
export interface RenderPlace {
  renderer: ManifestRenderer;
  versions: Readonly<Record<RenderProgram, string | null>>;
  read(path: string): Uint8Array | undefined;
}

/** Bytes of files beyond which a source is not rendered. */
const mostBytes = 50 * 1024 * 1024;

/** Renders one source; of one that does not exist nothing is rendered. */
export async function renderSource(
  job: SourceJob | undefined,
  { renderer, versions, read }: RenderPlace,
  again?: 'again',
): Promise<RunOutcome> {
  if (job === undefined) return { kind: 'rendered', text: '' };
  if (job.obstacle !== null) return { kind: 'unknown', why: job.obstacle };
  const missing = job.commands.find(({ program }) => versions[program] === null);
  if (missing) return { kind: 'unknown', why: `${missing.program} is not on the PATH` };
  const encoder = new TextEncoder();
  const files = new Map<string, Uint8Array>([...job.made].map(([path, text]) => [path, encoder.encode(text)]));
  let size = 0;
  for (const { from, to } of job.files) {
    const bytes = read(from);
    if (bytes === undefined || bytes === tooLongFile)
      return { kind: 'unknown', why: `${showPath(from)} ${bytes ? 'is too long' : 'cannot be read'}` };
    size += bytes.length;
    files.set(`${treeFolder}/${to}`, bytes);
  }
  if (size > mostBytes) return { kind: 'unknown', why: `it reads more than ${mostBytes / 1024 / 1024} MiB of files` };
  return job.commands.length === 0 ? asTheyAre(job, read) : renderer.render({ files, commands: job.commands }, again);
}

/** The manifests of a plain directory. */
function asTheyAre({ files }: SourceJob, read: RenderPlace['read']): RunOutcome {
  const texts: string[] = [];
  for (const { from } of files) {
    const text = textOf(from, read(from));
    if (text === null) return { kind: 'unknown', why: `${showPath(from)} is no text` };
    // Argo CD leaves out what is no object.
    if (!isSkipped(text))
      addAll(
        texts,
        documentTexts(text).filter((each) => /\bkind["']?\s*:/.test(each)),
      );
  }
  return { kind: 'rendered', text: texts.join('\n---\n') };
}
