/** What settings of Gradle say of where projects lie that are not in the folder of their path. */
export interface MovedProjects {
  /** The folder, relative to that of the settings, by the path of the project: `:shop-api` → `apps/shop/api`. */
  folders: ReadonlyMap<string, string>;
  /** Whether a folder is set in a way that is not read: a loop, a variable. */
  isUnread: boolean;
}

/** `project(":a").projectDir = file("b")`, and `new File(settingsDir, "b")`. */
export function movedProjects(text: string): MovedProjects {
  const moved =
    /project\s*\(\s*["']([^"']+)["']\s*\)\.projectDir\s*=\s*(?:new\s+)?(?:File\s*\(\s*(?:settingsDir|rootDir)\s*,|file\s*\(|(?:settingsDir|rootDir)\.resolve\s*\()\s*["']([^"'$]+)["']/g;
  const read = [...text.matchAll(moved)];
  return {
    folders: new Map(read.map(([, name = '', folder = '']) => [projectPath(name), folder])),
    isUnread: (text.match(/(?<!\b(?:val|var|def)\s)\bprojectDir\s*=(?!=)/g)?.length ?? 0) > read.length,
  };
}

/** The path of a project as Gradle says it: `:a` for `a`. */
export function projectPath(name: string): string {
  return name.startsWith(':') ? name : `:${name}`;
}
