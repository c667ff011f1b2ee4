import fc from 'fast-check';

/** How a chart says its image. */
export type Keys = 'nested' | 'registry' | 'whole' | 'own-key' | 'flow' | 'beside';
type Quotes = '' | '"' | "'";
type Environment = 'prod' | 'dev';
/** What dev has of its own where the place of the tag is one of both environments: the tag, or something else. */
export type OfDev = 'nothing' | 'tag' | 'other';

export interface ChartUnit {
  kind: 'chart';
  keys: Keys;
  /** The template takes the chart's appVersion where no tag is given. */
  hasDefault: boolean;
  isHelper: boolean;
  /** What the template makes of the value before it writes it, `VALUE` being that. */
  through: string;
  /** A condition around the container, if any. */
  condition: string;
  /** Where the value stands that wins. */
  place: 'chart' | 'value-file' | 'parameters' | 'valuesObject' | 'values' | 'reference' | 'source-file';
  isShared: boolean;
  hasSecondImage: boolean;
  ofDev: OfDev;
}

export interface UmbrellaUnit {
  kind: 'umbrella';
  isAliased: boolean;
  isVendored: boolean;
  place: 'chart' | 'value-file' | 'parameters';
  ofDev: OfDev;
}

export interface OverlayUnit {
  kind: 'overlay';
  place:
    | 'images'
    | 'newName'
    | 'base'
    | 'patch'
    | 'json-patch'
    | 'component'
    | 'application'
    | 'base-images'
    | 'labelled-patch'
    | 'prefixed-patch'
    | 'replaced';
  hasBaseTag: boolean;
  /** The fields of the kustomizations begin with a capital. */
  hasCapitals: boolean;
  ofDev: OfDev;
}

export interface SetUnit {
  kind: 'set';
  generator: 'list' | 'directories' | 'files' | 'matrix';
  isGo: boolean;
  place: 'parameters' | 'values' | 'valuesObject' | 'value-file';
}

export interface ManifestUnit {
  kind: 'manifests';
  workload: 'Deployment' | 'CronJob' | 'Pod' | 'List';
  hasInit: boolean;
  hasOther: boolean;
  isJson: boolean;
}

/** A repository by its parts, and what is asked of it. */
export interface Layout {
  web: Unit;
  /** Another service, deployed in a way of its own. */
  api: Unit | null;
  environments: readonly Environment[];
  old: string;
  tag: string;
  quotes: Quotes;
  lineEnd: '\n' | '\r\n';
  hasSources: boolean;
  helm: 'helm3' | 'helm4';
}

export type Unit = ChartUnit | UmbrellaUnit | OverlayUnit | SetUnit | ManifestUnit;

const from = fc.constantFrom;
const ofDev = from<OfDev[]>('nothing', 'tag', 'other');
const functions = [
  'VALUE | toString | trim',
  'VALUE | toString | trunc 63 | trimSuffix "-"',
  'VALUE | toString | trunc 2',
  'VALUE | toString | replace "_" "-"',
  'VALUE | toString | lower',
  'VALUE | toString | trimAll "v"',
  'regexReplaceAll "^v" (toString VALUE) ""',
  'regexReplaceAll "[^0-9]+.*" (toString VALUE) "${0}"',
  'ternary "fixed" VALUE (regexMatch "1$" (toString VALUE))',
  'ternary "fixed" VALUE (hasSuffix "1" (toString VALUE))',
  'VALUE | toString | quote | trimAll "\\""',
  'VALUE | toString | nospace',
  'VALUE | toString | b64enc | b64dec',
];
const conditions = [
  'if semverCompare ">=1.20-0" .Capabilities.KubeVersion.Version',
  'if .Capabilities.APIVersions.Has "acme.dev/v1"',
  'if not (regexMatch "^never" .Release.Name)',
  'with .Values',
  'if ne (toString .Values.image) "none"',
];
const unit: fc.Arbitrary<Unit> = fc.oneof(
  fc.record<ChartUnit>({
    kind: from('chart'),
    keys: from('nested', 'registry', 'whole', 'own-key', 'flow', 'beside'),
    hasDefault: fc.boolean(),
    isHelper: fc.boolean(),
    through: fc.oneof({ arbitrary: from('VALUE'), weight: 3 }, { arbitrary: from(...functions), weight: 2 }),
    condition: fc.oneof({ arbitrary: from(''), weight: 4 }, { arbitrary: from(...conditions), weight: 1 }),
    place: from('chart', 'value-file', 'parameters', 'valuesObject', 'values', 'reference', 'source-file'),
    isShared: fc.boolean(),
    hasSecondImage: fc.boolean(),
    ofDev,
  }),
  fc.record<UmbrellaUnit>({
    kind: from('umbrella'),
    isAliased: fc.boolean(),
    isVendored: fc.boolean(),
    place: from('chart', 'value-file', 'parameters'),
    ofDev,
  }),
  fc.record<OverlayUnit>({
    kind: from('overlay'),
    place: from(
      'images',
      'newName',
      'base',
      'patch',
      'json-patch',
      'component',
      'application',
      'base-images',
      'labelled-patch',
      'prefixed-patch',
      'replaced',
    ),
    hasBaseTag: fc.boolean(),
    hasCapitals: fc.boolean(),
    ofDev,
  }),
  fc.record<SetUnit>({
    kind: from('set'),
    generator: from('list', 'directories', 'files', 'matrix'),
    isGo: fc.boolean(),
    place: from('parameters', 'values', 'valuesObject', 'value-file'),
  }),
  fc.record<ManifestUnit>({
    kind: from('manifests'),
    workload: from('Deployment', 'CronJob', 'Pod', 'List'),
    hasInit: fc.boolean(),
    hasOther: fc.boolean(),
    isJson: fc.boolean(),
  }),
);

export const layouts: fc.Arbitrary<Layout> = fc.record({
  web: unit,
  api: fc.option(unit, { nil: null, freq: 2 }),
  environments: from<(readonly Environment[])[]>(['prod'], ['prod', 'dev']),
  old: from('v1', '1.9', '20240101', '13-abcdef1', '1e4', '0122', 'main-7'),
  tag: from('v2', '1.10', '20240102', '14-1234567', '1e5', '0123', '1234567', 'true', 'null', '1_000', '2026-11-28'),
  quotes: from<Quotes[]>('', '"', "'"),
  lineEnd: fc.oneof({ arbitrary: from<'\n'>('\n'), weight: 9 }, { arbitrary: from<'\r\n'>('\r\n'), weight: 1 }),
  hasSources: fc.boolean(),
  helm: from('helm3', 'helm4'),
});
