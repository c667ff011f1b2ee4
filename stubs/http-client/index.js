// Stands in for @actions/http-client inside @actions/core: see `overrides` in pnpm-workspace.yaml.
export class HttpClient {
  constructor() {
    throw new Error('this bundle was built without an HTTP client: no action here asks for an OIDC token');
  }
}
export class BearerCredentialHandler {}
