import { expect, test } from '@jest/globals';
import { renderJunit } from '@rollcall/domain/verify/report/render/junit';
import { finding, report } from '../report-of.ts';

const checklist = [
  { service: 'cart', items: [] },
  { service: 'x', items: [] },
];

test('a failure for what fails the run, a skipped case for what does not, a passed one for a clean service', () => {
  const findings = [
    finding(),
    finding({
      rule: 'service-env-drift',
      severity: 'warning',
      confidence: 'likely',
      path: 'a&"b',
      message: '<m>\u001b',
    }),
  ];
  expect(renderJunit(report(findings, { checklist }), 'error', 'proved')).toBe(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites name="rollcall" tests="3" failures="1" errors="0" skipped="1">',
      '  <testsuite name="services" tests="1" failures="0" errors="0" skipped="0">',
      '    <testcase classname="services" name="cart"/>',
      '  </testsuite>',
      '  <testsuite name="chart-app-missing" tests="1" failures="1" errors="0" skipped="0">',
      '    <testcase classname="chart-app-missing" name="x: k8s/x/Chart.yaml:2:1"><failure message="error: chart k8s/x has no Application">k8s/x/Chart.yaml:2:1</failure></testcase>',
      '  </testsuite>',
      '  <testsuite name="service-env-drift" tests="1" failures="0" errors="0" skipped="1">',
      '    <testcase classname="service-env-drift" name="x: a&amp;&quot;b:2:1"><skipped message="warning (likely): &lt;m&gt;\\u001b">a&amp;&quot;b:2:1</skipped></testcase>',
      '  </testsuite>',
      '</testsuites>',
      '',
    ].join('\n'),
  );
  expect(renderJunit(report(findings, { checklist }), 'warning', 'likely')).toContain('failures="2"');
  expect(renderJunit(report(findings, { checklist }), 'never', 'likely')).toContain('failures="0"');
});

test('what could not be read is an error', () => {
  const problems = [
    { severity: 'error' as const, message: 'broken', location: { path: 'a.yaml', line: 3, column: 1 } },
  ];
  expect(renderJunit(report([], { problems }), 'error', 'proved')).toContain(
    '<testsuite name="not read" tests="1" failures="0" errors="1" skipped="0">\n    <testcase classname="not read" name="a.yaml:3:1"><error message="broken"></error></testcase>',
  );
});
