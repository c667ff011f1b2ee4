import type { Location } from '../location.ts';
import { UserError } from '../user-error.ts';

/** Why nobody can tell by reading that what is written is what runs; `what` is a clause. Rendering may prove it. */
export function provedByRendering(program: 'helm' | 'kustomize', what: string, location: Location): UserError {
  return new UserError(`it is not known that ${what}`, {
    location,
    help: `With ${program} on the PATH, render "required" proves it, or says what would be rendered.`,
  });
}
