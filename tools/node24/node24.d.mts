export function node24(): { path: string; exact: boolean };
