import type { ImageRequest } from '../image-targets/image-request.ts';
import type { ImagePart } from '../image-targets/target.ts';
import type { TargetSettings } from '../image-targets/target-contexts.ts';
import type { Edit } from '../yaml/edit.ts';

/** What is asked: new images for services of one environment. */
export interface BumpRequest extends TargetSettings {
  images: readonly ImageRequest[];
  /** What a service without a place to write does: `error` stops, `warn` skips it. */
  onMissing: 'error' | 'warn';
  /** What a tag that moves, such as `latest`, does. */
  mutableTags: 'forbid' | 'warn' | 'allow';
}

/** One value that is written. */
export interface BumpChange {
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
}

/** One file as it is and as it will be. */
export interface FilePlan {
  before: string;
  after: string;
  edits: Edit[];
}
