// Reads CISA's list of vulnerabilities that are exploited (Known Exploited Vulnerabilities, JSON form). Pure.

/** Entries that are read; the list has some 1,500. */
const mostEntries = 100_000;

/** @returns the CVE ids, or what is wrong with the text as the rest of a sentence about the file */
export function readKev(text: string): ReadonlySet<string> | { readonly error: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { error: 'is no valid JSON' };
  }
  const entries = (value as { vulnerabilities?: unknown } | null)?.vulnerabilities;
  const how = 'is not CISA’s list: it has no “vulnerabilities” with “cveID”';
  if (!Array.isArray(entries)) return { error: how };
  const ids = entries.slice(0, mostEntries).flatMap((entry) => {
    const id = (entry as { cveID?: unknown } | null)?.cveID;
    return typeof id === 'string' && /^CVE-\d{4}-\d{4,}$/i.test(id) ? [id.toUpperCase()] : [];
  });
  return ids.length === 0 && entries.length > 0 ? { error: how } : new Set(ids);
}
