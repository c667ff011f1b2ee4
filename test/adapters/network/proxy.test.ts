import { expect, test } from '@jest/globals';
import { bypassesProxy, namedProxy, proxyOf } from '@rollcall/adapters/network/proxy';

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

// As curl 7.88 and golang.org/x/net/http/httpproxy 0.51 read it, but for HTTP_PROXY, which curl leaves to CGI.
test.each([
  [{ HTTPS_PROXY: 'http://proxy.example:3128' }, 'http://proxy.example:3128'],
  [{ HTTPS_PROXY: 'proxy.example:3128' }, 'http://proxy.example:3128'],
  [{ HTTPS_PROXY: '10.0.0.1:3128' }, 'http://10.0.0.1:3128'],
  [{ HTTPS_PROXY: 'proxy' }, 'http://proxy'],
  [{ HTTPS_PROXY: 'person:secret@proxy.example:3128' }, 'http://person:secret@proxy.example:3128'],
  [{ HTTPS_PROXY: 'https://proxy.example' }, 'https://proxy.example'],
  [{ https_proxy: 'a.example', HTTPS_PROXY: 'b.example' }, 'http://a.example'],
  [{ https_proxy: '', HTTPS_PROXY: 'b.example' }, 'http://b.example'],
  [{ HTTP_PROXY: 'b.example' }, null],
  [{}, null],
])('%j is the proxy %s', (env, expected) => {
  expect(namedProxy(new URL('https://ghcr.io'), env)).toBe(expected);
  expect(proxyOf(new URL('https://ghcr.io'), env)).toBe(expected);
  expect(proxyOf(new URL('https://ghcr.io'), { ...env, NO_PROXY: 'ghcr.io' })).toBeNull();
});

test.each(['socks5://person:secret@proxy.example', 'ftp://proxy.example', 'http://', 'a b'])(
  '%s is no proxy, and not repeated',
  (value) => {
    const judged = () => proxyOf(new URL('http://ghcr.io'), { http_proxy: value });
    expect(judged).toThrow(
      expect.objectContaining({ name: 'UserError', message: 'http_proxy names no proxy of HTTP' }),
    );
  },
);
