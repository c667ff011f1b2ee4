import type { RenderedChange } from './rendered-change.ts';

/** What becomes of an Application that a change touches. */
export interface RenderedApplication {
  application: string;
  environment: string | null;
  file: string;
  /** The programs that rendered it, with their versions; none where its files are its manifests. */
  tools: string[];
  /** Why it was not rendered, as a clause; null where it was. */
  notRendered: string | null;
  changes: RenderedChange[];
}

/** What was rendered of a change. */
export interface Rendering {
  /** Why nothing was, as a clause; null where it was. */
  none: string | null;
  applications: RenderedApplication[];
}

/** Where nothing is to be rendered. */
export const notAsked: Rendering = { none: null, applications: [] };
