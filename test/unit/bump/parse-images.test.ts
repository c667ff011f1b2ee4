import { describe, expect, test } from '@jest/globals';
import { parseImages } from '@rollcall/domain/bump/parse-images';
import { UserError } from '@rollcall/domain/user-error';

const full = { service: 'a', tag: '1-x', digest: 'd', repository: 'r', registry: 'g' };

describe('reads', () => {
  test.each([
    ['a=1-x', [{ service: 'a', tag: '1-x' }]],
    [
      'a=1-x\r\n\n b = 2-y \n',
      [
        { service: 'a', tag: '1-x' },
        { service: 'b', tag: '2-y' },
      ],
    ],
    [
      'a=1-x\n \t\nb=2-y',
      [
        { service: 'a', tag: '1-x' },
        { service: 'b', tag: '2-y' },
      ],
    ],
    [
      'a=1-x,b=2-y',
      [
        { service: 'a', tag: '1-x' },
        { service: 'b', tag: '2-y' },
      ],
    ],
    ['a=', [{ service: 'a', tag: '' }]],
    ['a=b=c', [{ service: 'a', tag: 'b=c' }]],
    ['__proto__=1-x', [{ service: '__proto__', tag: '1-x' }]],
    ['[]', []],
    [JSON.stringify([full]), [full]],
    [JSON.stringify([{ service: '../x\n', tag: '1' }]), [{ service: '../x\n', tag: '1' }]],
    [' \n[{"service":"a","tag":"1-x","digest":""}]', [{ service: 'a', tag: '1-x' }]],
    ['[{"service":"a"}]', [{ service: 'a', tag: '' }]],
  ])('%j', (text, images) => {
    expect(parseImages(text)).toEqual(images);
  });
});

describe('refuses', () => {
  test.each([
    ['', 'the list of images is empty'],
    [' \n', 'the list of images is empty'],
    ['a', '"a" is not service=tag'],
    ['=1', '"=1" is not service=tag'],
    ['a\u001b[31m', '"a\\u001b[31m" is not service=tag'],
    ['[', 'looks like JSON and is not'],
    ['{"service":"a","tag":"1"}', 'JSON but not an array'],
    ['["a"]', 'image 1 of the list is not an object'],
    ['[null]', 'image 1 of the list is not an object'],
    ['[{"service":"a","tag":"1"},[]]', 'image 2 of the list is not an object'],
    ['[{"tag":"1"}]', 'names no "service"'],
    ['[{"service":"a","tag":165}]', '"tag" is not a text'],
    ['[{"service":"a","tga":"1"}]', 'has the key "tga"'],
    ['[{"service":"a","tag":"1","__proto__":{}}]', 'has the key "__proto__"'],
  ])('%j', (text, words) => {
    expect(() => parseImages(text)).toThrow(UserError);
    expect(() => parseImages(text)).toThrow(words);
  });
});

describe('says what to do', () => {
  const example =
    'Give JSON such as [{"service": "user-service", "tag": "165-cf185b1"}], or lines such as user-service=165-cf185b1.';
  test.each([
    ['', `${example} For no image at all: []`],
    ['a', example],
    ['[', example],
    ['{}', example],
    ['["a"]', example],
    ['[{"tag":"1"}]', example],
    ['[{"service":true}]', `Put it in double quotes. ${example}`],
    ['[{"service":"a","tga":"1"}]', 'Allowed: service, tag, digest, repository, registry.'],
  ])('%j', (text, help) => {
    expect(() => parseImages(text)).toThrow(expect.objectContaining({ help }));
  });

  test('and keeps what the parser of JSON said', () => {
    expect(() => parseImages('[')).toThrow(expect.objectContaining({ cause: expect.any(SyntaxError) }));
  });

  test('of a long value the first 200 characters', () => {
    const long = 'x'.repeat(300);
    expect(() => parseImages(long)).toThrow(/^"x{200}" is not/);
    expect(() => parseImages(JSON.stringify([{ [long]: '' }]))).toThrow(/the key "x{200}"$/);
  });
});
