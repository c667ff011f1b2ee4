import { isRestOf } from '../../../list-editing/remove-yaml.ts';
import { applyEdits, type Edit } from '../../../yaml/edit.ts';
import type { YamlFile } from '../../../yaml/yaml-document.ts';
import type { RemovedService } from './leftover.ts';

/** A line of a file that names a gone service. */
export interface LeftoverLine {
  /** Where the names stand in the file. */
  offsets: readonly number[];
  /** The first of them. */
  text: string;
  /** Named by a register that spells it in its own way, such as `shop_video`. */
  listed: boolean;
}

export interface LeftoverFile {
  path: string;
  text: string;
  /** How many lines of a text of this file name a service. */
  count(text: string, service: RemovedService): number;
  /** Whether a text names a service that is gone. */
  isGone(text: string): boolean;
}

/**
 * For each edit that is made, and once more for each that is judged, the file may be read again. Edits beyond these
 * limits wait for the next round or run, of whichever service they are: a request decides how many there are.
 */
const mostRead = 2_000_000;
const most = { made: 500, judged: 50 };

/** How often a text is read; one that is long, twice at least. */
export function atMost(limit: keyof typeof most, text: string): number {
  return Math.max(2, Math.min(most[limit], mostRead / text.length));
}

interface EditJudge {
  /** Whether an edit removes every name of a service in a line, and leaves the rest of the file as it was. */
  accepts(edit: Edit, line: LeftoverLine, service: RemovedService): boolean;
}

export function editJudge(file: LeftoverFile, readable: YamlFile | undefined): EditJudge {
  const { text } = file;
  const counted = new Map<RemovedService, number>();
  const judged = new Map<string, boolean>();
  const isOpen = (): boolean => judged.size < atMost('judged', text);
  const linesOf = (service: RemovedService): number => {
    const lines = counted.get(service) ?? file.count(text, service);
    counted.set(service, lines);
    return lines;
  };
  const holds = (edit: Edit, { listed }: LeftoverLine, service: RemovedService): boolean => {
    const rest = applyEdits(text, [edit]);
    return (listed || file.count(rest, service) < linesOf(service)) && (!readable || isRestOf(readable, rest));
  };
  return {
    accepts: (edit, line, service) => {
      const [start, end] = edit.range;
      if (!line.offsets.every((offset) => start <= offset && offset < end)) return false;
      const key = `${edit.range.join('-')} ${line.offsets.join(',')} ${service.name}`;
      const before = judged.get(key);
      if (before !== undefined || !isOpen()) return before === true;
      const result = holds(edit, line, service);
      judged.set(key, result);
      return result;
    },
  };
}
