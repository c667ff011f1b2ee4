import type { Tree } from '../ports.ts';
import type { Problem } from '../problem.ts';
import { decodeUtf8, parseYamlFile } from '../yaml/yaml-document.ts';

const filtered = ['push', 'pull_request', 'pull_request_target'] as const;

/**
 * Says where the workflow that runs this filters by paths itself. GitHub matches such a filter against the first
 * 300 changed files only, and never for tags, so that a service can be lost before anything here is asked.
 */
export async function workflowPathsProblems(tree: Tree, workflow: string): Promise<Problem[]> {
  const bytes = (await tree.read([workflow])).get(workflow);
  if (!bytes) return [];
  const text = decodeUtf8(workflow, bytes);
  if (!text.includes('paths')) return [];
  const [document] = parseYamlFile(workflow, text).documents;
  if (!document) return [];
  return filtered.flatMap((event) =>
    (['paths', 'paths-ignore'] as const).flatMap((key): Problem[] => {
      if (!document.node(['on', event, key])) return [];
      return [
        {
          severity: 'warning',
          message: `on.${event}.${key} stands before the detection: GitHub looks at the first 300 changed files only, so a larger change can lose a service without a trace`,
          help: `Remove ${key} from this workflow: what is not affected costs a few seconds.`,
          location: document.locate(['on', event, key]),
        },
      ];
    }),
  );
}

/** The path in `owner/name/.github/workflows/release.yml@refs/heads/main`; undefined where there is none. */
export function workflowPath(reference: string | undefined): string | undefined {
  return /^[^/]+\/[^/]+\/(\.github\/workflows\/[^@]+)@/.exec(reference ?? '')?.[1];
}
