import type { Application } from '../argocd/application.ts';
import { quoteName } from '../names.ts';
import { printable } from '../printable.ts';
import { UserError } from '../user-error.ts';
import type { ExpectedImage, Offence, Verdict } from './judge.ts';
import { renderedChange } from './rendered-change.ts';

const help =
  'Nothing was written. Write the image where this one alone is taken from, or set render to "off" if this is what you want.';

/** Offences that a message names. */
const mostNamed = 5;

/** UserError where something is rendered that was not asked for: which object, which field, before and after. */
export function refuseOffences({ name, document }: Application, offences: readonly Offence[]): void {
  if (offences.length === 0) return;
  const named = offences.slice(0, mostNamed).map(describe);
  const more = offences.length > mostNamed ? `; and ${offences.length - mostNamed} more` : '';
  throw new UserError(
    `Application ${quoteName(name)} would be rendered in another way than asked: ${named.join('; ')}${more}`,
    { location: document.locate([]), help },
  );
}

function describe({ object, difference, why }: Offence): string {
  if (difference === null || difference.path.length === 0) return printable(`${object.title} ${why}`);
  const { object: title, field, old, new: now } = renderedChange(difference, 'follows');
  return `${title}, ${field}: ${old || '(none)'} → ${now || '(none)'} ${printable(why)}`;
}

/** UserError where what was written for an Application changes nothing that is rendered. */
export function refuseUnchanged(
  application: Application,
  expected: readonly ExpectedImage[],
  { served }: Verdict,
): void {
  const unserved = expected.filter((one) => !served.has(one));
  if (unserved.length === 0) return;
  const services = unserved.map(({ image }) => quoteName(image.service)).join(', ');
  throw new UserError(`nothing that Application ${quoteName(application.name)} renders would change for ${services}`, {
    location: application.document.locate([]),
    help: 'Nothing was written. Its manifests take their image from another place: look for it there, or set render to "off".',
  });
}
