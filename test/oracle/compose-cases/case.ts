// What a case of the comparison with compose-go looks like as data.

/** Files by path; `compose.yaml` is checked unless `path` says otherwise. A text alone is that file. */
export type ComposeTable = Readonly<
  Record<
    string,
    | string
    | {
        readonly files: Readonly<Record<string, string>>;
        readonly path?: string;
        /** The files that Compose is called with; absent for those that it finds. */
        readonly load?: readonly string[];
      }
  >
>;

/** A file with one service `a`, with the image `x`, and these lines (indented by four) in it. */
export function service(lines: string, rest = ''): string {
  const body = lines === '' ? '' : `${lines.replace(/^/gm, '    ')}\n`;
  return `services:\n  a:\n    image: x\n${body}${rest}`;
}
