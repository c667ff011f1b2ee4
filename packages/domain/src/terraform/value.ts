/** A value of HCL: that of JSON. */
export type HclValue = string | number | boolean | null | HclValue[] | { [key: string]: HclValue };
