/** What makes an image without a file that is a Dockerfile, as people call it. */
export type ImageMaker =
  | 'Jib'
  | 'Spring Boot'
  | 'Quarkus'
  | 'Micronaut'
  | 'JKube'
  | 'docker-maven-plugin'
  | 'docker-java-application'
  | 'the .NET SDK'
  | 'ko'
  | 'buildpacks'
  | 'Bazel'
  | 'a command of Skaffold'
  | 'Bake'
  | 'Compose';

/** How the image of a service is made without a Dockerfile. */
export interface BuiltBy {
  maker: ImageMaker;
  /** The folder that it is made from: the service's own, or one around it. */
  from: string;
}

/** An image that a build makes without a Dockerfile. */
export interface MadeImage {
  /** Folder of what is built; '' is the repository root. */
  folder: string;
  by: ImageMaker;
  /** What its service is called; null for the folder's own name. */
  name: string | null;
  /** The folder that it is made from, where that is more than its own. */
  from?: string;
}

/** What the readers of makers look at. */
export interface MakerFiles {
  /** Every file of the listing. */
  paths: readonly string[];
  /** Whether a folder lies in one that is a service already, or is one. */
  isTaken(folder: string): boolean;
  /** Those of the files that can be read. */
  read(paths: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Whether there is any service already. */
  hasServices: boolean;
  /** The workflows and scripts of the repository, once they are asked for. */
  commands(): Promise<string>;
}
