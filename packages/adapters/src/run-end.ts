/**
 * What is done when this process ends: of itself, or by a signal that asks it to. GitHub's runner sends SIGINT to the
 * step of a cancelled job, SIGTERM 7.5 seconds later, and then kills it. What SIGKILL leaves is the next run's to remove.
 */
const steps = new Set<EndStep>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Is told whether a signal ends the process, so that nobody will look at what it made. */
type EndStep = (bySignal: boolean) => unknown;

/** Has a step done when the process ends, the newest first. It does not wait for anything. Returns how to forget it. */
export function atEnd(step: EndStep): () => void {
  if (steps.size === 0) listen();
  steps.add(step);
  return () => {
    steps.delete(step);
    if (steps.size === 0) stopListening();
  };
}

function listen(): void {
  process.on('exit', endOfItself);
  for (const signal of signals) process.on(signal, endBySignal);
}

function stopListening(): void {
  process.off('exit', endOfItself);
  for (const signal of signals) process.off(signal, endBySignal);
}

function endOfItself(): void {
  end(false);
}

function end(bySignal: boolean): void {
  for (const step of [...steps].reverse()) {
    try {
      step(bySignal);
    } catch {
      // One thing that cannot be removed does not keep the others.
    }
  }
  steps.clear();
  stopListening();
}

/** Ends as the signal would have ended it, so that whoever sent it sees so. */
function endBySignal(signal: NodeJS.Signals): void {
  end(true);
  process.kill(process.pid, signal);
}
