import { groupBy } from '../grouping.ts';
import type { Location } from '../location.ts';
import { memoize } from '../memo.ts';
import { readTerraform, type TerraformBlock } from '../terraform/blocks.ts';
import { instancesOf } from '../terraform/instances.ts';
import { isYaml } from '../tree/file-types.ts';
import type { PathIndex } from '../tree/path-index.ts';
import { baseName } from '../tree/repository-paths.ts';
import type { Finding } from '../verify/findings/finding.ts';
import { applyEdits, type Edit } from '../yaml/edit.ts';
import { field, plainValue, textAt, valueAt } from '../yaml/value.ts';
import { parseYamlFile } from '../yaml/yaml-document.ts';

/** The texts of a tree, by path; '' where there is none. */
export type Texts = (path: string) => string;

/** Places of data by the files without which Argo CD would take it away, or render nothing of it. */
export type DataByFile = ReadonlyMap<string, readonly Location[]>;

/** Words of what keeps data, in types of resources, kinds of objects, and names of lists. */
const ofData =
  /(?:^|[^a-z])(?:db|dbs|rds|sql|sqs|sns|efs|ebs|msk|docdb|pvc)(?:[^a-z]|$)|database|persistentvolume|bucket|volume|disk|file_?system|filestore|storage|dynamo|cosmos|spanner|bigtable|bigquery|firestore|redshift|postgres|mysql|mariadb|mongo|cassandra|redis|elasticache|memcache|opensearch|elasticsearch|kafka|kinesis|topic|queue|pubsub|servicebus|eventhub|rabbitmq|secretsmanager/i;

/** Fixes for which it is computed what Terraform would make of them: beside more than anybody has, each is taken to remove data. */
const mostComputed = 100;

/**
 * Tells where the fix of a finding would have data removed: objects that Argo CD takes away with what deploys them
 * (`deployed`: those that it reads for an Application, whose own files then stay),
 * resources that Terraform would destroy, entries of lists that are called so. None where it removes none.
 */
export function dataKeeper(
  texts: Texts,
  paths: PathIndex,
  deployed: DataByFile = new Map(),
): (finding: Finding) => readonly Location[] {
  let before: number | undefined;
  let computed = 0;
  /** Whether Terraform would make fewer of the resources that keep data. */
  const destroysData = (edits: readonly Edit[]): boolean => {
    computed += 1;
    if (computed > mostComputed) return true;
    before ??= numberOf(texts, paths);
    const edited = new Map(
      [...groupBy(edits, ({ path }) => path)].map(([path, own]) => [path, applyEdits(texts(path), own)]),
    );
    return numberOf((path) => edited.get(path) ?? texts(path), paths) < before;
  };
  return memoize((finding) => {
    const { deletes = [], edits = [] } = finding.fix ?? {};
    const touched = [...deletes, ...edits.map(({ path }) => path)];
    const held = touched.flatMap((path) => deployed.get(path) ?? []);
    return held.length > 0 ? held : placesOfData(finding, texts, destroysData);
  });
}

function placesOfData(
  finding: Finding,
  texts: Texts,
  destroysData: (edits: readonly Edit[]) => boolean,
): readonly Location[] {
  const { path, line, column, fix } = finding;
  // A page about a topic is none.
  if (/\.(?:md|mdx|adoc|rst)$/i.test(path)) return [];
  const own = { path, line, column };
  // A name in a template is an object more of each kind that it makes.
  const templates = (fix?.edits ?? []).flatMap((edit) => (/(?:^|\/)templates\//.test(edit.path) ? edit.path : []));
  const touched = [...(fix?.deletes ?? []), ...templates, ...(fix ? [] : [path])];
  const objects = touched.flatMap((file) => dataObjects(file, texts(file)));
  if (objects.length > 0) return objects;
  if (isCalledSo(finding, texts(path))) return [own];
  const edits = fix?.edits ?? [];
  return edits.some(({ path: file }) => /\.(?:tf|tfvars)$/.test(file)) && destroysData(edits) ? [own] : [];
}

/** Objects of Kubernetes that keep data, and that nothing says are kept when what deploys them goes. */
export function dataObjects(path: string, text: string): Location[] {
  if (!isYaml(path) && !/\.tpl$/.test(path)) return [];
  const file = parseYamlFile(path, text);
  if (file.errors.length > 0) {
    // A template: its lines say what it makes.
    const isData = [...text.matchAll(/^(?:apiVersion|kind):[ \t]*([\w./-]+)/gm)].some(([, word = '']) =>
      ofData.test(word),
    );
    return isData && !keeps(text) ? [{ path, line: 1, column: 1 }] : [];
  }
  return file.documents.flatMap((document) => {
    const value = plainValue(document);
    const what = `${textAt(value, 'apiVersion') ?? ''} ${textAt(value, 'kind') ?? ''}`;
    const claims = textAt(value, 'spec', 'persistentVolumeClaimRetentionPolicy', 'whenDeleted') === 'Delete';
    const options = Object.values((valueAt(value, ['metadata', 'annotations']) ?? {}) as Record<string, unknown>);
    const isKept = keeps(
      `helm.sh/resource-policy: ${field(valueAt(value, ['metadata', 'annotations']), 'helm.sh/resource-policy') ?? ''} ${options.join(' ')}`,
    );
    return (ofData.test(what) || claims) && !isKept ? [document.locate(['kind'])] : [];
  });
}

/** Argo CD leaves such an object when its Application goes ("Sync Options", `Delete=false`; Helm's resource policy). */
function keeps(text: string): boolean {
  return /\bDelete=false\b/.test(text) || /helm\.sh\/resource-policy["']?:[ \t]*["']?keep\b/.test(text);
}

/** Whether the list, the file or the line of Terraform is called after data: what it is used for may not be known. */
function isCalledSo({ path, line, fix }: Finding, text: string): boolean {
  if (ofData.test(fix?.description ?? '') || ofData.test(baseName(path))) return true;
  if (!/\.(?:tf|tfvars|sql)$/.test(path)) return false;
  const lines = text.split('\n', line);
  return ofData.test(lines[line - 1] ?? '') || (path.endsWith('.tf') && ofData.test(resourceAt(lines)));
}

/** The type of the resource that the last of some lines of Terraform is in: what its arguments name is of it. */
function resourceAt(lines: readonly string[]): string {
  const edge = lines.findLast((one) => /^(?:[a-z]+[ \t]+"|\})/.test(one)) ?? '';
  return /^resource[ \t]+"([\w-]+)"/.exec(edge)?.[1] ?? '';
}

function numberOf(texts: Texts, paths: PathIndex): number {
  const files = paths.all.filter((path) => path.endsWith('.tf')).map((path) => readTerraform(path, texts(path)));
  const variableFiles = paths.all.filter((path) => /\.tfvars(?:\.json)?$/.test(path));
  return instancesOf({ files, variableFiles, text: texts }, keepsData).length;
}

/** Of a module of elsewhere, what it is called after tells what it makes. */
function keepsData({ type, labels, attributes }: TerraformBlock): boolean {
  if (type === 'resource') return ofData.test(labels[0] ?? '');
  const source = attributes.get('source')?.literal ?? '';
  return type === 'module' && !/^\.\.?\//.test(source) && ofData.test(source);
}
