const apiUrl = import.meta.env.VITE_API_URL ?? '/api';

export interface Health {
  service: string;
  healthy: boolean;
}

/** A service that cannot be reached is down, not an error of this page. */
export async function fetchHealth(service: string): Promise<Health> {
  try {
    const response = await fetch(`${apiUrl}/${service}/health`);
    return { service, healthy: response.ok };
  } catch {
    return { service, healthy: false };
  }
}
