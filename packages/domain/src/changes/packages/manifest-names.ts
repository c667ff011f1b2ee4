/** A pom of any name: one may put together another as a module, such as `pom-native.xml`. */
export function isPom(name: string): boolean {
  return name === 'pom.xml' || /^pom[-_.].*\.xml$/.test(name) || name.endsWith('-pom.xml');
}

export function isGradleScript(name: string): boolean {
  return /\.gradle(?:\.kts)?$/.test(name);
}

export function isTypeScriptConfig(name: string): boolean {
  return /^tsconfig(?:[.-][^/]*)?\.json$/.test(name);
}
