import { isMap } from 'yaml';
import { inlineValuesMistakes } from '../../argocd/chart-values.ts';
import { readFiles } from '../../argocd/deployed-files.ts';
import { isWorkflow } from '../../builds/definition-files.ts';
import { compareText, type Location, placeIn } from '../../location.ts';
import { showPath } from '../../names.ts';
import { type Problem, unread, unreadable } from '../../problem.ts';
import { brokenFilters } from '../../registers/kinds/paths-filter.ts';
import { hclMistake } from '../../terraform/hcl-tokens.ts';
import { helmTemplates } from '../../tree/file-types.ts';
import { tryUser, UserError } from '../../user-error.ts';
import type { YamlDocument, YamlFile } from '../../yaml/yaml-document.ts';
import { limitPassed } from '../../yaml/yaml-limits.ts';
import type { RuleContext } from '../rule/context.ts';

/** A file of JSON that somebody asked for. */
export interface JsonFile {
  path: string;
  /** Undefined where it is no JSON. */
  value: unknown;
  mistake: UserError | null;
}

/** Parses JSON; never throws. */
export function parseJsonFile(path: string, text: string): JsonFile {
  try {
    return { path, value: JSON.parse(text.replace(/^\uFEFF/, '')) as unknown, mistake: null };
  } catch (cause) {
    return { path, value: undefined, mistake: new UserError('not valid JSON', { cause }) };
  }
}

/** The paths that problems are about. */
export function pathsWithProblems(problems: readonly Problem[]): ReadonlySet<string> {
  return new Set(problems.flatMap(({ location }) => location?.path ?? []));
}

/**
 * Files that a rule asked for and that have mistakes: what they hold is not known. Not templates, which are no YAML,
 * and not what the Catalog reported already. Sorted by path.
 */
export function syntaxProblems(
  context: RuleContext,
  yamlFiles: Iterable<YamlFile>,
  jsonFiles: Iterable<JsonFile>,
): Problem[] {
  const reported = pathsWithProblems(context.catalog.problems.filter(({ unread: why }) => why !== undefined));
  const problems = [
    ...yamlProblems(yamlFiles, context),
    ...jsonProblems(jsonFiles),
    ...workflowProblems(context),
    ...linkProblems(context),
    ...valuesProblems(context),
    ...templateProblems(context),
    ...hclProblems(context),
  ];
  return problems
    .filter(({ location }) => !reported.has(location.path))
    .sort((a, b) => compareText(a.location.path, b.location.path));
}

type PlacedProblem = Problem & { location: Location };

function* yamlProblems(files: Iterable<YamlFile>, context: RuleContext): Iterable<PlacedProblem> {
  let ofArgo: ReadonlySet<string> | undefined;
  for (const file of files) {
    const [error] = file.errors.length > 0 ? file.errors : valueErrors(file.text, file.documents);
    if (!error) continue;
    // Actions excuse nothing in a file that GitHub or Argo CD reads as it is.
    if (file.template && !file.path.startsWith('.github/')) {
      ofArgo ??= filesOfArgo(context);
      if (!ofArgo.has(file.path)) continue;
    }
    yield unreadable(file.path, error);
  }
}

/** The problems of the Catalog: what looks like a template, and is read by Argo CD as it is, is none. */
export function catalogProblems(context: RuleContext): Problem[] {
  const { problems } = context.catalog;
  if (!problems.some(({ unread: why }) => why?.template)) return problems;
  const ofArgo = filesOfArgo(context);
  return problems.map((problem) => {
    const { unread: why, location } = problem;
    if (!why?.template || !location || !ofArgo.has(location.path)) return problem;
    return unread(location.path, { ...why, template: false, location });
  });
}

/** The files that Argo CD reads from this repository without rendering them. */
function filesOfArgo({ catalog, paths, yaml, text }: RuleContext): ReadonlySet<string> {
  const applications = [...catalog.applications, ...catalog.generated];
  const files = applications.flatMap((application) => readFiles(application, { paths, yaml, text }));
  return new Set(files.filter((path) => !helmTemplates(path)));
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

function* jsonProblems(files: Iterable<JsonFile>): Iterable<PlacedProblem> {
  for (const { path, mistake } of files) if (mistake) yield unreadable(path, mistake);
}

/** Files that GitHub takes for workflows, and that it cannot run; and filters in them that no step can read. */
function* workflowProblems({ texts, yaml, text }: RuleContext): Iterable<PlacedProblem> {
  for (const path of texts.keys()) {
    const file = isWorkflow(path) ? yaml(path) : undefined;
    if (!file || file.errors.length > 0) continue;
    yield* brokenFilters(file, text).map((error) => unreadable(error.location?.path ?? path, error));
    const [document] = file.documents;
    if (isMap(document?.node(['jobs']))) continue;
    const location = document?.locate(['jobs']);
    if (document && document.contents !== null)
      yield unread(path, { reason: 'it has no map of jobs, so GitHub cannot run it', location });
    else
      yield {
        severity: 'notice',
        message: `${showPath(path)} holds no workflow: GitHub cannot run it`,
        help: 'Write the workflow, or remove the file.',
        location: location ?? { path, line: 1, column: 1 },
      };
  }
}

/** GitHub takes the text of a link, which is a path, for the workflow. */
function* linkProblems({ catalog }: RuleContext): Iterable<PlacedProblem> {
  for (const [path, kind] of catalog.links)
    if (kind === 'symlink' && isWorkflow(path))
      yield unread(path, {
        reason: 'it is a symbolic link, which GitHub cannot run',
        help: 'Put the file itself there.',
      });
}

/** Values that an Application holds as a text. */
function* valuesProblems({ catalog }: RuleContext): Iterable<PlacedProblem> {
  for (const application of catalog.applications)
    yield* inlineValuesMistakes(application).map((error) => unreadable(application.file, error));
}

/** Templates of charts are searched line by line, but what passes the limits of YAML is not looked at as YAML. */
function* templateProblems({ texts }: RuleContext): Iterable<PlacedProblem> {
  for (const [path, text] of texts) {
    const limit = helmTemplates(path) && /\.ya?ml$/.test(path) ? limitPassed(text) : null;
    if (limit) yield unread(path, { reason: limit.what, location: placeIn({ path, text }, limit.offset) });
  }
}

function* hclProblems({ texts }: RuleContext): Iterable<PlacedProblem> {
  for (const [path, text] of texts) {
    const mistake = /\.(?:tf|tfvars|hcl)$/.test(path) ? hclMistake(text) : null;
    if (!mistake) continue;
    const help = mistake.legal ? 'Nest it less deeply.' : 'Correct the file: Terraform cannot read it either.';
    yield unread(path, { reason: mistake.what, help, location: placeIn({ path, text }, mistake.offset) });
  }
}
