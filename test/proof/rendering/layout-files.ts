import { chartFiles, umbrellaFiles } from './layout-charts.ts';
import { manifestFiles, overlayFiles } from './layout-manifests.ts';
import { setFiles } from './layout-sets.ts';
import type { Layout, Unit } from './layouts.ts';

/** The files of a layout. */
export function filesOf(layout: Layout): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [service, made] of [
    ['web', layout.web],
    ['api', layout.api],
  ] as const) {
    if (layout.hasSources) files[`services/${service}/Dockerfile`] = 'FROM scratch\n';
    if (made !== null) Object.assign(files, filesOfUnit(made, service, layout));
  }
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path,
      path.endsWith('.yaml') ? text.replaceAll('\n', layout.lineEnd) : text,
    ]),
  );
}

function filesOfUnit(made: Unit, service: string, layout: Layout): Record<string, string> {
  switch (made.kind) {
    case 'chart':
      return chartFiles(made, service, layout);
    case 'umbrella':
      return umbrellaFiles(made, service, layout);
    case 'overlay':
      return overlayFiles(made, service, layout);
    case 'set':
      return setFiles(made, service, layout);
    case 'manifests':
      return manifestFiles(made, service, layout);
  }
}
