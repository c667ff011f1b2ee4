import { isPipeline } from '../builds/definition-files.ts';
import type { Location } from '../location.ts';
import type { Tree } from '../ports.ts';
import { textPattern } from '../text-pattern.ts';
import { isYaml } from '../tree/file-types.ts';
import { textOf } from '../tree/read-text.ts';
import { isTellingName } from '../verify/fixes/clone/service-renamer.ts';

/**
 * The lines of manifests and settings that may mean a service whose name is an ordinary word: that say it as a whole
 * value, or something that is called after it; in pipelines also what is called by it as by a part (`build-auth:`).
 * Nobody can tell, so nothing takes them out. None of any other name.
 */
export async function ordinaryUses(tree: Tree, name: string): Promise<Location[]> {
  if (isTellingName(name)) return [];
  const paths = (await tree.list()).flatMap(({ path, mode }) => (mode === 'file' && isYaml(path) ? [path] : []));
  const contents = await tree.read(paths);
  const use = textPattern()`^${name}(?:-[a-z0-9-]*)?$`;
  return paths.flatMap((path) => {
    const isOfPipeline = isPipeline(path) || path.startsWith('.github/workflows/');
    return (textOf(path, contents.get(path)) ?? '')
      .split('\n')
      .flatMap((line, index) =>
        use.test(valueIn(line)) || (isOfPipeline && wordsOfKey(line).includes(name))
          ? [{ path, line: index + 1, column: line.indexOf(name) + 1 }]
          : [],
      );
  });
}

/** The words that the key of a line of YAML is made of: `build`, `auth` of `build-auth:`. */
function wordsOfKey(line: string): string[] {
  const [key = ''] = /^[\w:-]+(?=["']?:(?:[ \t\r]|$))/.exec(line.trimStart().replace(/^(?:- )?["']?/, '')) ?? [];
  return key.split(/[_:-]/);
}

/** What a line of YAML says, behind its dash and its key, without quotes and remark. */
function valueIn(line: string): string {
  const [written = ''] = line.trim().replace(/^- /, '').split(' #', 1);
  const value = written.slice(written.search(/:[ \t]/) + 1).trim();
  return value.replace(/^["']|["']$/g, '');
}
