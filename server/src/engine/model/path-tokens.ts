// The file names in a word of a command, written so that two mentions of a file can be compared.

/**
 * The last segments of the paths in a text, `${X}` as `$X`: `/tmp/a-${V}.tgz` gives `a-$V.tgz`, and the text of an
 * `echo "HASH  name"` gives both words. A very long text gives its first names.
 */
export function pathTokens(text: string): string[] {
  const tokens: string[] = [];
  for (const part of text.slice(0, 4000).split(/[\s"'|;<>()]+/)) {
    const plain = part.replace(/\$\{(\w+)\}/g, '$$$1').replace(/[?#].*$/, '');
    const name = plain.slice(plain.lastIndexOf('/') + 1).replace(/^.*=/, '');
    if (name !== '' && name !== '.' && name !== '-') tokens.push(name);
  }
  return tokens;
}
