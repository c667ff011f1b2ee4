import { count } from '../../../printable.ts';
import type { Report, ReportedApplication } from '../report.ts';
import { cutNote, type HtmlOptions, html, place, type Section } from './html-text.ts';

/** Deeper than anybody nests Applications; a browser nests elements no further than some hundreds. */
const deepestTree = 50;
/** Characters of the page for the Applications: thousands of them, or a graph where everything deploys everything. */
const longestTree = 3_000_000;
/** An Application that deploys more than these is closed at first. */
const mostOpen = 40;

/** Each Application once, below the first that deploys it; a cycle starts at its first Application, and says so. */
export function applicationTree({ applications: all }: Report, options: HtmlOptions): Section | null {
  if (all.length === 0) return null;
  const deployed = new Set(all.flatMap(({ deploys }) => deploys));
  const printed = new Set<number>();
  const above = new Set<number>();
  let length = 0;
  let again = 0;
  const branch = (index: number): string => {
    const application = all[index];
    if (!application) return '';
    if (length > longestTree) {
      if (printed.has(index)) again += 1;
      return '';
    }
    const name = nameOf(application, options);
    length += name.length;
    if (printed.has(index)) {
      const why = above.has(index) ? '<span class="error">a cycle: it deploys what deploys it</span>' : 'shown above';
      return `<li>${name} <a href="#application-${index}">${why}</a></li>\n`;
    }
    printed.add(index);
    const open = `<li id="application-${index}" tabindex="-1">`;
    const { deploys } = application;
    if (deploys.length === 0) return `${open}${name}</li>\n`;
    const number = `deploys ${deploys.length}`;
    if (above.size >= deepestTree) return `${open}${name} <span class="soft">${number}</span></li>\n`;
    above.add(index);
    const children = deploys.map(branch).join('');
    above.delete(index);
    const closed = deploys.length > mostOpen ? '' : ' open';
    return `${open}${name}\n<details${closed}><summary>${number}</summary>\n<ul>\n${children}</ul></details></li>\n`;
  };
  const indices = all.map((_, index) => index);
  const roots = indices.filter((index) => !deployed.has(index)).map(branch);
  const rest = indices.map((index) => (printed.has(index) ? '' : branch(index)));
  return {
    id: 'applications',
    heading: 'Applications',
    content: [
      `<p>${count(all.length, 'Application')}, each below the one that deploys it.</p>\n`,
      '<div class="wide" role="region" aria-label="What each Application deploys" tabindex="0">\n',
      `<ul class="tree">\n${roots.join('')}${rest.join('')}</ul>\n</div>\n`,
      cutNote(all.length - printed.size, 'Applications are left out'),
      cutNote(again, 'places of Applications that are shown above are left out'),
    ].join(''),
  };
}

function nameOf({ name, environment, file }: ReportedApplication, options: HtmlOptions): string {
  const target = environment === null ? '' : ` <span class="environment">${html(environment)}</span>`;
  return `<strong>${html(name)}</strong>${target} ${place(file, undefined, options)}`;
}
