import fc from 'fast-check';

/** Texts of pieces that mean something in HCL, in any order: quotes, brackets, here-documents, comments without an end. */
export const junk = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '"',
          '${',
          '%{',
          '$${',
          '}',
          '{',
          '[',
          ']',
          '(',
          ')',
          '<<EOT',
          '<<-EOT',
          'EOT',
          '\n',
          '\r\n',
          '#',
          '//',
          '/*',
        ],
        ...[
          '*/',
          '\\',
          '\\"',
          '=',
          ':',
          ',',
          ' ',
          'a',
          'module',
          'resource',
          '_version',
          '1.29',
          'image: node:18',
          'ARG X',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(''));
