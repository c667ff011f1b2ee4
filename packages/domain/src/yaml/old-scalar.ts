/** Words that are booleans to YAML 1.1, and texts to what is parsed here. */
const oldBooleans = /^(?:(y|Y|yes|Yes|YES|on|On|ON)|n|N|no|No|NO|off|Off|OFF)$/;

/** Whether a word is true or false to YAML 1.1 alone; undefined for any other. */
export function oldBoolean(text: string): boolean | undefined {
  const word = oldBooleans.exec(text);
  return word ? word[1] !== undefined : undefined;
}

/** What an unquoted text is to the YAML of Go that Kubernetes reads (sigs.k8s.io/yaml), where it is `value` to YAML 1.2. */
export function oldScalar(text: string, value: unknown): unknown {
  const boolean = oldBoolean(text);
  if (boolean !== undefined) return boolean;
  if (!/^[-+]?[0-9][0-9_]*$|^[-+]?0b[01]+$/.test(text)) return value;
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/.exec(text.replaceAll('_', '')) ?? [];
  const number = digits.startsWith('0b')
    ? Number(digits)
    : /^0[0-7]+$/.test(digits)
      ? Number(`0o${digits.slice(1)}`)
      : Number(digits);
  return Number.isSafeInteger(number) ? (sign === '-' ? -number : number) : value;
}
