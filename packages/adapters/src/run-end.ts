/**
 * What is done when this process ends: of itself, or by a signal that asks it to. GitHub's runner sends SIGINT to the
 * step of a cancelled job, SIGTERM 7.5 seconds later, and then kills it. What SIGKILL leaves is the next run's to remove.
 */
const steps = new Set<() => void>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Has a step done when the process ends, the newest first. It does not wait for anything. Returns how to forget it. */
export function atEnd(step: () => void): () => void {
  if (steps.size === 0) listen();
  steps.add(step);
  return () => {
    steps.delete(step);
    if (steps.size === 0) stopListening();
  };
}

function listen(): void {
  process.on('exit', end);
  for (const signal of signals) process.on(signal, endBySignal);
}

function stopListening(): void {
  process.off('exit', end);
  for (const signal of signals) process.off(signal, endBySignal);
}

function end(): void {
  for (const step of [...steps].reverse()) {
    try {
      step();
    } catch {
      // One thing that cannot be removed does not keep the others.
    }
  }
  steps.clear();
  stopListening();
}

/** Ends as the signal would have ended it, so that whoever sent it sees so. */
function endBySignal(signal: NodeJS.Signals): void {
  end();
  process.kill(process.pid, signal);
}
