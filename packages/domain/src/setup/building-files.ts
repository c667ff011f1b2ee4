import { buildsImages, isLocalAction, isWorkflow, mayHoldCommands } from '../builds/definition-files.ts';
import type { Tree } from '../ports.ts';
import { textOf } from '../tree/read-text.ts';
import { folderOf, isForeign } from '../tree/repository-paths.ts';

/** Commands that build images without a program for containers, or by one of its own. */
const otherCommands =
  /\bjib(?:DockerBuild|:build|:dockerBuild)?\b|\bbootBuildImage\b|spring-boot:build-image|\b(?:skaffold|ko|depot|pack|earthly|img|melange|apko) (?:build|publish|run)\b|\bacr build\b|\bgcloud builds submit\b|\bdocker[ -]compose\b[^\n]{0,200}\bbuild\b/;

/** Whether a text says that it builds images, by whatever program. */
export function saysItBuilds(text: string): boolean {
  return buildsImages(text) || otherCommands.test(text);
}

/** What a file that builds is called by: its path, or for a local action its folder. */
function calledAs(path: string): string {
  return isLocalAction(path) ? `./${folderOf(path)}` : path;
}

/** How workflows call the scripts and local actions that build images, themselves or by another one of them. */
export async function buildingFiles(tree: Tree): Promise<string[]> {
  const wanted = (await tree.list()).flatMap(({ path, mode }) =>
    (mode === 'file' || mode === 'executable') && isCalled(path) ? [path] : [],
  );
  const contents = await tree.read(wanted);
  const texts = wanted.map((path) => ({ path, text: textOf(path, contents.get(path)) ?? '' }));
  const building = texts.filter(({ text }) => saysItBuilds(text)).map(({ path }) => calledAs(path));
  const callers = texts.filter(({ text }) => building.some((name) => text.includes(name)));
  return [...new Set([...building, ...callers.map(({ path }) => calledAs(path))])];
}

function isCalled(path: string): boolean {
  return !isWorkflow(path) && !isForeign(path) && (isLocalAction(path) || (mayHoldCommands(path) && /[./]/.test(path)));
}
