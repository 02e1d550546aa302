// Waits for something that another process does.

/** Resolves when `isTrue` holds; rejects after `limit` milliseconds. */
export async function until(isTrue: () => boolean, limit = 10_000): Promise<void> {
  const end = Date.now() + limit;
  while (!isTrue()) {
    if (Date.now() > end) throw new Error('It did not happen in time.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
