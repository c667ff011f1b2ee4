import { type GitHubServer, startGitHubServer } from './github-server.ts';
import { temporaryFolder } from './repository.ts';
import { runAction, type StepResult, type StepRun } from './runner.ts';
import { createShop, type Shop } from './shop.ts';

const token = 'a-token-that-must-not-be-printed';

/** The example shop on a loopback GitHub, and the steps of its workflows. */
export interface ShopOnGitHub {
  shop: Shop;
  server: GitHubServer;
  /** The newest commit of main, which steps run for. */
  commit: string;
  /** Runs a bundle with GitHub's variables pointing to the server, in an empty workspace. A token in what it says throws. */
  step(action: string, inputs: Readonly<Record<string, string>>, more?: Partial<StepRun>): Promise<StepResult>;
  /** Ends the server, and throws where anything was asked or answered that GitHub's schemas do not allow. */
  close(): Promise<void>;
}

/** `configuration` is its `rollcall.yaml` on main; the images of all environments are of one repository. */
export async function shopOnGitHub({ configuration }: { configuration?: string } = {}): Promise<ShopOnGitHub> {
  const shop = createShop({ oneRepository: true });
  const commit =
    configuration === undefined ? shop.commit : shop.repository.commit({ 'rollcall.yaml': configuration }, 'gates');
  shop.repository.git('push', '--quiet', 'origin', 'main');
  const server = await startGitHubServer(shop.origin, { token });
  return {
    shop,
    server,
    commit,
    step: async (action, inputs, more = {}) => {
      const env = { ...server.variables, GITHUB_SHA: commit, ...more.env };
      const result = await runAction(action, { workspace: temporaryFolder(), token, inputs, ...more, env });
      if (JSON.stringify(result).includes(token)) throw new Error(`${action} says the token`);
      return result;
    },
    close: async () => {
      await server.close();
      if (server.problems.length > 0) throw new Error(server.problems.join('\n'));
    },
  };
}
