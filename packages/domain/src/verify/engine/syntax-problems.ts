import { isMap } from 'yaml';
import { compareText, type Location, placeIn } from '../../location.ts';
import { showPath } from '../../names.ts';
import type { Problem } from '../../problem.ts';
import { hclMistake } from '../../terraform/hcl-tokens.ts';
import { tryUser, type UserError } from '../../user-error.ts';
import type { YamlDocument, YamlFile } from '../../yaml/yaml-document.ts';
import type { RuleContext } from '../rule/context.ts';

/** The paths that problems are about. */
export function pathsWithProblems(problems: readonly Problem[]): ReadonlySet<string> {
  return new Set(problems.flatMap(({ location }) => location?.path ?? []));
}

/**
 * Files that were read and have mistakes: what they hold is not verified. Not templates, which are no YAML, and not
 * what the Catalog reported already. Sorted by path.
 */
export function syntaxProblems(context: RuleContext, parsed: Iterable<YamlFile>): Problem[] {
  const reported = pathsWithProblems(context.catalog.problems);
  const problems = [...yamlProblems(parsed), ...workflowProblems(context), ...hclProblems(context)];
  return problems
    .filter(({ location }) => !reported.has(location.path))
    .sort((a, b) => compareText(a.location.path, b.location.path));
}

type PlacedProblem = Problem & { location: Location };

function* yamlProblems(files: Iterable<YamlFile>): Iterable<PlacedProblem> {
  for (const { path, text, errors, documents } of files) {
    const template = /\{\{|[$%]\{/.test(text) && !path.startsWith('.github/');
    const [error] = template ? [] : errors.length > 0 ? errors : valueErrors(text, documents);
    if (!error) continue;
    yield {
      severity: 'warning',
      message: `${showPath(path)} is not verified: ${error.message}`,
      help: error.help ?? 'Correct the file.',
      location: error.location ?? { path, line: 1, column: 1 },
    };
  }
}

/** Mistakes in the aliases of documents that are well formed. */
function valueErrors(text: string, documents: readonly YamlDocument[]): UserError[] {
  if (!/(?:^|[\s[{,:-])\*[^\s*,]/.test(text)) return [];
  return documents.flatMap((document) =>
    tryUser<UserError[]>(
      () => {
        document.value();
        return [];
      },
      (error) => [error],
    ),
  );
}

/** Files that GitHub takes for workflows, and that it cannot run. */
function* workflowProblems({ texts, yaml }: RuleContext): Iterable<PlacedProblem> {
  for (const path of texts.keys()) {
    const file = /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path) ? yaml(path) : undefined;
    if (!file || file.errors.length > 0 || isMap(file.documents[0]?.node(['jobs']))) continue;
    yield {
      severity: 'notice',
      message: `${showPath(path)} has no map of jobs: GitHub cannot run it, and nothing in it is verified`,
      help: 'Correct the file.',
      location: file.documents[0]?.locate(['jobs']) ?? { path, line: 1, column: 1 },
    };
  }
}

function* hclProblems({ texts }: RuleContext): Iterable<PlacedProblem> {
  for (const [path, text] of texts) {
    const mistake = /\.(?:tf|tfvars|hcl)$/.test(path) ? hclMistake(text) : null;
    if (!mistake) continue;
    yield {
      severity: 'notice',
      message: `${showPath(path)} is not verified completely: ${mistake.what}`,
      help: 'Correct the file: Terraform cannot read it either.',
      location: placeIn({ path, text }, mistake.offset),
    };
  }
}
