import { expect, test } from '@jest/globals';
import { runTemplate } from '@rollcall/domain/go-template/run-template';
import { countSteps } from '@rollcall/testkit/steps';

/** Templates that Argo CD would work on for long, or never end. */
const endless: [what: string, template: string][] = [
  ['a loop in a loop', '{{ range until 300 }}{{ range until 300 }}x{{ end }}{{ end }}'],
  ['loops in loops', `${'{{ range until 30 }}'.repeat(8)}x${'{{ end }}'.repeat(8)}`],
  ['one text that is repeated', '{{ repeat 100000000 "x" }}'],
  ['what is repeated, repeated', '{{ $a := repeat 1000 "x" }}{{ $b := repeat 1000 $a }}{{ repeat 1000 $b }}'],
  ['numbers', '{{ until 1000000000 }}'],
  ['a text that doubles', '{{ $a := "x" }}{{ range until 100 }}{{ $a = print $a $a }}{{ end }}{{ $a }}'],
  ['a list that doubles', '{{ $a := list 1 }}{{ range until 100 }}{{ $a = concat $a $a }}{{ end }}{{ $a }}'],
  [
    'a map in itself, twice',
    '{{ $d := dict }}{{ range until 99 }}{{ $d = dict "a" $d "b" $d }}{{ end }}{{ toJson $d }}',
  ],
  ['a template in itself', '{{ define "a" }}{{ template "a" . }}{{ template "a" . }}{{ end }}{{ template "a" . }}'],
  ['a replacement that grows', '{{ $a := "aa" }}{{ range until 99 }}{{ $a = replace "a" "aa" $a }}{{ end }}{{ $a }}'],
  ['a width', '{{ printf "%100000000d" 1 }}'],
  ['an indentation', '{{ indent 100000000 "a" }}'],
];

test.each(endless)('%s is not known after a bounded number of steps', async (_what, template) => {
  let text: string | null = '';
  const steps = await countSteps(() => {
    text = runTemplate(template, { parameters: {}, isOpen: false, refusesMissing: true });
  });
  expect(text).toBeNull();
  expect(steps).toBeLessThan(2_000_000);
});

test('what somebody writes is known', () => {
  const template = '{{ range until 20 }}{{ if . }},{{ end }}{{ printf "%s-%d" "cart" . }}{{ end }}';
  expect(runTemplate(template, { parameters: {}, isOpen: false, refusesMissing: true })).toMatch(
    /^cart-0,cart-1,.*cart-19$/,
  );
});
