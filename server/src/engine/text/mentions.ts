// Whether a text uses a variable.

/** Whether `$NAME` or `${NAME…}` stands in the text. A name that cannot be written so is never used. */
export function mentions(text: string, name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && new RegExp(`\\$\\{?${name}\\b`).test(text);
}
