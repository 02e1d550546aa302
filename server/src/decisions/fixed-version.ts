// Which of the versions that fix a vulnerability is the next one up from what is installed.

/**
 * The least of the fixed versions that is above the installed one. Undefined where there is none, or where the versions
 * cannot be put into an order by their numbers.
 * @param fixed as Trivy gives them, separated by commas
 */
export function nextFixedVersion(installed: string, fixed: string): string | undefined {
  const all = fixed
    .split(',')
    .map((one) => one.trim())
    .filter((one) => isVersion(one));
  // A single one was chosen by the vendor for this very release.
  if (all.length === 1) return all[0];
  const numbered = all.flatMap((version) => {
    const numbers = numbersOf(version);
    return numbers ? [{ version, numbers }] : [];
  });
  const from = numbersOf(installed);
  if (!from || numbered.length !== all.length) return undefined;
  const above = numbered.filter(({ numbers }) => compare(numbers, from) > 0);
  above.sort((a, b) => compare(a.numbers, b.numbers));
  return above[0]?.version;
}

/** One version and nothing that a shell or a file's syntax would read otherwise. */
export function isVersion(text: string): boolean {
  return text.length <= 100 && /^v?\d[\w.+~:-]*$/.test(text);
}

function numbersOf(version: string): number[] | undefined {
  return /^v?\d+(?:\.\d+)*$/.test(version) ? version.replace(/^v/, '').split('.').map(Number) : undefined;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
