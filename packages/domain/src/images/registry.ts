import type { ImageReference } from './image-reference.ts';

/** Where images are kept and can be asked for. */
export interface ImageRegistry {
  /**
   * The digest an image has now, or `absent` when the registry knows no such image. Its `registry` and its `tag`
   * or `digest` are given. A registry that cannot be reached, refuses, or answers something else throws an
   * ExternalError: not to know is neither of the two.
   */
  find(reference: ImageReference): Promise<{ digest: string } | 'absent'>;
}
