import type { Service } from '../../../catalog/catalog.ts';
import type { Location } from '../../../location.ts';
import { placeIn } from '../../../location.ts';
import { showPath } from '../../../names.ts';
import { stemOf } from '../../../registers/listed-names.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { buildManifests, type PathSelector, terraformFiles } from '../../../tree/file-types.ts';
import { joinPath } from '../../../tree/repository-paths.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

const chartFiles: PathSelector = (path) => path.includes('/templates/') && /\.(?:ya?ml|tpl)$/.test(path);

export const podIdentityMissing: Rule = {
  id: 'pod-identity-missing',
  title: 'Every service that calls the cloud has an identity there',
  severity: 'warning',
  incident: '003 7.4',
  help: 'Bind a role to the service account of the service, as it is done for the others.',
  needs: [buildManifests, terraformFiles, registerFiles, chartFiles],
  *check(context) {
    const bindings = [...context.texts.keys()].filter(
      (path) =>
        terraformFiles(path) && /pod[_-]?identity|irsa|oidc_provider|service_account/i.test(context.text(path) ?? ''),
    );
    if (bindings.length === 0) return;
    const words = new Set(bindings.flatMap((path) => partsOf(context.text(path) ?? '')));
    const users = context.listed.flatMap((service) => {
      const use = sdkUse(service, context);
      return use && isDeployed(service, context) ? [{ service, use, bound: isBound(service, words, context) }] : [];
    });
    // Unless others that call it have one, identities are given in a way that is not seen here.
    if (users.filter(({ bound }) => bound).length * 2 < users.length) return;
    for (const { service, use, bound } of users) {
      if (bound) continue;
      yield {
        location: use,
        subject: service.name,
        message: `${showPath(use.path)} requires the AWS SDK, and no role is bound to the service account of ${service.name}: its calls are refused`,
      };
    }
  },
};

const sdks =
  /github\.com\/aws\/aws-sdk-go|"@aws-sdk\/[\w-]+"|"aws-sdk"|software\.amazon\.awssdk|com\.amazonaws|^[ \t]*["']?(?:boto3|aiobotocore)\b|\baws-sdk-[a-z]|\bAWSSDK\.\w/m;

/** The line of its build manifest that takes in a cloud SDK, of itself and not through another module. */
function sdkUse({ path }: Service, context: RuleContext): Location | null {
  if (path === null) return null;
  for (const file of context.paths.files(path).filter(buildManifests)) {
    const text = context.text(file) ?? '';
    const own = text.replace(/^.*\/\/ indirect.*$/gm, (line) => ' '.repeat(line.length));
    const index = own.search(sdks);
    if (index !== -1) return placeIn({ path: file, text }, index + (/^\s*/.exec(own.slice(index))?.[0].length ?? 0));
  }
  return null;
}

function isDeployed({ name, chart }: Service, context: RuleContext): boolean {
  return chart !== null || context.deployedBy.has(name);
}

/** Named where identities are bound, or with a role or keys of its own in its chart or its Applications. */
function isBound({ name, chart }: Service, words: ReadonlySet<string>, context: RuleContext): boolean {
  if ([name, stemOf(name)].some((one) => words.has(one.toLowerCase().replaceAll('_', '-')))) return true;
  const own = [
    ...(chart === null ? [] : context.paths.files(chart, true)),
    ...(chart === null ? [] : [joinPath(chart, 'values.yaml')]),
    ...(context.deployedBy.get(name) ?? []).map(({ file }) => file),
  ];
  return own.some((path) => /role-arn|AWS_ACCESS_KEY_ID|AWS_ROLE_ARN/.test(context.text(path) ?? ''));
}

/** The words of a text, and all that stand side by side in one: of `pod_identity_cart_service` also `cart-service`. */
function partsOf(text: string): string[] {
  return [...new Set(text.match(/[\w-]+/g))].flatMap((word) => {
    const parts = word.toLowerCase().split(/[_-]/).slice(0, 10);
    return parts.flatMap((_, start) =>
      parts.slice(start).map((_one, length) => parts.slice(start, start + length + 1).join('-')),
    );
  });
}
