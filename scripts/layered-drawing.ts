/** A box of the drawing. `floor` counts from below; lines go from a box to boxes of lower floors. */
interface Box {
  id: string;
  label: string;
  note: string;
  floor: number;
  highlighted: boolean;
  below: readonly string[];
}

/** A box, or a bend of a line that passes a floor. Neighbours are one floor up and one floor down. */
interface Place {
  box: Box | null;
  width: number;
  x: number;
  up: Place[];
  down: Place[];
}

const size = { box: 186, height: 46, bend: 14, gap: 20, floor: 88, margin: 24 };

/** An SVG of boxes on floors: ordered so that few lines cross, and placed near what they are joined with. */
export function drawFloors(
  boxes: readonly Box[],
  { title, description }: { title: string; description: string },
): string {
  const floors = placesOf(boxes);
  for (let sweep = 0; sweep < 24; sweep += 1) {
    const upwards = sweep % 2 === 0;
    for (const floor of upwards ? floors : floors.toReversed())
      sortByNeighbours(floor, upwards ? 'down' : 'up', floors);
  }
  for (const floor of floors) settle(floor, (_place, index) => index * (size.box + size.gap));
  for (let sweep = 0; sweep < 24; sweep += 1) for (const floor of floors) settle(floor, middleOfNeighbours);
  return svg(floors, title, description);
}

function placesOf(boxes: readonly Box[]): Place[][] {
  const top = Math.max(...boxes.map(({ floor }) => floor));
  const floors: Place[][] = Array.from({ length: top + 1 }, () => []);
  const placed = new Map<string, Place>();
  const add = (floor: number, box: Box | null): Place => {
    const place: Place = { box, width: box ? size.box : size.bend, x: 0, up: [], down: [] };
    floors[floor]?.push(place);
    return place;
  };
  for (const box of boxes) placed.set(box.id, add(box.floor, box));
  for (const box of boxes)
    for (const id of box.below) {
      const target = placed.get(id);
      let upper = placed.get(box.id);
      if (!target?.box || !upper) throw new Error(`nothing is called ${id}`);
      for (let floor = box.floor - 1; floor >= target.box.floor; floor -= 1) {
        const lower = floor === target.box.floor ? target : add(floor, null);
        upper.down.push(lower);
        lower.up.push(upper);
        upper = lower;
      }
    }
  return floors;
}

/** By the middle of the neighbours' ranks; those without any keep their rank. */
function sortByNeighbours(floor: Place[], side: 'up' | 'down', floors: readonly Place[][]): void {
  const ranks = new Map(floors.flatMap((places) => places.map((place, rank) => [place, rank] as const)));
  const rankOf = (place: Place): number => ranks.get(place) ?? 0;
  const wanted = new Map(floor.map((place) => [place, mean(place[side].map(rankOf)) ?? rankOf(place)]));
  floor.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
}

function middleOfNeighbours({ up, down, x }: Place): number {
  return mean([...up, ...down].map((place) => place.x)) ?? x;
}

function mean(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}

/** Puts the places of a floor, in their order and without overlap, as near as can be to where they want to be. */
function settle(floor: readonly Place[], wanted: (place: Place, index: number) => number): void {
  // Without their widths, places that may not overlap become numbers that may not fall: blocks that would are merged.
  let passed = 0;
  const offsets = floor.map(({ width }) => {
    const offset = passed + width / 2;
    passed += width + size.gap;
    return offset;
  });
  const blocks: { sum: number; count: number }[] = [];
  for (const [index, place] of floor.entries()) {
    let block = { sum: wanted(place, index) - (offsets[index] ?? 0), count: 1 };
    for (let last = blocks.at(-1); last && last.sum / last.count > block.sum / block.count; last = blocks.at(-1)) {
      block = { sum: block.sum + last.sum, count: block.count + last.count };
      blocks.pop();
    }
    blocks.push(block);
  }
  const positions = blocks.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
  for (const [index, place] of floor.entries()) place.x = Math.round((positions[index] ?? 0) + (offsets[index] ?? 0));
}

function svg(floors: readonly Place[][], title: string, description: string): string {
  const all = floors.flat();
  const left = Math.min(...all.map(({ x, width }) => x - width / 2)) - size.margin;
  const width = Math.max(...all.map(({ x, width: own }) => x + own / 2)) + size.margin - left;
  const height = (floors.length - 1) * size.floor + size.height + 2 * size.margin;
  const rise = (floor: number): number => height - size.margin - size.height / 2 - floor * size.floor;
  const lines = floors.flatMap((floor, index) =>
    floor.flatMap((place) => place.down.map((lower) => line(place, lower, rise(index), rise(index - 1)))),
  );
  const boxes = floors.flatMap((floor, index) =>
    floor.flatMap(({ box, x }) => (box ? [drawnBox(box, x, rise(index))] : [])),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="ui-sans-serif, system-ui, sans-serif" text-anchor="middle">
<title>${escaped(title)}</title>
<desc>${escaped(description)}</desc>
<rect x="${left}" width="${width}" height="${height}" rx="8" fill="#ffffff"/>
<g fill="none" stroke="#8b98a8" stroke-width="1.5">
${lines.join('\n')}
</g>
${boxes.join('\n')}
</svg>
`;
}

/** From the lower edge of a box, or through a bend, to the upper edge of another. */
function line(upper: Place, lower: Place, from: number, to: number): string {
  const start = from + size.height / 2;
  const end = to - size.height / 2;
  const middle = (start + end) / 2;
  const through = lower.box ? '' : ` V${to + size.height / 2}`;
  return `<path d="M${upper.x} ${start} C${upper.x} ${middle} ${lower.x} ${middle} ${lower.x} ${end}${through}"/>`;
}

function drawnBox({ label, note, highlighted }: Box, x: number, y: number): string {
  const [fill, stroke] = highlighted ? ['#e7f0ff', '#2f6fd0'] : ['#f6f8fa', '#8b98a8'];
  return `<g>
<rect x="${x - size.box / 2}" y="${y - size.height / 2}" width="${size.box}" height="${size.height}" rx="6" fill="${fill}" stroke="${stroke}"/>
<text x="${x}" y="${y - 4}" font-size="14" font-weight="600" fill="#1b2733">${escaped(label)}</text>
<text x="${x}" y="${y + 13}" font-size="11" fill="#46525f">${escaped(note)}</text>
</g>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
