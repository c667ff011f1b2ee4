import { afterAll, expect, test } from '@jest/globals';
import { shopOnGitHub } from '@rollcall/testkit/shop-on-github';

// Each build brings an open request up to date by one commit more, until a person merges it. Over real git, and the
// loopback GitHub.

const deploy = 'k8s-deploy-prod';

const { shop, server, step, close } = await shopOnGitHub();

afterAll(close);

const bump = (tag: string, inputs: Record<string, string> = {}) =>
  step('bump-image-tags', {
    ...{ environment: 'prod', images: `cart-service=${tag}`, 'allow-older': 'true', render: 'off' },
    ...inputs,
  });
const tagNow = () =>
  /name: image\.tag\n +value: "?([\w.-]+)/.exec(
    shop.origin.git('show', `${deploy}:k8s/argocd/apps/prod/cart-service.yaml`),
  )?.[1];

test.each(['merge', 'squash'])('behind a %s of it a roll-back goes to what was deployed', async (way) => {
  const number = `4${way.length}`;
  const [before, between, last] = [`${number}1-aaaaaaa`, `${number}2-aaaaaaa`, `${number}3-aaaaaaa`];
  await bump(before);
  await bump(between, { mode: 'pull-request' });
  await bump(last, { mode: 'pull-request' });
  const pull = server.state.pulls.at(-1);
  if (!pull) throw new Error('there is no request');
  const head = shop.origin.git('rev-parse', pull.head);
  const messages = shop.origin.git('log', '--reverse', '--format=* %B', `${deploy}..${head}`);
  expect(messages.match(/^\* /gm)).toHaveLength(2);
  const others = '---------\n\nCo-authored-by: bot <bot@example.com>';
  if (way === 'merge') server.state.repository.merge(deploy, head, `Merge pull request #${pull.number}`);
  else server.state.repository.squash(deploy, head, `${pull.title} (#${pull.number})\n\n${messages}\n\n${others}\n`);
  Object.assign(pull, { state: 'closed', merged: true });
  expect(tagNow()).toBe(last);
  const back = await step('promote-images', {
    ...{ to: 'prod', 'to-previous': 'true', services: 'cart-service', render: 'off' },
  });
  expect(back.status).toBe(0);
  expect(tagNow()).toBe(before);
});
