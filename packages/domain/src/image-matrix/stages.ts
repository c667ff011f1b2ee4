import type { ImageUnit } from './image-units.ts';

/**
 * Images in the order in which they can be built: each stage stands on the ones before it alone. Images that stand on one
 * another in a circle come last, for the one that a registry has already is meant.
 */
export function buildStages(units: readonly ImageUnit[]): ImageUnit[][] {
  const open = new Map(units.map((unit) => [unit, new Set(unit.bases.map((base) => base.unit))]));
  const above = new Map<ImageUnit, ImageUnit[]>();
  for (const unit of units)
    for (const base of open.get(unit) ?? []) above.set(base, [...(above.get(base) ?? []), unit]);
  const stages: ImageUnit[][] = [];
  let free = units.filter((unit) => open.get(unit)?.size === 0);
  while (free.length > 0) {
    stages.push(free);
    const next: ImageUnit[] = [];
    for (const unit of free) {
      open.delete(unit);
      for (const other of above.get(unit) ?? []) {
        const bases = open.get(other);
        bases?.delete(unit);
        if (bases?.size === 0) next.push(other);
      }
    }
    const ready = new Set(next);
    free = units.filter((unit) => ready.has(unit));
  }
  return open.size === 0 ? stages : [...stages, [...open.keys()]];
}
