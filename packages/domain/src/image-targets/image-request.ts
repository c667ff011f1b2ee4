/** The new image of one service. What is absent stays as it is. */
export interface ImageRequest {
  service: string;
  tag: string;
  digest?: string;
  repository?: string;
  registry?: string;
}
