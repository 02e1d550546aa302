// Options that make a program wait for a debugger on a port.

/** Where a debugger gets in. */
export interface Debugger {
  /** The option, as written. */
  readonly shown: string;
  readonly port: number;
}

const anyAddress = /^(0\.0\.0\.0|\[?::\]?|\*)$/;

/**
 * The debugger that a command lets in from other machines; one on loopback is none.
 * Sources: Node.js's `--inspect`, the JDK's JDWP agent, Delve's `--listen`, debugpy's `--listen`.
 * @param words of one command
 */
export function debuggerIn(words: readonly string[]): Debugger | undefined {
  for (const [index, word] of words.entries()) {
    const next = words[index + 1] ?? '';
    const shown = word.slice(0, 80);
    const inspect = /^--inspect(?:-brk|-wait)?=(.+):(\d+)$/.exec(word);
    if (inspect?.[1] !== undefined && anyAddress.test(inspect[1])) return { shown, port: Number(inspect[2]) };
    // Since JDK 9 a port without an address means loopback.
    const jdwp = /^-(?:agentlib:jdwp=|Xrunjdwp:).*\baddress=(\*|0\.0\.0\.0):(\d+)/.exec(word);
    if (jdwp) return { shown, port: Number(jdwp[2]) };
    const listen = /^--listen(?:=(.*))?$/.exec(word);
    if (listen && words.some((one) => /(^|\/)dlv$|^debugpy$/.test(one))) {
      const [, address = '', port] = /^(.*?):?(\d+)$/.exec(listen[1] ?? next) ?? [];
      const isDelve = words.some((one) => /(^|\/)dlv$/.test(one));
      if (port !== undefined && (anyAddress.test(address) || (isDelve && address === '')))
        return { shown: `${word} ${listen[1] === undefined ? next : ''}`.trim(), port: Number(port) };
    }
  }
  return undefined;
}

/** Variables whose options a runtime takes as if they stood on its command line. */
const optionVariables =
  /^(NODE_OPTIONS|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS|JAVA_OPTS|CATALINA_OPTS|JAVA_OPTS_APPEND)$/;

/** The debugger that a variable lets in from other machines. */
export function debuggerOption(name: string, value: string): Debugger | undefined {
  if (!optionVariables.test(name)) return undefined;
  return debuggerIn(value.slice(0, 10_000).split(/\s+/));
}
