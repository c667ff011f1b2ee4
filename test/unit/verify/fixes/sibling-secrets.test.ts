import { describe, expect, test } from '@jest/globals';
import { planNewService } from '@rollcall/domain/service-change/new-service';
import { textOf } from '@rollcall/domain/tree/read-text';
import { withoutSecrets } from '@rollcall/domain/verify/fixes/clone/sibling-secrets';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { fixFiles } from '../rule-fixtures.ts';

const variable = (text: string) => `\${${text}}`;

describe('a secret in a copy', () => {
  test.each([
    ['values.yaml', 'password: hunter2 # of development', 'password: CHANGE-ME # of development'],
    ['values.yaml', 'db: { user: a, password: "hunter2" }', 'db: { user: a, password: "CHANGE-ME" }'],
    ['values.yaml', 'db: { password: hunter2, user: a }', 'db: { password: CHANGE-ME, user: a }'],
    ['values.yaml', "  authToken: 'x y'", "  authToken: 'CHANGE-ME'"],
    ['values.yaml', '- name: DB_PASSWORD\n  value: "hunter2"', '- name: DB_PASSWORD\n  value: "CHANGE-ME"'],
    ['app.yaml', '- { name: db.password, value: hunter2 }', '- { name: db.password, value: CHANGE-ME }'],
    ['compose.yaml', '      - JWT_SECRET=hunter2', '      - JWT_SECRET=CHANGE-ME'],
    ['compose.yaml', `    SECRET_KEY: ${variable('KEY:-hunter2')}`, `    SECRET_KEY: ${variable('KEY:-CHANGE-ME')}`],
    [
      'compose.yaml',
      'DATABASE_URL: postgres://refund:hunter2@db:5432/refund_db',
      'DATABASE_URL: postgres://refund:CHANGE-ME@db:5432/refund_db',
    ],
    ['compose.yaml', 'URL: mongodb+srv://refund:hunter2@a,b/refund', 'URL: mongodb+srv://refund:CHANGE-ME@a,b/refund'],
    [
      'appsettings.json',
      '"Default": "Server=db;Database=refund;User Id=sa;Password=hunter2;Encrypt=true"',
      '"Default": "Server=db;Database=refund;User Id=sa;Password=CHANGE-ME;Encrypt=true"',
    ],
    ['appsettings.json', '{ "ApiKey": "hunter2" }', '{ "ApiKey": "CHANGE-ME" }'],
    ['.env.example', 'AWS_SECRET_ACCESS_KEY=hunter2', 'AWS_SECRET_ACCESS_KEY=CHANGE-ME'],
    ['application.properties', 'spring.datasource.password = hunter2', 'spring.datasource.password = CHANGE-ME'],
    ['Dockerfile', 'ENV API_KEY=hunter2', 'ENV API_KEY=CHANGE-ME'],
    [
      'kustomization.yaml',
      'secretGenerator:\n  - name: refund\n    literals: [password=hunter2]',
      'secretGenerator:\n  - name: refund\n    literals: [password=CHANGE-ME]',
    ],
    [
      'secret.yaml',
      'kind: Secret\nmetadata:\n  name: refund\ndata:\n  a: aHVudGVyMg==\nstringData:\n  b: hunter2\ntype: Opaque',
      'kind: Secret\nmetadata:\n  name: refund\ndata:\n  a: Q0hBTkdFLU1F\nstringData:\n  b: CHANGE-ME\ntype: Opaque',
    ],
    [
      'config.yaml',
      'key: |\n  -----BEGIN RSA PRIVATE KEY-----\n  aHVudGVyMg\n  -----END RSA PRIVATE KEY-----\nb: 1',
      'key: |\n  CHANGE-ME\nb: 1',
    ],
    ['compose.yaml', 'URL: mongodb://mongo:27017/orders?x=1', 'URL: mongodb://mongo:27017/CHANGE-ME?x=1'],
    ['compose.yaml', '  - POSTGRES_DB=orders', '  - POSTGRES_DB=CHANGE-ME'],
    ['appsettings.json', '"Server=db;Database=OrderDb;"', '"Server=db;Database=CHANGE-ME;"'],
    ['rollout.yaml', '- name: DB_NAME\n  value: "orderdb" # own', '- name: DB_NAME\n  value: "CHANGE-ME" # own'],
    ['app.yaml', '- name: POSTGRES_DB\n  value: orders', '- name: POSTGRES_DB\n  value: CHANGE-ME'],
    [
      'Program.cs',
      'var a = "Host=db;Database=orders;Username=sa;Password=hunter2";',
      'var a = "Host=db;Database=CHANGE-ME;Username=sa;Password=CHANGE-ME";',
    ],
    ['main.go', 'dsn := "amqp://app:hunter2@rabbit:5672/"', 'dsn := "amqp://app:CHANGE-ME@rabbit:5672/"'],
    ['application.yml', 'url: jdbc:postgresql://db:5432/order', 'url: jdbc:postgresql://db:5432/CHANGE-ME'],
  ])('of %s is left out: %s', (path, text, expected) => {
    expect(withoutSecrets(path, text, 'order-service')).toBe(expected);
    expect(withoutSecrets(path, expected, 'order-service')).toBe(expected);
  });

  test.each([
    [
      'values.yaml',
      'existingSecret: refund-db\nsecretName: refund-tls\nsecret: refund-tls\nimagePullSecrets: [regcred]',
    ],
    ['values.yaml', 'passwordKey: password\nsecretKeyRef: { name: refund, key: password }\npassword: ""'],
    ['values.yaml', 'automountServiceAccountToken: false\ntoken:\n  path: /x\nprivateKey: { rotationPolicy: Always }'],
    [
      'values.yaml',
      `password: ${variable('DB_PASSWORD')}\nurl: postgres://a:${variable('PW')}@db/a\ntoken: vault:secret/x`,
    ],
    ['deployment.yaml', 'password: {{ .Values.password | quote }}\ntokenPath: x\nPASSWORD_FILE: /run/secrets/p'],
    ['deployment.yaml', '- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef: { name: a, key: b }'],
    ['external.yaml', 'kind: ExternalSecret\ndata:\n  - secretKey: password\n    remoteRef: { key: prod/refund }'],
    ['release.yml', `      token: ${variable('{ secrets.GITHUB_TOKEN }')}\n      image: registry:5000/a@sha256:ab`],
    [
      'compose.yaml',
      'URL: postgres://db/shop\nDB_NAME: refund_db\nDATABASE: catalog\nORDERS_URL: http://orders/orders',
    ],
    ['package.json', '{ "dependencies": { "auth-token": "^1.0.0" } }'],
    ['main.go', 'password := read("x")\npassword = "x"'],
    ['Program.cs', 'var a = $"Host=db;Database={orders};Password={password}";'],
    ['rollout.yaml', '- name: DB_NAME\n  value: catalog\n- name: ORDERS_QUEUE\n  value: orders'],
  ])('is none in %s: %s', (path, text) => expect(withoutSecrets(path, text, 'order-service')).toBe(text));
});

test('secrets of a sibling are nowhere in what is written of it, and told with their places', async () => {
  const names = ['cart-service', 'order-service', 'user-service'];
  const secret = (name: string) => `hunter2-${names.indexOf(name)}`;
  const files: Record<string, string> = {
    'compose.yaml': `services:\n${names
      .map(
        (name) =>
          `  ${name}:\n    build: ./services/${name}\n    environment:\n      DB_PASSWORD: ${secret(name)}\n      DATABASE_URL: postgres://${name}:${secret(name)}@db/${name.replace('-service', '_db')}\n`,
      )
      .join('')}`,
  };
  for (const name of names) {
    files[`services/${name}/Dockerfile`] = 'FROM scratch\n';
    files[`services/${name}/.env`] = `TOKEN=${secret(name)}\n`;
    files[`services/${name}/application.yml`] = `name: ${name}\njwt-secret: hunter2\n`;
    files[`charts/${name}/Chart.yaml`] = `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`;
    files[`charts/${name}/values.yaml`] =
      `image: { repository: example/${name} }\nredis:\n  password: ${secret(name)}\n`;
    files[`charts/${name}/templates/config.yaml`] =
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  API_KEY: ${secret(name)}\n`;
  }
  const before = files['compose.yaml'] ?? '';
  const change = await planNewService(
    memoryTree(files),
    { name: 'refund-service', like: 'order-service', environments: [], tag: '1-abc1234' },
    {
      config: { config: {}, path: null, document: null },
      repositoryUrl: 'https://github.com/acme/shop',
      today: '2026-01-01',
    },
  );
  const texts = [...change.files].map(([path, content]) => [path, textOf(path, content ?? undefined) ?? ''] as const);
  const added = texts.map(([, text]) => text.replace(before, '')).join('');
  expect(added).not.toContain('hunter2');
  const compose = texts.find(([path]) => path === 'compose.yaml')?.[1] ?? '';
  expect(compose).toContain(
    '      DB_PASSWORD: CHANGE-ME\n      DATABASE_URL: postgres://refund-service:CHANGE-ME@db/refund_db\n',
  );
  for (const name of names) expect(compose).toContain(`DB_PASSWORD: ${secret(name)}\n`);
  const [step] = change.steps.filter(({ what }) => what.startsWith('choose the secrets of refund-service'));
  expect(step?.places.map(({ path, line }) => `${path}:${line}`).sort()).toEqual([
    'charts/refund-service/templates/config.yaml:6',
    'charts/refund-service/values.yaml:3',
    'compose.yaml:20',
    'compose.yaml:21',
    'services/refund-service/application.yml:2',
  ]);
  expect(change.steps.flatMap(({ what, places }) => (what.includes('not copied') ? places : []))).toContainEqual(
    expect.objectContaining({ path: 'services/order-service/.env' }),
  );
});

test('a chart that verifying clones by itself holds no secret of its sibling', async () => {
  const names = ['cart-service', 'order-service', 'user-service'];
  const files: Record<string, string> = {};
  for (const name of names) files[`services/${name}/Dockerfile`] = 'FROM scratch\n';
  for (const name of names.slice(0, 2)) {
    files[`charts/${name}/Chart.yaml`] = `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`;
    files[`charts/${name}/values.yaml`] = `image: { repository: example/${name} }\nredis:\n  password: hunter2\n`;
  }
  const { files: written } = await fixFiles(files, { tags: new Map([['user-service', '1-a']]) });
  expect(`${Buffer.from(written.get('charts/user-service/values.yaml') ?? '')}`).toBe(
    'image: { repository: example/user-service }\nredis:\n  password: CHANGE-ME\n',
  );
});
