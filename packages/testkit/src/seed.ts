/**
 * What everything that is tried at random begins with: the same each time, so that a commit that passed passes again.
 * `ROLLCALL_SEED` takes others, as each night does, and repeats what failed.
 */
export const seed = Number(process.env.ROLLCALL_SEED ?? 1);
