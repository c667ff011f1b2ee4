import { longestYaml } from '../yaml/yaml-limits.ts';

/** Bytes. A longer file is not read at all: no reader takes half as much. */
export const longestFile = 64 * 1024 * 1024;

/**
 * What a tree gives for a file that is longer: as many zero bytes as pass every limit of a reader, which says then that
 * the file is too long. It is text of nothing, so that a reader without a limit finds nothing in it.
 */
export const tooLongFile: Uint8Array = new Uint8Array(longestYaml + 1);
