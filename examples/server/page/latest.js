/**
 * Runs one task at a time: a newer one ends the one before, whose answers are
 * then dropped, however late they come.
 */
export class Latest {
  #controller = new AbortController();
  #timer = 0;

  /** Ends what is under way, and what waits. */
  stop() {
    clearTimeout(this.#timer);
    this.#controller.abort();
  }

  /** A signal that is aborted by the next task. */
  begin() {
    this.stop();
    this.#controller = new AbortController();
    return this.#controller.signal;
  }

  /**
   * Runs the task once nothing newer has come for this many milliseconds.
   *
   * @param {number} wait
   * @param {(signal: AbortSignal) => void} task
   */
  later(wait, task) {
    const signal = this.begin();
    this.#timer = setTimeout(() => task(signal), wait);
  }
}
