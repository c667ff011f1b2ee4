import { addAll } from '../grouping.ts';
import { compareText } from '../location.ts';
import { quoteName } from '../names.ts';
import { present } from '../present.ts';
import { UserError } from '../user-error.ts';
import { type Change, type ChangeEdits, changeEdits } from '../yaml/change.ts';
import type { Expectation } from '../yaml/check-edits.ts';
import { applyEdits, type Edit } from '../yaml/edit.ts';
import { proveEdits } from '../yaml/prove-edits.ts';
import { decodeUtf8, type YamlDocument, type YamlFile } from '../yaml/yaml-document.ts';
import type { ImagePart, ImageTarget } from './target.ts';

/** One value that is written. */
export interface ImageChange {
  service: string;
  environment: string;
  part: ImagePart;
  file: string;
  /** `spec.source.helm.parameters[name=image.tag].value` */
  path: string;
  line: number;
  /** What the file said, without quotes; '' when it said nothing. */
  old: string;
  new: string;
  /** What all places of the image said, where that is more than one tag: `v1, v0` or `v1@sha256:…`. */
  oldImage?: string;
}

/** One file as it is and as it will be. */
export interface FilePlan {
  before: string;
  after: string;
  edits: Edit[];
}

/** The edits that write images, gathered by file until all targets are known. */
export interface TargetEdits {
  /** UserError where the target cannot be edited in place, or another service writes something else there. */
  add(service: string, target: ImageTarget): void;
  /** Sorted by file and line. */
  changes(): ImageChange[];
  /** Sorted by path. Applies the edits, and proves that they did what was asked and nothing else. */
  files(contents: ReadonlyMap<string, Uint8Array>): [string, FilePlan][];
}

interface FileDraft {
  file: YamlFile;
  edits: Edit[];
  expectations: Expectation[];
  /** What is made so far, by place: two Applications may take the same text. */
  made: Map<string, { change: Change; result: ChangeEdits; service: string }>;
}

export function targetEdits(environment: string): TargetEdits {
  const drafts = new Map<string, FileDraft>();
  const changes = new Map<string, ImageChange>();
  const said = new Map<string, Record<'tag' | 'digest', Set<string>>>();

  function make(service: string, change: Change): ChangeEdits {
    const file = outermost(change.document).file;
    const draft: FileDraft = drafts.get(file.path) ?? { file, edits: [], expectations: [], made: new Map() };
    const place = placeKey(change);
    const known = draft.made.get(place);
    if (known) {
      if (contentOf(known.change) === contentOf(change)) return known.result;
      throw new UserError(
        `${quoteName(known.service)} and ${quoteName(service)} would write different images in one place`,
        { location: change.document.locateValue(change.path), help: 'Give each of them a place of its own.' },
      );
    }
    const result = changeEdits(change);
    draft.made.set(place, { change, result, service });
    drafts.set(file.path, draft);
    const [error] = result.edits.length > 0 ? file.errors : [];
    if (error) throw error;
    addAll(draft.edits, result.edits);
    addAll(draft.expectations, result.expectations);
    return result;
  }

  return {
    add: (service, { part, current, value = '', text, changes: made }) => {
      const parts = said.get(service) ?? { tag: new Set(), digest: new Set() };
      said.set(service, parts);
      if (part === 'tag' || (part === 'digest' && current !== '')) parts[part].add(current);
      const edits = made.flatMap((change) => make(service, change).edits);
      const [first] = edits;
      // One text may hold several parts, and only some of them another value.
      const same = current === value && !made.some((change) => 'value' in change && change.value === value);
      if (!first || same) return;
      const draft = drafts.get(first.path);
      const line = draft?.file.location(first.range[0]).line ?? 1;
      const change = { service, environment, part, file: first.path, path: text, line, old: current, new: value };
      changes.set(JSON.stringify([service, part, first.path, text, line]), change);
    },
    changes: () =>
      [...changes.values()]
        .map((change) => ({ ...change, ...present({ oldImage: imageSaid(said.get(change.service)) }) }))
        .sort((a, b) => compareText(a.file, b.file) || a.line - b.line || compareText(a.path, b.path)),
    files: (contents) =>
      [...drafts.keys()].sort(compareText).flatMap((path): [string, FilePlan][] => {
        const draft = drafts.get(path);
        return draft && draft.edits.length > 0 ? [[path, filePlan(path, draft, contents)]] : [];
      }),
  };
}

/** Undefined where one tag is all that the places say. */
function imageSaid(parts: Record<'tag' | 'digest', ReadonlySet<string>> | undefined): string | undefined {
  if (parts === undefined || (parts.tag.size < 2 && parts.digest.size === 0)) return undefined;
  return [[...parts.tag].map((tag) => tag || '(none)').join(', '), ...parts.digest].join('@');
}

function filePlan(path: string, draft: FileDraft, contents: ReadonlyMap<string, Uint8Array>): FilePlan {
  const bytes = contents.get(path);
  // What was parsed is the Catalog's text; what is written back are the bytes.
  if (!bytes || decodeUtf8(path, bytes) !== draft.file.text) throw new Error(`${path} is not what the Catalog read`);
  const before = draft.file.text;
  const after = applyEdits(before, draft.edits);
  proveEdits(draft.file, after, draft.edits, draft.expectations);
  return { before, after, edits: draft.edits };
}

/** The document of the file that a change ends up in. */
function outermost(document: YamlDocument): YamlDocument {
  return document.file.nesting ? outermost(document.file.nesting.document) : document;
}

/** Two changes of one place have the same key, also when they were found in two readings of the file. */
function placeKey({ document, path }: Change): string {
  const { nesting } = document.file;
  return JSON.stringify([document.index, path, nesting ? [nesting.document.index, nesting.path] : []]);
}

function contentOf(change: Change): string {
  const { kind } = change;
  return JSON.stringify([kind, 'value' in change ? change.value : null, 'key' in change ? change.key : null]);
}
