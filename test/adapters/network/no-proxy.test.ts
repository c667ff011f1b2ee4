import { expect, test } from '@jest/globals';
import { bypassesProxy } from '@rollcall/adapters/network/no-proxy';

// As curl 7.88 and golang.org/x/net/http/httpproxy 0.51 read it.
test.each([
  ['ghcr.io', 'https://ghcr.io', true],
  ['ghcr.io', 'https://sub.ghcr.io', true],
  ['GHCR.IO', 'https://ghcr.io', true],
  ['ghcr.io.', 'https://ghcr.io', true],
  ['ghcr.io', 'https://evilghcr.io', false],
  ['ghcr.io', 'https://ghcr.io.evil', false],
  ['.ghcr.io', 'https://sub.ghcr.io', true],
  ['*.ghcr.io', 'https://sub.ghcr.io', true],
  ['a.b, ghcr.io ,c', 'https://ghcr.io', true],
  ['a.b ghcr.io', 'https://ghcr.io', true],
  ['ghcr.io:443', 'https://ghcr.io', true],
  ['ghcr.io:8443', 'https://ghcr.io', false],
  ['ghcr.io:8443', 'https://ghcr.io:8443', true],
  ['ghcr.io:80', 'http://ghcr.io', true],
  ['*', 'https://anything.example', true],
  ['10.0.0.0/8', 'https://10.1.2.3:5000', true],
  ['10.0.0.0/8', 'https://11.1.2.3', false],
  ['10.0.0.0/33', 'https://10.1.2.3', false],
  ['10.0.0.1', 'https://10.0.0.1', true],
  ['10.0.0.1', 'https://10.0.0.10', false],
  ['0.0.1', 'https://10.0.0.1', false],
  ['fd00::/8', 'https://[fd12::1]', true],
  ['fd00::/8', 'https://10.0.0.1', false],
  ['[fd12::1]:5000', 'https://[fd12::1]:5000', true],
  ['fd12::1', 'https://[fd12:0::1]', true],
  ['', 'https://ghcr.io', false],
  [',. *.', 'https://ghcr.io', false],
  ['', 'https://localhost:5000', true],
  ['', 'http://127.0.0.9', true],
])('NO_PROXY=%s: %s without a proxy: %s', (value, url, expected) => {
  expect(bypassesProxy(new URL(url), { NO_PROXY: value })).toBe(expected);
});

test('the name in lower case wins, as in curl', () => {
  expect(bypassesProxy(new URL('https://a.example'), { no_proxy: 'b.example', NO_PROXY: 'a.example' })).toBe(false);
});
