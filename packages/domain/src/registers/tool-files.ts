import { baseName } from '../tree/repository-paths.ts';

/** The files that tools read lists of folders from, by the tool. */
export const toolFiles = {
  cargo: (path: string): boolean => baseName(path) === 'Cargo.toml',
  uv: (path: string): boolean => baseName(path) === 'pyproject.toml',
  maven: (path: string): boolean => baseName(path) === 'pom.xml',
  solution: (path: string): boolean => /\.slnx?$/.test(path),
  dependabot: (path: string): boolean => /^\.github\/dependabot\.ya?ml$/.test(path),
  releasePlease: (path: string): boolean => /(?:^|\/)\.?release-please-(?:config|manifest)\.json$/.test(path),
  codeowners: (path: string): boolean => /^(?:\.github\/|\.gitlab\/|docs\/)?CODEOWNERS$/.test(path),
  kustomize: (path: string): boolean => /(?:^|\/)kustomization\.ya?ml$|(?:^|\/)Kustomization$/.test(path),
  backstage: (path: string): boolean => /(?:^|\/)catalog-info\.ya?ml$/.test(path),
  sonar: (path: string): boolean => baseName(path) === 'sonar-project.properties',
  renovate: (path: string): boolean =>
    /^(?:\.github\/|\.gitlab\/)?(?:renovate\.json5?|\.renovaterc(?:\.json5?)?)$/.test(path),
  skaffold: (path: string): boolean => /(?:^|\/)skaffold\.ya?ml$/.test(path),
};

/** Whether a file is one that a tool reads a list of folders from. */
export function isToolFile(path: string): boolean {
  return Object.values(toolFiles).some((reads) => reads(path));
}
