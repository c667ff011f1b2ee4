import { printable } from '../../printable.ts';
import type { Finding, PlaceElsewhere } from './finding.ts';

/** What is said of a finding, with the places of other repositories in which it is seen. */
export function findingText({ message, elsewhere = [] }: Pick<Finding, 'message' | 'elsewhere'>): string {
  return elsewhere.length === 0 ? message : `${message} (${elsewhere.map(placeText).join(', ')})`;
}

/** `acme/deploy: apps/prod/cart.yaml:4` */
function placeText({ repository, path, line }: PlaceElsewhere): string {
  return `${printable(repository)}: ${printable(path)}:${line}`;
}
