// The same work asked for twice is done once: who asks later joins, and it ends early only when nobody waits for it.

/** Someone who waits for a run. */
export interface Waiting {
  readonly signal: AbortSignal;
  progress(message: string): void;
}

interface Run<Result> {
  readonly stop: AbortController;
  readonly waiting: Set<Waiting>;
  readonly result: Promise<Result>;
  last: string | undefined;
}

/** Runs under way, by a key that says what they do. */
export class SharedRuns<Result> {
  private readonly running = new Map<string, Run<Result>>();

  /**
   * Joins the run of this key, or starts it.
   * @param start gets a signal that is aborted once everyone who waits has cancelled
   * @returns the run's result. Who cancels while others wait is not kept waiting: the promise is rejected then.
   */
  async join(key: string, who: Waiting, start: (shared: Waiting) => Promise<Result>): Promise<Result> {
    const known = this.running.get(key);
    const run = known && !known.stop.signal.aborted ? known : this.start(key, who, start);
    run.waiting.add(who);
    if (run.last !== undefined && run === known) who.progress(run.last);
    let leave: (() => void) | undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => {
        run.waiting.delete(who);
        if (run.waiting.size === 0) run.stop.abort();
        else reject(new Error('Cancelled.'));
      };
    });
    if (who.signal.aborted) leave?.();
    else who.signal.addEventListener('abort', leave!, { once: true });
    try {
      return await Promise.race([run.result, left]);
    } finally {
      who.signal.removeEventListener('abort', leave!);
      run.waiting.delete(who);
    }
  }

  /** Ends the run of this key, if there is one. */
  stop(key: string): void {
    this.running.get(key)?.stop.abort();
  }

  private start(key: string, first: Waiting, start: (shared: Waiting) => Promise<Result>): Run<Result> {
    const stop = new AbortController();
    const waiting = new Set([first]);
    const shared: Waiting = {
      signal: stop.signal,
      progress: (message) => {
        run.last = message;
        for (const each of waiting) each.progress(message);
      },
    };
    const run: Run<Result> = {
      stop,
      waiting,
      last: undefined,
      // After this function, for `run` must be known to `progress`.
      result: Promise.resolve().then(() => start(shared)),
    };
    this.running.set(key, run);
    const done = () => {
      if (this.running.get(key) === run) this.running.delete(key);
    };
    run.result.then(done, done);
    return run;
  }
}
