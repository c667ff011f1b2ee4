// Generated from package.json: run `npm run docs`.

/** The version of Rollcall. */
export const version = '0.1.0';

/** Where its sources and its documentation are. */
export const homePage = 'https://github.com/owner/rollcall';

/** Where editors get the description of rollcall.yaml, which is the `$id` of it. */
export const schemaAddress = 'https://raw.githubusercontent.com/owner/rollcall/v1/rollcall.schema.json';
