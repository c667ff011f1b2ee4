import { expect, test } from '@jest/globals';
import { withIdentifiers, withPackageFolders } from '@rollcall/domain/service-change/program-names';

test.each([
  ['A.java', 'package com.shop.refund-service.dto;', 'package com.shop.refundservice.dto;'],
  ['A.kt', 'import com.shop.refund-service.Item', 'import com.shop.refundservice.Item'],
  ['A.java', 'return refund-service.find("refund-service");', 'return refundService.find("refund-service");'],
  ['main.go', 'package refund-service', 'package refundservice'],
  ['main.py', 'from refund-service import app', 'from refund_service import app'],
  ['app.ts', "import { refund-service } from './refund-service';", "import { refundService } from './refund-service';"],
])('in %s an identifier has no dash: %s', (path, text, expected) => {
  expect(withIdentifiers(path, text, 'refund-service')).toBe(expected);
});

test.each([
  ['A.java', '// of refund-service, and its tables'],
  ['A.java', ' * of refund-service'],
  ['main.py', '# refund-service'],
  ['main.go', 'http.Get(`http://refund-service:8080`)'],
  ['application.yml', 'name: refund-service'],
  ['app.ts', 'const route = /refund-service/;'],
])('in %s a name stays: %s', (path, text) => {
  expect(withIdentifiers(path, text, 'refund-service')).toBe(text);
});

test('folders of packages of Java have no dash, and others do', () => {
  expect(withPackageFolders('src/main/java/com/shop/refund-service/A.java', 'refund-service')).toBe(
    'src/main/java/com/shop/refundservice/A.java',
  );
  expect(withPackageFolders('java/refund-service/a.yaml', 'refund-service')).toBe('java/refund-service/a.yaml');
});
