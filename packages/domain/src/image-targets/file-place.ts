import type { Application } from '../argocd/application.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';

/** A place in a file, with what it says and what it is to say; `value` is undefined for one that is only read. */
export interface FilePlace {
  document: YamlDocument;
  path: YamlPath;
  text: string;
  current: string;
  value: string | undefined;
}

/** Whether two are one Application, be it of two readings. */
export function isSame(one: Application, other: Application): boolean {
  const id = ({ file, namespace, name }: Application): string => JSON.stringify([file, namespace, name]);
  return id(one) === id(other);
}
