import { addAll } from '../../grouping.ts';
import { placesIn } from '../../location.ts';
import { folderOf, foldersUp } from '../../tree/repository-paths.ts';
import { type Ecosystem, folderReference, type LocalPackage, workspaceFiles } from './manifests.ts';

const shared = ['Directory.Build.props', 'Directory.Build.targets', 'Directory.Packages.props', 'global.json'];
const configs = ['NuGet.config', 'nuget.config', 'NuGet.Config'];

/** `<ProjectReference Include="…"/>`, and the files MSBuild looks for in the folders above a project. */
export const dotnet: Ecosystem = {
  kinds: ['dotnet'],
  isManifest: (name) => /\.(?:cs|fs|vb)proj$/.test(name) || name.startsWith('Directory.Build.'),
  lockfiles: ['packages.lock.json'],
  packagesOf: (path, manifests) => {
    const text = manifests.text(path).replace(/<!--[\s\S]*?(?:-->|$)/g, (comment) => comment.replace(/[^\n]/g, ' '));
    const references: LocalPackage[] = [];
    const placeOf = placesIn({ path, text });
    for (const match of text.matchAll(/<ProjectReference\s[^<>]*?\bInclude\s*=\s*(["'])([^"'<>]*)\1/g)) {
      for (const item of (match[2] ?? '').split(';')) {
        const target = item
          .trim()
          .replaceAll('\\', '/')
          .replace(/^\$\(MSBuild(?:ThisFile|Project)Directory\)\/?/, '');
        const because = `ProjectReference ${item.trim()}`;
        // The project's folder; a property in its path can be any folder above, and so is everything.
        const project = target.includes('$(') ? null : folderOf(`./${target}`);
        const { line } = placeOf(match.index);
        if (project !== null) addAll(references, folderReference(path, project, because, line));
        else references.push({ kind: 'folder', path: '', because, location: { path, line, column: 1 } });
      }
    }
    const above = foldersUp(folderOf(path)).flatMap((folder) =>
      workspaceFiles(folder, [...shared, ...configs], manifests),
    );
    return [...references, ...above];
  },
  workspaceAbove: () => null,
};
