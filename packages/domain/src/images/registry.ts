import type { ImageReference } from './image-reference.ts';

/** Where images are kept and can be asked for. */
export interface ImageRegistry {
  /**
   * The digest an image has now, or `absent` when the registry knows no such image; `broken` with the reason where the
   * registry has something under that name which cannot be pulled for the platforms (`os/architecture[/variant]`), or
   * for those that it names where none are given. Its `registry` and its `tag` or `digest` are given. A registry that
   * cannot be reached, refuses, or answers something else throws an ExternalError: not to know is none of these.
   */
  find(
    reference: ImageReference,
    platforms?: readonly string[],
  ): Promise<{ digest: string } | 'absent' | { broken: string }>;
}

/** What copies images between repositories. */
export interface ImageCopier {
  /**
   * Copies an image with all that it is made of, byte for byte; its tag comes last. Where that is already there nothing
   * is written. UserError where the tag is another image there, or where the source lacks a part: then nothing was
   * written. ExternalError where a registry fails: then the tag is not there, and to copy again goes on.
   */
  copy(from: ImageReference, to: ImageReference, options: CopyOptions): Promise<CopiedImage>;
}

export interface CopyOptions {
  /** Copies what refers to the image as well: its signatures, and what describes it. */
  withReferrers: boolean;
}

export interface CopiedImage {
  digest: string;
  /** Whether the tag was there before. */
  existed: boolean;
}
