import { groupBy, groupInto } from '../../../grouping.ts';
import { replaceName } from '../../../name-spellings.ts';
import { listFew, quoteName, showPath } from '../../../names.ts';
import { isBelowTemplates, type PathSelector } from '../../../tree/file-types.ts';
import { linesWithoutComments } from '../../facts/ci/comments.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

const templates: PathSelector = (path) => isBelowTemplates(path) && /\.(?:ya?ml|tpl)$/.test(path);

export const serviceTemplateDrift: Rule = {
  id: 'service-template-drift',
  title: 'The templates of a service have what those of its siblings have',
  severity: 'notice',
  incident: '003 7.4',
  help: 'Add the lines, or move the template to a library chart that all share.',
  needs: [templates],
  *check(context) {
    for (const [name, copies] of copiesByName(context)) {
      const common = mostCommon(copies);
      if (!common) continue;
      for (const { service, path, lines } of copies) {
        const own = new Set(lines);
        const labels = new Set(lines.flatMap((line) => labelOf(line) ?? []));
        const lacks = common.lines.filter((line) => !own.has(line) && !labels.has(labelOf(line) ?? ''));
        // A template that shares little is meant to differ.
        if (lacks.length === 0 || lacks.length * 4 > common.lines.length) continue;
        yield {
          location: { path, line: 1, column: 1 },
          subject: service,
          message: `${showPath(path)} lacks what ${common.count} of ${copies.length} charts have in ${showPath(name)}: ${listFew(lacks.map(quoteName))}: ${service} behaves differently from its siblings`,
        };
      }
    }
  },
};

/** Lines that config-checksum-missing and sidecar-inject-missing ask for where a pod needs them. */
const ofOtherRules = /\$\.Template\.BasePath|sidecar\.istio\.io\/inject|^\s*annotations:$/;

/** The key of a label or an annotation: what each has is its own, `app.kubernetes.io/component: frontend`. */
function labelOf(line: string): string | undefined {
  return /^\s*["']?([\w.-]+\/[\w.-]+)["']?:/.exec(line)?.[1];
}

interface Copy {
  service: string;
  path: string;
  /** Without comments, with one name for the service. */
  lines: string[];
}

/** The templates of the services' charts by their path in the chart. */
function copiesByName(context: RuleContext): Map<string, Copy[]> {
  const copies = new Map<string, Copy[]>();
  for (const { name: service, chart } of context.catalog.services) {
    if (chart === null) continue;
    for (const path of context.paths.files(`${chart}/templates`, true)) {
      const text = context.text(path);
      if (text === undefined || !templates(path)) continue;
      // A chart may choose any prefix for its own templates: `carts.` in the chart `cart`.
      const neutral = replaceName(text, service, 'the-service').replace(
        /\b((?:include|template|define)\s+")[\w-]+\./g,
        '$1the-chart.',
      );
      const lines = linesWithoutComments(path, neutral)
        .map((line) => line.trimEnd())
        .filter((line) => line !== '' && !ofOtherRules.test(line));
      const name = path.slice(chart.length + 1);
      groupInto(copies, name, { service, path, lines });
    }
  }
  return copies;
}

/** The text that most of at least four share word for word. */
function mostCommon(copies: readonly Copy[]): { lines: readonly string[]; count: number } | null {
  const groups = groupBy(copies, ({ lines }) => lines.join('\n'));
  const [largest = []] = [...groups.values()].sort((a, b) => b.length - a.length);
  const [first] = largest;
  const count = largest.length;
  const isUsual = copies.length >= 4 && count * 4 >= copies.length * 3 && count < copies.length;
  return first && isUsual ? { lines: first.lines, count } : null;
}
