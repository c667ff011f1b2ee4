import { gitDeployBranch } from '@rollcall/adapters/git/deploy-branch';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { bump, deployBranch } from '../deploy-shop.ts';

/** `bump-until-killed.ts URL TAG`: bumps a file:// origin once, and says when it begins. */
const [url = '', tag = ''] = process.argv.slice(2);
const branch = await gitDeployBranch({ folder: temporaryFolder('killed'), url, branch: deployBranch });
process.stdout.write('begins\n');
await bump(branch, { tag, id: tag });
