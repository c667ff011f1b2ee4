import fc from 'fast-check';

/** How the services of a repository are deployed. */
export const deployments = [
  'charts',
  'shared-chart',
  'set-list',
  'set-matrix',
  'set-directories',
  'set-files',
  'overlays',
  'manifests',
  'one-kustomization',
  'one-chart',
  'chart-of-apps',
] as const;
export type Deployment = (typeof deployments)[number];

/** The lists of services that a repository may keep. */
export const lists = [
  'matrix',
  'filter',
  'make',
  'loop',
  'case',
  'go-work',
  'compose',
  'terraform',
  'dispatch',
  'some-of-them',
] as const;
export type List = (typeof lists)[number];

/** A repository of several services by its parts. */
export interface ServicesLayout {
  services: readonly string[];
  /** The one that is added. */
  added: string;
  folder: 'services' | 'apps/backend' | 'src';
  deployment: Deployment;
  /** Where the tag stands, as far as the deployment leaves a choice. */
  place: 'parameters' | 'valuesObject' | 'value-file';
  environments: readonly ('dev' | 'prod')[];
  isPair: boolean;
  /** Whether lists are written in brackets where they can be. */
  isFlow: boolean;
  /** Whether ApplicationSets are Go's templates. */
  isGo: boolean;
  lists: readonly List[];
  /** Whether a chart of all names the services in a template, too. */
  namesInTemplates: boolean;
  /** Whether a root Application deploys the others. */
  hasRoot: boolean;
  /** Whether every service listens on a port of its own. */
  hasPorts: boolean;
}

const names: readonly { services: readonly string[]; added: string }[] = [
  { services: ['cart-service', 'order-service', 'payment-service', 'review-service'], added: 'refund-service' },
  { services: ['billing', 'cart', 'inventory', 'orders'], added: 'refunds' },
  { services: ['cartservice', 'orderservice', 'paymentservice', 'reviewservice'], added: 'refundservice' },
  { services: ['cart', 'order-service', 'payment-gateway', 'user-profile-service'], added: 'gift-card' },
  { services: ['acme-cart', 'acme-order', 'acme-order-worker', 'acme-review'], added: 'acme-refund' },
];

const from = fc.constantFrom;

export const layouts: fc.Arbitrary<ServicesLayout> = fc
  .record({
    names: from(...names),
    folder: from<ServicesLayout['folder'][]>('services', 'apps/backend', 'src'),
    deployment: from(...deployments),
    place: from<ServicesLayout['place'][]>('parameters', 'valuesObject', 'value-file'),
    environments: from<ServicesLayout['environments'][]>(['prod'], ['dev', 'prod']),
    isPair: fc.boolean(),
    isFlow: fc.boolean(),
    isGo: fc.boolean(),
    lists: fc.subarray([...lists]),
    namesInTemplates: fc.boolean(),
    hasRoot: fc.boolean(),
    hasPorts: fc.boolean(),
  })
  .map(({ names: { services, added }, ...rest }) => ({ ...rest, services, added }));
