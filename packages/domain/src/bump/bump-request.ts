import type { ImageRequest } from '../image-targets/image-request.ts';
import type { TargetSettings } from '../image-targets/target-contexts.ts';

/** What is asked: new images for services of one environment. */
export interface BumpRequest extends TargetSettings {
  images: readonly ImageRequest[];
  /** What a service without a place to write does: `error` stops, `warn` skips it. */
  onMissing: 'error' | 'warn';
  /** What a tag that moves, such as `latest`, does. */
  mutableTags: 'forbid' | 'warn' | 'allow';
}
