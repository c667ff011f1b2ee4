import { expect, test } from '@jest/globals';
import { bakeBuilds } from '@rollcall/domain/builds/bake';

/** What is given to a build as the argument A; null is not known. */
function argument(expression: string): string | null | undefined {
  const text = `variable "EMPTY" {\n  default = ""\n}\ntarget "api" {\n  args = {\n    A = ${expression}\n  }\n}\n`;
  const exists = (path: string) => path === 'docker-bake.hcl' || path === 'Dockerfile';
  const { builds } = bakeBuilds({ paths: ['docker-bake.hcl'], text: () => text, exists }, []);
  return builds[0]?.args.get('A');
}

// Each value is what buildx 0.38.2 gives the build (bake/hclparser/stdlib.go); Terraform has the first three otherwise.
test.each([
  ['coalesce(EMPTY, "b")', ''],
  ['coalesce(null, "b")', 'b'],
  ['index(["a", "b"], 1)', 'b'],
  ['index({ a = "x" }, "a")', 'x'],
  ['indexof(["a", "b"], "b")', '1'],
  ['reverse("abc")', 'cba'],
  ['join(",", reverselist(["a", "b"]))', 'b,a'],
  ['replace("a/x/b", "/x/", "-")', 'a-b'],
  ['add(1, 2)', '3'],
])('%s is %j', (expression, value) => {
  expect(argument(expression)).toBe(value);
});

test('an argument that is not known leaves the others known', () => {
  const text = 'variable "V" {}\ntarget "api" {\n  args = { A = V, B = "b" }\n}\n';
  const exists = (path: string) => path === 'docker-bake.hcl' || path === 'Dockerfile';
  const { builds } = bakeBuilds({ paths: ['docker-bake.hcl'], text: () => text, exists }, []);
  expect(builds[0]?.args.get('B')).toBe('b');
  expect(builds[0]?.args.get('A')).not.toBe('');
});
