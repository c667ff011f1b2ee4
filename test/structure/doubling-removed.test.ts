import { type Doubled, growsWithItsInput, lines, numbered } from './growth.ts';
import { objectOf, verifyRemoved } from './removed-services.ts';

// A request decides how many services are gone, and how often they are named: both are doubled at once.

const named: Doubled[] = [
  [
    'a list of Terraform',
    (n) =>
      verifyRemoved(n, {
        'a.tf': `locals {\n  all = [\n    "a-service",\n${lines(n, (at) => `    "gone${at}-service",\n`)}  ]\n}\n`,
      }),
  ],
  [
    'blocks of Terraform',
    (n) =>
      verifyRemoved(n, {
        'a.tf': lines(
          n,
          (at) => `resource "aws_ecr_repository" "gone${at}_service" {\n  name = "gone${at}-service"\n}\n`,
        ),
      }),
  ],
  [
    'a list of YAML',
    (n) => verifyRemoved(n, { 'k8s/a.yaml': `all:\n  - a-service\n${lines(n, (at) => `  - gone${at}-service\n`)}` }),
  ],
  [
    'a map of YAML',
    (n) =>
      verifyRemoved(n, { 'k8s/a.yaml': `all:\n  a-service: {}\n${lines(n, (at) => `  gone${at}-service: {a: b}\n`)}` }),
  ],
  [
    'objects of one file',
    (n) =>
      verifyRemoved(n, {
        'k8s/a.yaml': `${objectOf('a-service')}${lines(n, (at) => `---\n${objectOf(`gone${at}-service`)}`)}`,
      }),
  ],
  [
    'a loop of a script',
    (n) =>
      verifyRemoved(n, {
        'build.sh': `for x in a-service ${lines(n, (at) => `gone${at}-service `)}; do\n  docker build services/$x\ndone\n`,
      }),
  ],
  ['lines of a script', (n) => verifyRemoved(n, { 'build.sh': lines(n, (at) => `GONE${at}_SERVICE_URL=http://a\n`) })],
  ['prose', (n) => verifyRemoved(n, { 'README.md': lines(n, (at) => `- gone${at}-service\n`) })],
  [
    'files of none of them',
    (n) =>
      verifyRemoved(
        n,
        numbered(n, (at) => [[`k8s/x${at}/a.yaml`, objectOf(`x${at}`)]]),
      ),
  ],
];

growsWithItsInput('services that are gone, in', 150, named);
