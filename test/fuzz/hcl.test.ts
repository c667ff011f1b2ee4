import { readTerraform } from '@rollcall/domain/terraform/blocks';
import { hclMistake, hclPlaces, readHcl } from '@rollcall/domain/terraform/hcl-tokens';
import { fuzz } from './fuzz.ts';
import { checkRegisters } from './registers.ts';

fuzz({
  reader: 'hcl',
  share: 3,
  seeds: [
    'locals {\n  services = [\n    "cart-service",\n    "order-service", # go\n    "audit-log-service",\n    "account-service",\n  ]\n}\n',
    'module "ecr" {\n  source = "./ecr"\n  repositories = { "cart-service" = { keep = 5 }, "order-service" = {}\n    audit-log-service = { keep = 7 }\n  }\n}\n',
    'resource "aws_ecr_repository" "cart_service" {\n  name = "cart-service"\n}\n\nresource "aws_ecr_repository" "order_service" {\n  name = "order-service"\n}\n\nresource "aws_ecr_repository" "audit_log_service" {\n  name = "audit-log-service"\n  tags = { Name = "${var.prefix}-audit" }\n}\n',
    'variable "x" {\n  default = <<-EOT\n    cart-service ${var.a} %{ if b }c%{ endif }\n  EOT\n}\n/* a */ // b\noutput "y" { value = [for s in local.services : upper(s)] }\n',
  ],
  pieces: [
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
      '#',
      '//',
      '/*',
      '*/',
      '\\',
      '\\"',
      '=',
      ':',
      ',',
      '\n',
      ' ',
    ],
    ...[
      'locals',
      'module',
      'resource',
      'services',
      'cart-service',
      'order-service',
      '"account-service"',
      'for_each',
      'toset',
      'null',
      '1.5',
      '=>',
      '...',
      '?',
    ],
  ],
  check: (text) => {
    let end = 0;
    for (const token of readHcl(text)) {
      if (token.start < end || token.end <= token.start || token.end > text.length)
        throw new Error(`a token at ${token.start}`);
      end = token.end;
    }
    hclPlaces(readHcl(text));
    const mistake = hclMistake(text);
    if (mistake && (mistake.offset < 0 || mistake.offset > text.length))
      throw new Error(`a mistake at ${mistake.offset}`);
    const file = readTerraform('main.tf', text);
    if (file.code.length !== text.length) throw new Error('the text without comments has another length');
    checkRegisters('terraform/main.tf', text, (after) => {
      if (mistake === null && hclMistake(after) !== null)
        throw new Error(`what is written is no HCL: ${hclMistake(after)?.what}`);
    });
  },
});
