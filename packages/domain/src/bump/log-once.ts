import type { Log } from '../ports.ts';

/** A log that says each message once, although a plan is made again for each try. */
export function logOnce(log: Log): Log {
  const messages = new Set<string>();
  const once = (write: (message: string) => void) => (message: string) => {
    if (messages.has(message)) return;
    messages.add(message);
    write(message);
  };
  return { progress: log.progress, notice: once(log.notice), warning: once(log.warning) };
}
