import { resolve } from 'node:path';
import { isMap, mapOf, type Plain } from '../rendering/plain-yaml.ts';
import { renderAll } from '../rendering/render.ts';
import { findTools, type RenderingTools } from '../rendering/tools.ts';

/** What the Applications of a folder render to: each object by its Application, kind and name, as a text. */
export async function renderedObjects(root: string, tools: RenderingTools): Promise<Map<string, string>> {
  const objects = new Map<string, string>();
  for (const [application, { manifests }] of await renderAll({ root, helm: 'helm3', tools }))
    if (manifests instanceof Error) objects.set(`${application}: not rendered`, manifests.message.replaceAll(root, ''));
    else
      for (const manifest of manifests) objects.set(nameIn(application, manifest, objects), JSON.stringify(manifest));
  return objects;
}

function nameIn(application: string, manifest: Plain, taken: ReadonlyMap<string, string>): string {
  const object = isMap(manifest) ? manifest : {};
  const name = `${application}: ${String(object.kind)} ${String(mapOf(object.metadata ?? {}).name)}`;
  return taken.has(name) ? `${name} (${taken.size})` : name;
}

/** What a change makes of rendered objects, by their names. */
export interface RenderedChange {
  more: string[];
  gone: string[];
  otherwise: string[];
}

export function compareRendered(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): RenderedChange {
  return {
    more: [...after.keys()].filter((name) => !before.has(name)),
    gone: [...before.keys()].filter((name) => !after.has(name)),
    otherwise: [...after].flatMap(([name, text]) => (before.has(name) && before.get(name) !== text ? name : [])),
  };
}

// By hand, over two folders: node --conditions=rollcall-source --import tsx test/proof/services/rendered-objects.ts BEFORE AFTER
const [, script, from, to] = process.argv;
if (script === import.meta.filename && from !== undefined && to !== undefined) {
  const tools = findTools();
  if (typeof tools === 'string') throw new Error(tools);
  const [before, after] = [await renderedObjects(resolve(from), tools), await renderedObjects(resolve(to), tools)];
  console.log(JSON.stringify({ rendered: before.size, ...compareRendered(before, after) }, null, 2));
}
