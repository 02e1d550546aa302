// Takes characters off the end of a text. The regular expression `/\/+$/` takes quadratic time where many slashes stand inside.

/** The text without the characters of `set` at its end. */
export function withoutTrailing(text: string, set: string): string {
  let end = text.length;
  while (end > 0 && set.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}
