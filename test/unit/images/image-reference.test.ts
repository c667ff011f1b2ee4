import { expect, test } from '@jest/globals';
import { joinImageText, parseImageReference, splitImageText } from '@rollcall/domain/images/image-reference';

test.each([
  ['a', ['a', '', '']],
  ['localhost:5000/a', ['localhost:5000/a', '', '']],
  ['ghcr.io/o/a:1@sha256:x', ['ghcr.io/o/a', '1', 'sha256:x']],
  ['{{ .Values.image }}:{{ .Values.tag }}', ['{{ .Values.image }}', '{{ .Values.tag }}', '']],
])('%s is split as it is written, and joined again', (text, [repository, tag, digest]) => {
  expect(splitImageText(text)).toEqual({ repository, tag, digest });
  expect(joinImageText(splitImageText(text))).toBe(text);
});

test.each(['a:', 'a@', 'a:1@', 'a@sha256:1', 'a@sha256:1@b', 'a/B', 'a:b:c', '', ':1', '{{ a }}:1'])(
  '%j is no legal reference',
  (text) => {
    expect(parseImageReference(text)).toBeUndefined();
  },
);
