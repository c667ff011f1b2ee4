import { fetchHealth } from './health';

const services = ['account', 'cart', 'inventory', 'order', 'payment', 'review'];

async function render(into: HTMLElement): Promise<void> {
  const states = await Promise.all(services.map(fetchHealth));
  const list = document.createElement('ul');
  for (const { service, healthy } of states) {
    const item = document.createElement('li');
    item.textContent = `${service}: ${healthy ? 'healthy' : 'down'}`;
    list.append(item);
  }
  into.replaceChildren(list);
}

const root = document.getElementById('services');
if (root) void render(root);
